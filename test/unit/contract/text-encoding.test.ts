import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../server/contract/text-encoding';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const utf16le = (text: string, mark = false): Uint8Array => Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
const utf16be = (text: string, mark = false): Uint8Array => Buffer.from(utf16le(text, mark)).swap16();
/** 服务器 (server) and 办公室 (office) in GBK. */
const FUWUQI = [0xb7, 0xfe, 0xce, 0xf1, 0xc6, 0xf7];
const BANGONGSHI = [0xb0, 0xec, 0xb9, 0xab, 0xca, 0xd2];

describe('the text of a file', () => {
  it.each<[string, Uint8Array, string, string]>([
    ['UTF-8', Buffer.from('id,name\nx,Büro 服务器'), 'utf-8', 'id,name\nx,Büro 服务器'],
    ['UTF-8 with a mark', Buffer.from('\uFEFFid\nä'), 'utf-8', 'id\nä'],
    ['UTF-16 LE with a mark', utf16le('id\tname\nx\tBüro', true), 'utf-16le', 'id\tname\nx\tBüro'],
    ['UTF-16 BE with a mark', utf16be('id\tname\nx\t服务器', true), 'utf-16be', 'id\tname\nx\t服务器'],
    ['UTF-16 LE without a mark', utf16le('id,name\nx,服务器'), 'utf-16le', 'id,name\nx,服务器'],
    ['UTF-16 BE without a mark', utf16be('id,name\nx,Ā服务器'), 'utf-16be', 'id,name\nx,Ā服务器'],
    ['GBK', bytes('id,name\na,', FUWUQI, ' 1\nb,', BANGONGSHI), 'gb18030', 'id,name\na,服务器 1\nb,办公室'],
    [
      'GB18030 with four bytes to a letter',
      bytes('id,name\na,', FUWUQI, FUWUQI, [0x95, 0x32, 0x82, 0x36]),
      'gb18030',
      'id,name\na,服务器服务器𠀀',
    ],
    ['Windows-1252', bytes('id,name\na,B\xfcro Z\xfcrich\nb,caf\xe9 cr\xe9\xe9'), 'windows-1252', 'id,name\na,Büro Zürich\nb,café créé'],
    ['plain ASCII', bytes('id,name\na,b'), 'utf-8', 'id,name\na,b'],
  ])('is read in %s', (_, file, encoding, text) => {
    expect(decodeText(file)).toEqual({ text, encoding });
  });

  it.each<[string, Uint8Array, string]>([
    ['Cyrillic in Windows-1251', bytes('id,name\na,', [0xf1, 0xe5, 0xf0, 0xe2, 0xe5, 0xf0], '\nb,', [0xee, 0xf4, 0xe8, 0xf1]), 'unknown'],
    ['Japanese in Shift_JIS', bytes('id,name\na,', [0x83, 0x54, 0x81, 0x5b, 0x83, 0x6f], '\n'), 'unknown'],
    ['a picture', bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x01]), 'binary'],
    ['a spreadsheet', bytes('PK', [3, 4, 20, 0, 6, 0, 8, 0, 0, 0, 33, 0]), 'binary'],
    ['UTF-16 that ends within a letter', utf16le('id,name\nx', true).subarray(0, 11), 'binary'],
    ['a mark of UTF-8 before what is none', bytes([0xef, 0xbb, 0xbf, 0x69, 0xfc, 0x0a]), 'binary'],
  ])('is refused rather than guessed: %s', (_, file, problem) => {
    expect(decodeText(file)).toEqual({ problem });
  });

  it('is read in the encoding that a person names, or refused when it is in another', () => {
    const cyrillic = bytes('a,', [0xf1, 0xe5, 0xf0, 0xe2, 0xe5, 0xf0]);
    expect(decodeText(cyrillic, 'windows-1251')).toEqual({ text: 'a,сервер', encoding: 'windows-1251' });
    expect(decodeText(cyrillic, 'utf-8')).toEqual({ problem: 'invalid' });
  });
});
