import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sayEach } from '../../../messages/say';
import { invalid } from '../../../server/contract/errors';
import { hostCreateSchema } from '../../../server/contract/host';
import type { Locale } from '../../../server/contract/locale';
import { check, fieldTexts } from '../../../server/contract/sentence';

function told(schema: z.ZodType, input: unknown, locale: Locale = 'en'): Record<string, string> {
  const { error } = check(schema, input);
  return error ? sayEach(fieldTexts(error), locale) : {};
}

describe('a schema', () => {
  it('says in each language what is wrong with a host', () => {
    const host = { id: 'UP', targets: ['http://h', 'a', 'a'], tags: ['x'.repeat(41)], name: 'n'.repeat(121) };
    expect(told(hostCreateSchema, host)).toEqual({
      id: 'Use 1 to 63 lower-case letters, digits and dashes, beginning with a letter or digit.',
      name: 'At most 120 characters.',
      'tags.0': 'A tag has at most 40 characters.',
      'targets.0': 'Write ws:// instead of http://, with the path of the WebSocket (often /websockify).',
    });
    expect(told(hostCreateSchema, host, 'zh-CN')).toEqual({
      id: expect.stringContaining('小写字母') as string,
      name: '最多 120 个字符。',
      'tags.0': '标签最多 40 个字符。',
      'targets.0': expect.stringContaining('改为 ws://') as string,
    });
    expect(told(hostCreateSchema, { id: 'a', targets: ['a', 'a'] })).toEqual({ targets: 'Each address stands once.' });
    expect(told(hostCreateSchema, { id: 'a', targets: [] })).toEqual({ targets: 'A host needs at least one address.' });
  });

  const plain = z.strictObject({
    text: z.string().min(2).max(3),
    count: z.number().int().min(1).max(9),
    list: z.array(z.string()).min(1).max(2),
    choice: z.enum(['a', 'b']),
    flag: z.boolean(),
    mail: z.email(),
  });
  const good = { text: 'ab', count: 1, list: ['x'], choice: 'a', flag: true, mail: 'a@example.com' };

  it.each([
    [{ text: undefined }, { text: 'This is missing.' }],
    [{ text: 1 }, { text: 'Write a text.' }],
    [{ text: null }, { text: 'Write a text.' }],
    [{ text: 'a' }, { text: 'At least 2 characters.' }],
    [{ text: 'abcd' }, { text: 'At most 3 characters.' }],
    [{ count: '1' }, { count: 'Write a number.' }],
    [{ count: 1.5 }, { count: 'Write a whole number.' }],
    [{ count: 0 }, { count: 'At least 1.' }],
    [{ count: 10 }, { count: 'At most 9.' }],
    [{ list: 'x' }, { list: 'Write a list.' }],
    [{ list: [] }, { list: 'At least 1 entry.' }],
    [{ list: ['a', 'b', 'c'] }, { list: 'At most 2 entries.' }],
    [{ list: [1] }, { 'list.0': 'Write a text.' }],
    [{ choice: 'c' }, { choice: 'Choose one of: a, b.' }],
    [{ choice: undefined }, { choice: 'This is missing.' }],
    [{ flag: 'yes' }, { flag: 'Write true or false.' }],
    [{ mail: 'x' }, { mail: 'This has another form than expected.' }],
    [{ more: 1, '{x}': 2 }, { '': 'The portal knows no such field: more, {x}.' }],
  ])('has a sentence of the portal for %j', (wrong, texts) => {
    expect(told(plain, { ...good, ...wrong })).toEqual(texts);
    for (const text of Object.values(told(plain, { ...good, ...wrong }, 'zh-CN'))) expect(text).toMatch(/\p{Script=Han}/u);
  });

  it('names a few unknown fields of a thousand, cut short', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `${'n'.repeat(500)}${index}`);
    const [text = ''] = Object.values(told(plain, { ...good, ...Object.fromEntries(names.map((name) => [name, 1])) }));
    expect(text.length).toBeLessThan(400);
  });
});

it("an invalid input is answered in the caller's language, and logged in English", () => {
  const error = invalid(check(hostCreateSchema, { id: 'UP', targets: ['a'] }).error!);
  expect(error.message).toMatch(/^id: Use 1 to 63/);
  expect(error.bodyIn('zh-CN').error).toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/^id：请使用/) as string,
    fields: { id: expect.stringMatching(/^请使用/) as string },
  });
});
