import { expect, it } from 'vitest';
import { isPasteKey } from '@/components/console/clipboard/paste-key';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

it.each([
  ['Ctrl+V', { key: 'v', code: 'KeyV', ctrlKey: true }, false, true],
  ['Ctrl+Shift+V, for terminals', { key: 'V', code: 'KeyV', ctrlKey: true, shiftKey: true }, false, true],
  ['Shift+Insert', { key: 'Insert', code: 'Insert', shiftKey: true }, false, true],
  ['Ctrl+V of a Dvorak layout', { key: 'v', code: 'Period', ctrlKey: true }, false, true],
  ['Ctrl+V of a Russian layout', { key: 'м', code: 'KeyV', ctrlKey: true }, false, true],
  ['⌘V on a Mac', { key: 'v', code: 'KeyV', metaKey: true }, true, true],
  ['Ctrl+V on a Mac, which is another key there', { key: 'v', code: 'KeyV', ctrlKey: true }, true, false],
  ['Super+V elsewhere', { key: 'v', code: 'KeyV', metaKey: true }, false, false],
  ['Ctrl+Alt+V', { key: 'v', code: 'KeyV', ctrlKey: true, altKey: true }, false, false],
  ['the key at the place of V in a Dvorak layout', { key: 'k', code: 'KeyV', ctrlKey: true }, false, false],
  ['Ctrl+Insert, which copies', { key: 'Insert', code: 'Insert', ctrlKey: true }, false, false],
  ['V alone', { key: 'v', code: 'KeyV' }, false, false],
])('%s', (_, pressed, mac, pastes) => {
  expect(isPasteKey({ ...none, ...pressed }, mac)).toBe(pastes);
});
