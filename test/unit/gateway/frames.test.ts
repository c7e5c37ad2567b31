import { describe, expect, it } from 'vitest';
import { isActivity } from '../../../server/gateway/tunnel/activity';
import { closeFrame, FrameWalker, opcodes } from '../../../server/gateway/websocket/frames';

type Seen = [opcode: number, length: number, first: number];

function frame(opcode: number, payload: Uint8Array, mask?: Uint8Array): Buffer {
  const { length } = payload;
  const extended =
    length < 126
      ? []
      : length < 65536
        ? [length >> 8, length & 255]
        : [0, 0, 0, 0, ...new Uint8Array(new Uint32Array([length]).buffer).reverse()];
  const code = length < 126 ? length : length < 65536 ? 126 : 127;
  const head = Buffer.from([0x80 | opcode, (mask ? 0x80 : 0) | code, ...extended, ...(mask ?? [])]);
  const body = Buffer.from(payload);
  if (mask) for (let index = 0; index < body.length; index++) body[index]! ^= mask[index % 4]!;
  return Buffer.concat([head, body]);
}

const mask = new Uint8Array([0x12, 0xff, 0x00, 0x7e]);
const frames: Seen[] = [
  [opcodes.binary, 0, -1],
  [opcodes.binary, 1, 7],
  [opcodes.ping, 125, 7],
  [opcodes.binary, 126, 7],
  [opcodes.text, 65535, 7],
  [opcodes.binary, 65536, 7],
  [opcodes.close, 2, 7],
];
const build = (masked: boolean) =>
  Buffer.concat(frames.map(([opcode, length]) => frame(opcode, new Uint8Array(length).fill(7), masked ? mask : undefined)));

function walk(stream: Buffer, sizes: () => number) {
  const seen: Seen[] = [];
  const boundaries: number[] = [];
  const walker = new FrameWalker((...args) => seen.push(args));
  for (let at = 0; at < stream.length;) {
    const chunk = stream.subarray(at, at + sizes());
    walker.walk(chunk);
    if (walker.lastBoundary >= 0) boundaries.push(at + walker.lastBoundary);
    at += chunk.length;
  }
  return { seen, boundaries, atBoundary: walker.atBoundary };
}

describe.each([false, true])('a stream of frames (masked: %s)', (masked) => {
  const stream = build(masked);
  const ends: number[] = [];
  for (const [opcode, length] of frames)
    ends.push((ends.at(-1) ?? 0) + frame(opcode, new Uint8Array(length), masked ? mask : undefined).length);

  it('is followed when it comes whole', () => {
    const { seen, boundaries, atBoundary } = walk(stream, () => stream.length);
    expect(seen).toEqual(frames);
    expect(boundaries).toEqual([stream.length]);
    expect(atBoundary).toBe(true);
  });

  it('is followed byte by byte, and every boundary is found', () => {
    const { seen, boundaries } = walk(stream, () => 1);
    expect(seen.map(([opcode, length]) => [opcode, length])).toEqual(frames.map(([opcode, length]) => [opcode, length]));
    expect(boundaries).toEqual(ends);
  });

  it('is followed when split at and around every boundary', () => {
    for (const end of ends.slice(0, -1)) {
      for (const at of [end - 1, end, end + 1, end + 2, end + 3]) {
        const sizes = [at, stream.length];
        const { seen, atBoundary } = walk(stream, () => sizes.shift() ?? stream.length);
        expect(seen.map(([opcode, length]) => [opcode, length])).toEqual(frames.map(([opcode, length]) => [opcode, length]));
        expect(atBoundary).toBe(true);
      }
    }
  });

  it('is not at a boundary inside a header or a payload', () => {
    const walker = new FrameWalker(() => undefined);
    const one = frame(opcodes.binary, new Uint8Array(300), masked ? mask : undefined);
    for (let at = 1; at < one.length; at++) {
      walker.walk(one.subarray(at - 1, at));
      expect(walker.atBoundary).toBe(false);
    }
    walker.walk(one.subarray(-1));
    expect(walker.atBoundary).toBe(true);
  });
});

it('reads lengths beyond 32 bits', () => {
  const seen: Seen[] = [];
  const walker = new FrameWalker((...args) => seen.push(args));
  walker.walk(Buffer.from([0x82, 127, 0, 0, 0, 2, 0, 0, 0, 5]));
  expect(seen).toEqual([[opcodes.binary, 2 * 2 ** 32 + 5, -1]]);
});

it('makes a close frame with code and reason', () => {
  expect(closeFrame(4001, 'signed out')).toEqual(Buffer.concat([Buffer.from([0x88, 12, 0x0f, 0xa1]), Buffer.from('signed out')]));
  expect(() => closeFrame(1000, 'x'.repeat(124))).toThrow(RangeError);
});

describe('a person is active', () => {
  it('by any message but those that a viewer sends by itself', () => {
    expect(isActivity(opcodes.binary, 8, 4)).toBe(true);
    expect(isActivity(opcodes.binary, 6, 5)).toBe(true);
    expect(isActivity(opcodes.text, 5, 72)).toBe(true);
    expect(isActivity(opcodes.binary, 18, 3)).toBe(true);
    expect(isActivity(opcodes.binary, 10, -1)).toBe(true);
  });
  it('not by update requests, fences, pings, pongs and closes', () => {
    expect(isActivity(opcodes.binary, 10, 3)).toBe(false);
    expect(isActivity(opcodes.binary, 17, 248)).toBe(false);
    expect(isActivity(opcodes.pong, 0, -1)).toBe(false);
    expect(isActivity(opcodes.ping, 4, 0)).toBe(false);
    expect(isActivity(opcodes.close, 2, 3)).toBe(false);
  });
});
