/** WebSocket frames by hand (RFC 6455 section 5.2), right and wrong ones. */

import { randomBytes } from 'node:crypto';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  fin: boolean;
  /** RSV1 to RSV3; an extension that nobody negotiated would set them. */
  reserved: number;
  opcode: number;
  masked: boolean;
  payload: Buffer;
}

export interface FrameOptions {
  fin?: boolean;
  opcode?: number;
  /** A client masks, a server does not. */
  mask?: boolean;
}

export function encodeFrame(payload: Buffer | string, { fin = true, opcode = opcodes.binary, mask = false }: FrameOptions = {}): Buffer {
  const data = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const header = Buffer.alloc(data.length < 126 ? 2 : data.length < 65_536 ? 4 : 10);
  header[0] = (fin ? 0x80 : 0) | opcode;
  if (header.length === 2) header[1] = data.length;
  if (header.length === 4) {
    header[1] = 126;
    header.writeUInt16BE(data.length, 2);
  }
  if (header.length === 10) {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(data.length), 2);
  }
  if (!mask) return Buffer.concat([header, data]);
  header[1] = header[1]! | 0x80;
  const key = randomBytes(4);
  return Buffer.concat([header, key, masked(data, key)]);
}

/** What a browser's frame looks like. */
export function clientFrame(payload: Buffer | string, opcode: number = opcodes.binary): Buffer {
  return encodeFrame(payload, { opcode, mask: true });
}

export function closePayload(code: number, reason = ''): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return Buffer.concat([payload, Buffer.from(reason)]);
}

export function readClose(payload: Buffer): { code: number; reason: string } {
  return { code: payload.readUInt16BE(0), reason: payload.subarray(2).toString() };
}

/** The first frame of the bytes and how many bytes it took; null while it is not whole. */
export function decodeFrame(bytes: Buffer): { frame: Frame; length: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const isMasked = (bytes[1]! & 0x80) !== 0;
  const start = 2 + extended + (isMasked ? 4 : 0);
  if (bytes.length < start) return null;
  const size = extended === 0 ? short : extended === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + size) return null;
  const data = bytes.subarray(start, start + size);
  const payload = isMasked ? masked(data, bytes.subarray(start - 4, start)) : Buffer.from(data);
  const frame = { fin: (bytes[0]! & 0x80) !== 0, reserved: (bytes[0]! & 0x70) >> 4, opcode: bytes[0]! & 0x0f, masked: isMasked, payload };
  return { frame, length: start + size };
}

function masked(data: Buffer, key: Buffer): Buffer {
  const out = Buffer.allocUnsafe(data.length);
  for (let index = 0; index < data.length; index++) out[index] = data[index]! ^ key[index & 3]!;
  return out;
}
