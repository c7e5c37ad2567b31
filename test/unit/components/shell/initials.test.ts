import { expect, it } from 'vitest';
import { initials } from '@/components/shell/initials';

it.each([
  ['Ada Lovelace', 'ada', 'AL'],
  ['', 'ada.lovelace', 'AL'],
  ['Žofie', 'z', 'Ž'],
  ['Ada M. King-Noel', 'ada', 'AN'],
  ['(away)', 'ada', 'A'],
])('makes initials of "%s" (%s)', (displayName, name, text) => {
  expect(initials(displayName, name)).toBe(text);
});
