/**
 * The character set of plain cut texts. RFC 6143 section 7.5.6 names ISO 8859-1, which most servers follow. Servers for Wayland (wayvnc, and
 * others that use neatvnc) send and expect UTF-8 in the same message, and nothing in the protocol announces it.
 */

import { toLatin1 } from './latin1';

/** A longer text is cut before it is decoded: the page keeps 1 MiB of characters (host-text.ts), each of at most four bytes. */
const MOST_DECODED = 4 * 1024 * 1024 + 4;

/** The names of the desktops of servers that are known to use UTF-8. */
const utf8Desktops: ReadonlySet<string> = new Set(['WayVNC']);

export class CutTextCharset {
  /** null: the server has not shown it. It counts as ISO 8859-1. */
  private known: 'utf-8' | 'latin-1' | null = null;
  /** What was sent last, byte by byte: a server that sends it back shows nothing about itself. */
  private sent: string | null = null;

  constructor(private readonly desktopName = '') {}

  get takesUnicode(): boolean {
    return utf8Desktops.has(this.desktopName) || this.known === 'utf-8';
  }

  /** @param bytes one character for each byte */
  decode(bytes: string): string {
    const some = bytes.slice(0, MOST_DECODED);
    if (!/[\x80-\xff]/.test(some)) return some;
    // A text that came back is read as it was written.
    if (some === this.sent && !this.takesUnicode) return some;
    const text = this.known === 'latin-1' && !this.takesUnicode ? null : decodeUtf8(some);
    // Bytes that are no UTF-8 settle the question: a later text may look like UTF-8 by chance.
    this.known = text === null ? 'latin-1' : 'utf-8';
    return text ?? some;
  }

  /** @returns one character for each byte */
  encode(text: string): string {
    const bytes = this.takesUnicode ? binary(new TextEncoder().encode(text)) : toLatin1(text).text;
    this.sent = bytes;
    return bytes;
  }
}

/** null: the bytes are no UTF-8. An incomplete character at the end is left out. */
function decodeUtf8(bytes: string): string | null {
  const octets = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) octets[at] = bytes.charCodeAt(at);
  try {
    // Kept at the beginning: U+FEFF is a character of the text, which hostClipboard handles.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets, { stream: bytes.length === MOST_DECODED });
  } catch {
    return null;
  }
}

function binary(octets: Uint8Array): string {
  let text = '';
  // In parts: a call takes a limited number of arguments.
  for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192));
  return text;
}
