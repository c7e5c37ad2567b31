import { expect, it } from 'vitest';
import { hardCoded } from './support/hard-coded';
import { readFiles } from './support/program';

it('no page has words that are not in the catalogues', () => {
  const found = hardCoded(readFiles(['app', 'components']));
  expect(found.map(({ place, words }) => `${place} ${words}`)).toEqual([]);
});
