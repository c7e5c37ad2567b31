/** Text from a peer, made fit to be shown: it may be long, hostile, or no text at all. */

/** Control characters and what reorders or breaks the line around it: C0, C1, line and paragraph separators, bidirectional controls. */
// eslint-disable-next-line no-control-regex -- they are what is to be found
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;
/** What a cut leaves of a character outside the basic plane. */
const HALF = /[\ud800-\udbff]$/;

/**
 * UTF-8 where it is (rfbproto.rst "String Encodings"), else Latin-1 as RFC 6143 has it; each run of unfit characters becomes one space.
 * @param limit longest result, in UTF-16 units
 */
export function printable(text: string | Buffer, limit: number): string {
  const clean = (typeof text === 'string' ? text : decode(text)).replace(UNFIT, ' ').trim();
  return clean.length <= limit ? clean : clean.slice(0, limit - 1).replace(HALF, '') + '…';
}

function decode(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8');
  return utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
}
