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
    while (at < chunk.length) {
      header[this.headerBytes++] = chunk[at++]!;
      if (this.headerBytes < 2 || this.headerBytes < headerLength(header)) continue;
      this.headerBytes = 0;
      this.remaining = payloadLength(header);
      const masked = (header[1]! & 0x80) !== 0;
      const mask = masked ? header[headerLength(header) - 4]! : 0;
      this.onFrame(header[0]! & 0x0f, this.remaining, this.remaining > 0 && at < chunk.length ? chunk[at]! ^ mask : -1);
      return at;
    }
    return at;
  }
}

/** Bytes of a frame's header, once its first two are there. */
export function headerLength(header: Uint8Array): number {
  const length = header[1]! & 0x7f;
  return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (header[1]! & 0x80 ? 4 : 0);
}

/** Of a whole header. A double holds lengths to 2^53 exactly. */
export function payloadLength(header: Uint8Array): number {
  const length = header[1]! & 0x7f;
  if (length < 126) return length;
  if (length === 126) return header[2]! * 256 + header[3]!;
  let value = 0;
  for (let index = 2; index < 10; index++) value = value * 256 + header[index]!;
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

/** The header of an unmasked, final binary frame, to be written right before its payload. */
export function binaryHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([0x80 | opcodes.binary, length]);
  const header = Buffer.allocUnsafe(length < 65536 ? 4 : 10);
  header[0] = 0x80 | opcodes.binary;
  if (length < 65536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeUInt32BE(Math.floor(length / 2 ** 32), 2);
    header.writeUInt32BE(length >>> 0, 6);
  }
  return header;
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
