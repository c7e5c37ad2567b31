import { describe, expect, it } from 'vitest';
import { say, sayEach } from '../../../messages/say';
import { text } from '../../../messages/text';

describe('a sentence', () => {
  it('is said in English unless told otherwise', () => {
    const sentence = text('errors.waitSeconds', { seconds: 1 });
    expect(say(sentence)).toBe('Too many failed attempts. Try again in 1 second.');
    expect(say(sentence, 'zh-CN')).toBe('失败次数过多。请在 1 秒后重试。');
  });

  it('has another one in it, in the same language', () => {
    const sentence = text('errors.firstField', { field: 'id', message: text('fields.longText', { max: 1024 }) });
    expect([say(sentence), say(sentence, 'zh-CN')]).toEqual(['id: At most 1024 characters.', 'id：最多 1024 个字符。']);
  });

  it("shows a stranger's words as they are", () => {
    const said = "{message} '{x}' {n, plural, other {#}} <b>bold</b> ''";
    expect(say(text('refusals.told', { message: text('refusals.code.host_refused.message'), said }))).toBe(
      `The VNC server refused the connection. (${said})`,
    );
  });

  it('is said for each field', () => {
    expect(sayEach({ a: text('fields.missing'), b: text('fields.idTaken') }, 'zh-CN')).toEqual({ a: '此项必填。', b: '此 ID 已被使用。' });
  });
});
