/**
 * The text of a file that came without word of its encoding. A byte order mark decides, then validity; where two encodings fit, nothing is
 * guessed: a wrong guess stores garbage that nobody notices.
 */

export const textEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
  'windows-1251',
] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** `binary`: this is no text. `unknown`: several encodings fit. `invalid`: the text is not in the encoding that was named. */
export type EncodingProblem = 'binary' | 'unknown' | 'invalid';
export type DecodedText = { text: string; encoding: TextEncoding } | { problem: EncodingProblem };

/** @param named what the person says that it is */
export function decodeText(bytes: Uint8Array, named?: TextEncoding): DecodedText {
  if (named) return decodeAs(bytes, named) ?? { problem: 'invalid' };
  const marked = markOf(bytes);
  if (marked) return decodeAs(bytes, marked) ?? { problem: 'binary' };
  if (bytes.includes(0)) return wide(bytes);
  return decodeAs(bytes, 'utf-8') ?? decodeAs(bytes, eightBit(bytes)) ?? { problem: binary(bytes) ? 'binary' : 'unknown' };
}

/** @returns null when it is not a text in this encoding */
function decodeAs(bytes: Uint8Array, encoding: TextEncoding | null): DecodedText | null {
  if (encoding === null) return null;
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return CONTROLS.test(text) ? null : { text, encoding };
  } catch {
    return null;
  }
}

/** No file of hosts has these: a NUL, and what windows-1252 has no letter for. */

const CONTROLS = /[\0\x80-\x9f]/;

function markOf(bytes: Uint8Array): TextEncoding | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** UTF-16 without a mark: of the separators and line ends, every other byte is 0. */
function wide(bytes: Uint8Array): DecodedText {
  const zeros = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2]! += 1;
  const encoding = zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be';
  return decodeAs(bytes, encoding) ?? { problem: 'binary' };
}

/** Of the characters in a Chinese text nearly all are in the first level of GB 2312, or its punctuation; of other scripts read as such, few. */
const CHINESE_SHARE = 0.8;
/** In a Western text a letter with an accent stands alone, or with one more, beside plain letters. */
const WESTERN_SHARE = 0.7;
const WESTERN_RUN = 2;

function eightBit(bytes: Uint8Array): TextEncoding | null {
  const runs = runsOf(bytes);
  const western = runs.filter(({ length, besideLetter }) => length <= WESTERN_RUN && besideLetter).length;
  if (isChinese(bytes)) return 'gb18030';
  return western === runs.length || (western >= runs.length * WESTERN_SHARE && decodeAs(bytes, 'gb18030') === null) ? 'windows-1252' : null;
}

function isChinese(bytes: Uint8Array): boolean {
  let [common, all] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) continue;
    const trail = bytes[++at] ?? 0;
    if (trail >= 0x30 && trail <= 0x39) {
      // Four bytes: a rare letter, which says nothing either way.
      at += 2;
      continue;
    }
    all += 1;
    if (((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)) && trail >= 0xa1) common += 1;
  }
  return all > 0 && common >= all * CHINESE_SHARE && decodeAs(bytes, 'gb18030') !== null;
}

/** Stretches of bytes that are not ASCII. */
function runsOf(bytes: Uint8Array): { length: number; besideLetter: boolean }[] {
  const runs: { length: number; besideLetter: boolean }[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    const start = at;
    while ((bytes[at + 1] ?? 0) >= 0x80) at++;
    runs.push({ length: at + 1 - start, besideLetter: isLetter(bytes[start - 1]) || isLetter(bytes[at + 1]) });
  }
  return runs;
}

function isLetter(byte = 0): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/** A picture, a spreadsheet or a program. */
function binary(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}
