/** ServerInit (RFC 6143 section 7.3.2), read with distrust: it is what proves that a login was one. */

import type { ByteStream } from './byte-stream';
import { printable } from './printable';
import { RfbError } from './rfb-error';

const HEAD = 24;
/** Longest desktop name read, in bytes: names are "user's desktop (host:1)". */
const MAX_NAME_BYTES = 4096;
/** Longest name passed on, in characters. */
const MAX_NAME = 255;
const PIXEL_FORMAT = { at: 4, end: 20 };
const NAME_LENGTH_AT = 20;
/** Each of Tight's lists; TightVNC and UltraVNC send a dozen entries. */
const MAX_CAPABILITIES = 512;
const CAPABILITY = 16;
/** A refusal that reads as ServerInit at first: a length in one byte, and the text; no more than comes with it is waited for. */
const MAX_LATE_REFUSAL = 256;
const LATE_REFUSAL_MS = 300;

export interface ServerInit {
  /** Pixels. Zero is not forbidden: such a server resizes its screen later. */
  width: number;
  height: number;
  /** The 16 bytes of PIXEL_FORMAT. */
  pixelFormat: Buffer;
  /** Without control characters, and bounded. */
  name: string;
  /** The whole message with that name, as a viewer is to get it. */
  raw: Buffer;
}

/**
 * @param tight whether Tight's capabilities follow, which are read and dropped: a viewer that was not told of Tight does not expect them
 * @throws RfbError `malformed` or `too_long`; `login_failed` if it is a refusal after all
 */
export async function readServerInit(stream: ByteStream, { tight = false } = {}): Promise<ServerInit> {
  const { head, nameLength } = await readHead(stream);
  const name = printable(await stream.read(nameLength), MAX_NAME);
  if (tight) await skipCapabilities(stream);
  return serverInit(head, name);
}

function serverInit(head: Buffer, name: string): ServerInit {
  const text = Buffer.from(name, 'utf8');
  const raw = Buffer.concat([head, text]);
  raw.writeUInt32BE(text.length, NAME_LENGTH_AT);
  const pixelFormat = Buffer.from(head.subarray(PIXEL_FORMAT.at, PIXEL_FORMAT.end));
  return { width: head.readUInt16BE(0), height: head.readUInt16BE(2), pixelFormat, name, raw };
}

async function readHead(stream: ByteStream): Promise<{ head: Buffer; nameLength: number }> {
  let head: Buffer = Buffer.alloc(0);
  try {
    head = await stream.read(HEAD);
    const nameLength = head.readUInt32BE(NAME_LENGTH_AT);
    if (nameLength > MAX_NAME_BYTES) throw new RfbError('too_long', `a desktop name of ${nameLength} bytes`);
    // Any will do: a viewer sets a format of its own before it asks for pixels. But one that makes no sense may be no format at all.
    if (!isPlausible(head.subarray(PIXEL_FORMAT.at, PIXEL_FORMAT.end))) {
      const refused = await lateRefusal(stream, head);
      if (refused) throw refused;
    }
    return { head, nameLength };
  } catch (error) {
    if (error instanceof RfbError && error.code === 'login_failed') throw error;
    throw (await lateRefusal(stream, head)) ?? error;
  }
}

/**
 * wayvnc 0.5 (neatvnc 0.5.4) answers a wrong password with U8 0, U32 length and so many bytes, though a SecurityResult is due. Its first four
 * bytes read as success; what seems to be ServerInit is the last byte of the length and the text, which is often freed memory.
 */
async function lateRefusal(stream: ByteStream, head: Buffer): Promise<RfbError | null> {
  const more = await stream.readAtMost(MAX_LATE_REFUSAL, LATE_REFUSAL_MS);
  const all = Buffer.concat([head, more]);
  const [length] = all;
  const text = all.subarray(1);
  if (length === undefined || length === 0 || length !== text.length) {
    stream.putBack(more);
    return null;
  }
  return new RfbError('login_failed', text.every((byte) => byte >= 0x20 && byte < 0x7f) ? text : '');
}

/** RFC 6143 section 7.4. The flags are zero or anything else: x11vnc's are 255. */
function isPlausible(format: Buffer): boolean {
  const [bitsPerPixel, depth, , trueColour] = format as unknown as [number, number, number, number];
  if (![8, 16, 32].includes(bitsPerPixel) || depth === 0 || depth > bitsPerPixel) return false;
  if (trueColour === 0) return true;
  return [0, 1, 2].every((i) => {
    const max = format.readUInt16BE(4 + 2 * i);
    const bits = 32 - Math.clz32(max);
    return max > 0 && format.readUInt8(10 + i) + bits <= bitsPerPixel;
  });
}

/** rfbproto.rst "Server Interaction Capabilities": three counts, padding, and so many entries. */
async function skipCapabilities(stream: ByteStream): Promise<void> {
  const counts = [await stream.readU16(), await stream.readU16(), await stream.readU16()];
  await stream.read(2);
  for (const count of counts) {
    if (count > MAX_CAPABILITIES) throw new RfbError('too_long', `${count} capabilities`);
    await stream.read(count * CAPABILITY);
  }
}
