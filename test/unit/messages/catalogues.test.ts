import { describe, expect, it } from 'vitest';
import { messages } from '../../../messages';
import { defaultLocale, locales } from '../../../server/contract/locale';
import { flatten, takes, words } from './support/catalogue';

const english = flatten(messages[defaultLocale]);
const others = locales.filter((locale) => locale !== defaultLocale);

/** Examples of what people type and names of products, which are the same in every language; so is what has no small letters, such as TLS. */
const SAME = new Set(['hostForm.tags.placeholder', 'hostImport.formats.mremoteng', 'hostImport.formats.remmina']);

const wrong = (texts: Map<string, string>, isWrong: (text: string, key: string) => boolean) =>
  [...texts].filter(([key, text]) => isWrong(text, key)).map(([key, text]) => `${key}: ${text}`);

describe.each(locales)('the catalogue in %s', (locale) => {
  const texts = flatten(messages[locale]);

  it('has no empty text', () => {
    expect(wrong(texts, (text) => text.trim() === '')).toEqual([]);
  });

  it('can be read', () => {
    expect(
      wrong(texts, (text) => {
        try {
          takes(text);
          return false;
        } catch {
          return true;
        }
      }),
    ).toEqual([]);
  });

  it('does not shout', () => {
    expect(wrong(texts, (text) => /[!！]/.test(words(text)))).toEqual([]);
  });
});

describe.each(others)('the translation in %s', (locale) => {
  const texts = flatten(messages[locale]);

  it('has the same texts as the English one', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('takes in each text what the English one takes', () => {
    const different = [...texts].filter(([key, text]) => String(takes(text)) !== String(takes(english.get(key) ?? '')));
    expect(different.map(([key, text]) => `${key}: ${String(takes(text))} in "${text}"`)).toEqual([]);
  });

  it('leaves nothing in English', () => {
    expect(wrong(texts, (text, key) => text === english.get(key) && /\p{Ll}/u.test(words(text)) && !SAME.has(key))).toEqual([]);
  });
});

describe('the Chinese texts', () => {
  const texts = flatten(messages['zh-CN']);

  it('have full-width punctuation', () => {
    expect(wrong(texts, (text) => /\p{Script=Han}[,;:?(]|\p{Script=Han}\.(?!\p{L})|\)\p{Script=Han}/u.test(words(text)))).toEqual([]);
  });

  it('have a space between Chinese and Latin words', () => {
    expect(wrong(texts, (text) => /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u.test(words(text)))).toEqual([]);
  });
});
