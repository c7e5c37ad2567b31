/** What a session's clipboard rule means for ClientCutText and ServerCutText, plain and extended (rfbproto, "Extended Clipboard Pseudo-Encoding"). */

/** The direction that is allowed, from the host's point of view: `in` is to the host, `out` from it. */
export type Clipboard = 'both' | 'in' | 'out' | 'none';

/**
 * What becomes of one direction's cut texts. `negotiate`: what the other, allowed direction needs to work with Unicode (capabilities, and
 * asking for what the peer has) passes; text, and word that there is some, does not.
 */
export type CutTextRule = 'pass' | 'negotiate' | 'drop';

export const toHost: Readonly<Record<Clipboard, CutTextRule>> = { both: 'pass', in: 'pass', out: 'negotiate', none: 'drop' };
export const fromHost: Readonly<Record<Clipboard, CutTextRule>> = { both: 'pass', in: 'negotiate', out: 'pass', none: 'drop' };

/** Message type, padding, length. */
export const CUT_TEXT_HEAD = 8;
/** The same and the flags of an extended message. */
export const EXTENDED_HEAD = 12;
const FLAGS_BYTES = 4;

const CAPS = 1 << 24;
const REQUEST = 1 << 25;
const PEEK = 1 << 26;
const NOTIFY = 1 << 27;
const ACTIONS = 0xff << 24;
/** Flags and, for each of the 16 formats, the size that is taken unasked. */
const MAX_CAPS_BYTES = FLAGS_BYTES + 16 * 4;

/** Signed, as Extended Clipboard has it: negative lengths mark its messages. A double holds the magnitude of −2³¹. */
export function cutTextLength(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at + 4);
}

/** How many bytes of a message have to be seen to judge it. @param known how many are there */
export function cutTextHead(bytes: Buffer, at: number, known: number): number {
  if (known < CUT_TEXT_HEAD) return CUT_TEXT_HEAD;
  return cutTextLength(bytes, at) <= -FLAGS_BYTES ? EXTENDED_HEAD : CUT_TEXT_HEAD;
}

/** An extended message without its flags: no reader knows what to do with it. */
export function isTruncated(length: number): boolean {
  return length < 0 && length > -FLAGS_BYTES;
}

/** @param at of a whole head */
export function mayPass(rule: CutTextRule, bytes: Buffer, at: number): boolean {
  if (rule !== 'negotiate') return rule === 'pass';
  const length = cutTextLength(bytes, at);
  if (length >= 0) return false;
  const action = extendedAction(bytes, at);
  if ((action & CAPS) !== 0) return -length <= MAX_CAPS_BYTES;
  return (action === REQUEST || action === PEEK) && -length === FLAGS_BYTES;
}

/**
 * Whether a person put something on the clipboard. Of the extended messages only `notify` tells of that: viewers send the others by themselves
 * in answer to the host's.
 */
export function isPersonsCutText(bytes: Buffer, at: number): boolean {
  return cutTextLength(bytes, at) >= 0 || extendedAction(bytes, at) === NOTIFY;
}

function extendedAction(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at + CUT_TEXT_HEAD) & ACTIONS;
}
