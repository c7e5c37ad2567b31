import { describe, expect, it } from 'vitest';
import { LOCALE_COOKIE, negotiateLocale, readLocale } from '../../../server/contract/locale';
import { requestLocale } from '../../../server/contract/request-locale';

describe('the language that a browser asks for', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-Hans-SG', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['ZH-cn', 'zh-CN'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['de-DE,de;q=0.9,zh-CN;q=0.5,en;q=0.4', 'zh-CN'],
    ['en;q=0.4, zh;q=0.5', 'zh-CN'],
    ['en ; q=0.5 , zh ; q=0.4', 'en'],
    ['zh;q=0, en', 'en'],
    ['zh;q=0', 'en'],
    ['zh;q=high', 'en'],
    ['zhx', 'en'],
    ['de, fr', 'en'],
    ['*', 'en'],
    [',;q=1,,', 'en'],
    ['', 'en'],
    [null, 'en'],
    [undefined, 'en'],
  ])('%j is answered in %s', (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale);
  });

  it('is looked for in as many ranges as a browser sends, and no more', () => {
    const padded = (count: number) => `${'de,'.repeat(count)}zh`;
    expect([negotiateLocale(padded(31)), negotiateLocale(padded(32))]).toEqual(['zh-CN', 'en']);
  });
});

it.each(['', 'de', 'zh', 'en ', '__proto__', null, undefined])('%j is no choice of a language', (text) => {
  expect(readLocale(text)).toBeNull();
});

describe('a request is answered in', () => {
  const asks = (headers: Record<string, string>, chosen?: 'en' | 'zh-CN' | null) => requestLocale(new Headers(headers), chosen);
  const cookie = `a=1; ${LOCALE_COOKIE}=zh-CN; b=2`;

  it("the language of the person's account before that of their browser", () => {
    expect(asks({ cookie, 'accept-language': 'zh' }, 'en')).toBe('en');
  });

  it("the browser's choice before what it asks for", () => {
    expect(asks({ cookie, 'accept-language': 'en' })).toBe('zh-CN');
    expect(asks({ cookie, 'accept-language': 'en' }, null)).toBe('zh-CN');
  });

  it('what the browser asks for, without a choice or with one that is none', () => {
    expect(asks({ 'accept-language': 'zh' })).toBe('zh-CN');
    expect(asks({ 'accept-language': 'zh', cookie: `${LOCALE_COOKIE}=klingon` })).toBe('zh-CN');
    expect(asks({ cookie: `not-${LOCALE_COOKIE}=zh-CN; x${LOCALE_COOKIE}=zh-CN` })).toBe('en');
  });

  it('English for a token that does not ask, whoever it belongs to', () => {
    expect(asks({ authorization: 'Bearer vp_x', cookie }, 'zh-CN')).toBe('en');
    expect(asks({ authorization: 'Bearer vp_x', 'accept-language': 'zh' }, 'en')).toBe('zh-CN');
  });
});
