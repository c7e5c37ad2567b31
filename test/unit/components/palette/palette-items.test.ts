import { expect, it } from 'vitest';
import { matching, type PaletteItem } from '@/components/palette/palette-items';

const items: PaletteItem[] = [
  { id: 'a', label: 'Save a screenshot', icon: null },
  { id: 'b', label: 'Type text', hint: 'as keystrokes', icon: null },
  { id: 'c', label: 'Full screen', icon: null, disabled: true },
  { id: 'd', label: 'Send Alt + F4', icon: null, rare: true },
];
const found = (query: string) => matching(items, query).map(({ id }) => id);

it('finds what has every word, in whatever order and case, also in the hint', () => {
  expect(found('SHOT save')).toEqual(['a']);
  expect(found('keystrokes type')).toEqual(['b']);
  expect(found('save keystrokes')).toEqual([]);
});

it('offers everything that can be done now when nothing is typed', () => {
  expect(found('  ')).toEqual(['a', 'b']);
});

it('finds what is one of many of its kind by its name only', () => {
  expect(found('alt f4')).toEqual(['d']);
});

it('leaves out what can not be done now', () => {
  expect(found('full')).toEqual([]);
});
