import { describe, expect, it } from 'vitest';
import { CutTextCharset } from '@/components/console/clipboard/cut-text';

const utf8 = (text: string) => Buffer.from(text).toString('latin1');

describe('a server that has not shown its character set', () => {
  it('gets ISO 8859-1', () => {
    const charset = new CutTextCharset();
    expect([charset.encode('Größe “中”'), charset.takesUnicode]).toEqual(['Größe "?"', false]);
  });

  it('is read as ISO 8859-1 where its bytes are no UTF-8', () => {
    const charset = new CutTextCharset();
    expect([charset.decode('Gr\xf6\xdfe \xbd'), charset.takesUnicode]).toEqual(['Größe ½', false]);
  });

  it('shows nothing with ASCII', () => {
    const charset = new CutTextCharset();
    expect([charset.decode('plain'), charset.takesUnicode, charset.decode('\xe4'), charset.decode(utf8('ä'))]).toEqual([
      'plain',
      false,
      'ä',
      'Ã¤',
    ]);
  });

  it('shows nothing with a text that it sends back', () => {
    const charset = new CutTextCharset();
    const sent = charset.encode('Ã¤');
    expect([charset.decode(sent), charset.takesUnicode]).toEqual(['Ã¤', false]);
  });
});

describe('a server that has sent UTF-8', () => {
  it.each(['Grüße', '中文', '😀'])('is read so, and gets it (%s)', (text) => {
    const charset = new CutTextCharset();
    expect([charset.decode(utf8(text)), charset.takesUnicode, charset.encode('ä 中 😀')]).toEqual([text, true, utf8('ä 中 😀')]);
  });

  it('gets ISO 8859-1 again once its bytes are no UTF-8', () => {
    const charset = new CutTextCharset();
    charset.decode(utf8('Ã¤'));
    expect([charset.decode('\xe4\xf6'), charset.encode('ä'), charset.decode(utf8('ä'))]).toEqual(['äö', 'ä', 'Ã¤']);
  });

  it('is read to the end of a text that is cut', () => {
    const text = new CutTextCharset().decode(utf8(`x${'中'.repeat(2 * 1024 * 1024)}`));
    expect([text.length > 1024 * 1024, text.slice(0, 2), text.at(-1)]).toEqual([true, 'x中', '中']);
  });

  it('is read without an incomplete text, whose bytes stand for themselves', () => {
    expect(new CutTextCharset().decode(utf8('ab中').slice(0, -1))).toBe('ab\xe4\xb8');
  });
});

describe('wayvnc, which its desktop name shows', () => {
  it('gets UTF-8 from the first text on, also after bytes that are none', () => {
    const charset = new CutTextCharset('WayVNC');
    expect([charset.encode('中'), charset.decode('\xff'), charset.encode('中'), charset.decode(utf8('中'))]).toEqual([
      utf8('中'),
      '\xff',
      utf8('中'),
      '中',
    ]);
  });
});
