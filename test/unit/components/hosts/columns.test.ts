import { expect, it } from 'vitest';
import { columnOrder, placeColumns, steps } from '@/components/hosts/columns';

it('puts the chosen columns in their one order, whatever the order they were chosen in', () => {
  expect(placeColumns(['people', 'address', 'description']).map(({ column }) => column)).toEqual(['description', 'address', 'people']);
  expect(placeColumns([])).toEqual([]);
});

it('needs no wide window for a single column, whichever it is', () => {
  for (const column of columnOrder) expect(placeColumns([column])).toEqual([{ column, from: steps[0] }]);
});

it('keeps the state longest where there is no room for all', () => {
  const from = Object.fromEntries(placeColumns(columnOrder).map((place) => [place.column, place.from]));
  expect(from['status']).toBe(steps[0]);
  expect(from['description']).toBe(steps.at(-1));
  expect(from['opened']!).toBeLessThanOrEqual(from['tags']!);
});
