/** WebSocket frames (RFC 6455 section 5.2), as far as a tunnel must know them: where one ends and the next begins. */

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Two bytes, eight of extended length, four of mask. */
export const MAX_HEADER = 14;
/** Section 5.5. */
export const MAX_CONTROL_PAYLOAD = 125;

/**
 * Called once a frame.
 * @param first the first payload byte, unmasked; -1 when it is not in the same chunk as the header, or there is none
 */
export type OnFrame = (opcode: number, length: number, first: number) => void;

/**
 * Follows one direction of a WebSocket without keeping or copying its payload. Chunks may be split anywhere.
 */
export class FrameWalker {
  /** Offset, in the chunk last walked, of the last point between two frames; -1 when it has none. */
  lastBoundary = 0;

  /** Payload bytes of the frame under way that are still to come. A double holds lengths to 2^53 exactly. */
  private remaining = 0;
  private readonly header = new Uint8Array(MAX_HEADER);
  private headerBytes = 0;

  constructor(private readonly onFrame: OnFrame) {}

  /** Whether the stream is between two frames: where another may be put. */
  get atBoundary(): boolean {
    return this.remaining === 0 && this.headerBytes === 0;
  }

  walk(chunk: Uint8Array): void {
    const end = chunk.length;
    let at = 0;
    this.lastBoundary = -1;
    for (;;) {
      if (this.remaining > 0) {
        const take = Math.min(this.remaining, end - at);
        at += take;
        this.remaining -= take;
        if (this.remaining > 0) return;
        this.lastBoundary = at;
      }
      if (at === end) return;
      at = this.readHeader(chunk, at);
      if (this.headerBytes > 0) return;
      if (this.remaining === 0) this.lastBoundary = at;
    }
  }

  /** Takes header bytes from `at` on; leaves `headerBytes` at 0 once the header is whole. */
  private readHeader(chunk: Uint8Array, at: number): number {
    const { header } = this;
    if (this.headerBytes === 0) {
      const length = wholeHeader(chunk, at);
      if (length > 0) return this.begin(chunk, at, chunk, at + length);
    }
    while (at < chunk.length) {
      header[this.headerBytes++] = chunk[at++]!;
      const length = wholeHeader(header, 0, this.headerBytes);
      if (length === 0) continue;
      this.headerBytes = 0;
      return this.begin(header, 0, chunk, at);
    }
    return at;
  }

  /** @param at of a whole header in `bytes`, whose payload begins in `chunk` at `next` */
  private begin(bytes: Uint8Array, at: number, chunk: Uint8Array, next: number): number {
    this.remaining = payloadLength(bytes, at);
    const masked = (bytes[at + 1]! & 0x80) !== 0;
    const mask = masked ? bytes[at + headerLength(bytes, at) - 4]! : 0;
    this.onFrame(bytes[at]! & 0x0f, this.remaining, this.remaining > 0 && next < chunk.length ? chunk[next]! ^ mask : -1);
    return next;
  }
}

/** Bytes of the frame's header at `at` when it is whole there; else 0. */
export function wholeHeader(bytes: Uint8Array, at: number, end = bytes.length): number {
  if (end - at < 2) return 0;
  const length = headerLength(bytes, at);
  return length <= end - at ? length : 0;
}

/** Bytes of a frame's header, once its first two are there. */
export function headerLength(bytes: Uint8Array, at: number): number {
  const second = bytes[at + 1]!;
  const length = second & 0x7f;
  return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (second & 0x80 ? 4 : 0);
}

/** Of a whole header. A double holds lengths to 2^53 exactly. */
export function payloadLength(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1]! & 0x7f;
  if (length < 126) return length;
  if (length === 126) return bytes[at + 2]! * 256 + bytes[at + 3]!;
  let value = 0;
  for (let index = at + 2; index < at + 10; index++) value = value * 256 + bytes[index]!;
  return value;
}

/** An unmasked ping without payload. Every browser answers it by itself (section 5.5.2). */
export const PING = Buffer.from([0x80 | opcodes.ping, 0]);

/** An unmasked close frame (section 5.5.1). */
export function closeFrame(code: number, text: string): Buffer {
  const reason = Buffer.from(text, 'utf8');
  if (reason.length + 2 > MAX_CONTROL_PAYLOAD) throw new RangeError('a close reason has at most 123 bytes');
  const frame = Buffer.alloc(4 + reason.length);
  frame[0] = 0x80 | opcodes.close;
  frame[1] = 2 + reason.length;
  frame.writeUInt16BE(code, 2);
  reason.copy(frame, 4);
  return frame;
}

/** What answers a close frame without a code, and one whose code nobody may send (section 7.4). */
const NORMAL_CLOSURE = 1000;
const PROTOCOL_ERROR = 1002;

/**
 * The code that answers a peer's close frame: the same (section 5.5.1), unless it stands for something that is never sent (1004 to 1006 and
 * 1015), is not assigned, or lies outside the ranges of libraries and applications (section 7.4.2).
 * @param code null where the peer gave none
 */
export function answerToClose(code: number | null): number {
  if (code === null) return NORMAL_CLOSURE;
  const assigned = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
  return assigned || (code >= 3000 && code <= 4999) ? code : PROTOCOL_ERROR;
}

/** The header of an unmasked, final binary frame, to be written right before its payload. */
export function binaryHeader(length: number): Buffer {
  const header = Buffer.allocUnsafe(binaryHeaderLength(length));
  writeBinaryHeader(header, 0, length);
  return header;
}

export function binaryHeaderLength(length: number): number {
  return length < 126 ? 2 : length < 65536 ? 4 : 10;
}

/** @param length of the payload behind it */
export function writeBinaryHeader(to: Buffer, at: number, length: number): void {
  to[at] = 0x80 | opcodes.binary;
  if (length < 126) {
    to[at + 1] = length;
  } else if (length < 65536) {
    to[at + 1] = 126;
    to.writeUInt16BE(length, at + 2);
  } else {
    to[at + 1] = 127;
    to.writeUInt32BE(Math.floor(length / 2 ** 32), at + 2);
    to.writeUInt32BE(length >>> 0, at + 6);
  }
}

/** An unmasked pong that answers a ping of this payload (section 5.5.3). */
export function pongFrame(payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcodes.pong, payload.length]), payload]);
}

/** One masked, final frame, as a client sends it (section 5.3): header and masked copy of the payload. */
export function maskedFrame(opcode: number, payload: Uint8Array, mask: Uint8Array): Buffer {
  const { length } = payload;
  const header = opcode === opcodes.binary ? binaryHeader(length) : Buffer.from([0x80 | opcode, length]);
  const frame = Buffer.allocUnsafe(header.length + 4 + length);
  header.copy(frame);
  frame[1]! |= 0x80;
  frame.set(mask, header.length);
  const at = header.length + 4;
  for (let index = 0; index < length; index++) frame[at + index] = payload[index]! ^ mask[index & 3]!;
  return frame;
}
