import { expect, it } from 'vitest';
import { messages } from '../../../messages';
import { flatten } from './support/catalogue';
import { readProduct } from './support/program';
import { usesOf } from './support/uses';

/** The whole product is read with its types. */
const READ_MS = 180_000;

it('every text is used, and every text that is used is there', { timeout: READ_MS }, () => {
  const texts = [...flatten(messages.en).keys()];
  const uses = usesOf(readProduct(['app', 'components', 'i18n', 'server', 'messages']));
  const isUnder = (text: string, key: string) => text === key || text.startsWith(`${key}.`);
  const keys = new Set(uses.map(({ key }) => key));
  const used = (text: string) => text.split('.').some((_, index, parts) => keys.has(parts.slice(0, index + 1).join('.')));

  expect.soft(uses.filter(({ key }) => !texts.some((text) => isUnder(text, key))).map(({ key, place }) => `${place} ${key}`)).toEqual([]);
  expect.soft(texts.filter((text) => !used(text))).toEqual([]);
});
