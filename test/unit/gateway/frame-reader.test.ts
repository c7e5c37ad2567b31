import { describe, expect, it } from 'vitest';
import { FrameReader } from '../../../server/gateway/websocket/frame-reader';
import { binaryHeader, maskedFrame, opcodes } from '../../../server/gateway/websocket/frames';

const mask = new Uint8Array([9, 0, 255, 66]);

function read(masked: boolean, stream: Buffer, size: number) {
  const parts: Buffer[] = [];
  const seen = { data: Buffer.alloc(0), pings: [] as string[], close: undefined as number | null | undefined, violation: '' };
  const reader = new FrameReader(masked, {
    onData: (payload) => parts.push(payload),
    onPing: (payload) => seen.pings.push(payload.toString()),
    onClose: (code) => (seen.close = code),
    onViolation: (detail) => (seen.violation = detail),
  });
  // A copy: payload is unmasked in place.
  const copy = Buffer.from(stream);
  for (let at = 0; at < copy.length; at += size) reader.push(copy.subarray(at, at + size));
  seen.data = Buffer.concat(parts);
  return seen;
}

const payloads = [0, 1, 125, 126, 1000, 65535, 65536].map((length, index) => Buffer.alloc(length, index + 65));
const fragments = (parts: Buffer[]) =>
  parts.map((part, index) => {
    const frame = maskedFrame(opcodes.binary, part, mask);
    frame[0] = (index === parts.length - 1 ? 0x80 : 0) | (index === 0 ? opcodes.binary : opcodes.continuation);
    return frame;
  });

describe.each([1, 2, 3, 7, 1000, 1 << 20])('in chunks of %d bytes', (size) => {
  it('binary messages of a client come out unmasked and whole', () => {
    const stream = Buffer.concat(payloads.map((payload) => maskedFrame(opcodes.binary, payload, mask)));
    expect(read(true, stream, size).data.equals(Buffer.concat(payloads))).toBe(true);
  });

  it('binary messages of a server come out whole', () => {
    const stream = Buffer.concat(payloads.flatMap((payload) => [binaryHeader(payload.length), payload]));
    expect(read(false, stream, size).data.equals(Buffer.concat(payloads))).toBe(true);
  });

  it('fragments, with a ping between them, make one message', () => {
    const [a, b, c] = fragments([Buffer.from('one '), Buffer.alloc(0), Buffer.from('two')]);
    const seen = read(true, Buffer.concat([a!, maskedFrame(opcodes.ping, Buffer.from('hey'), mask), b!, c!]), size);
    expect(seen.data.toString()).toBe('one two');
    expect(seen.pings).toEqual(['hey']);
    expect(seen.violation).toBe('');
  });

  it('nothing is read behind a close frame', () => {
    const close = maskedFrame(opcodes.close, Buffer.from([0x03, 0xe9]), mask);
    const seen = read(true, Buffer.concat([close, maskedFrame(opcodes.binary, Buffer.from('late'), mask)]), size);
    expect(seen.close).toBe(1001);
    expect(seen.data.length).toBe(0);
  });

  it.each([
    ['a frame that is not masked', Buffer.from([0x82, 1, 65])],
    ['a reserved bit', maskedFrame(opcodes.binary, Buffer.from('x'), mask).fill(0xc2, 0, 1)],
    ['an unknown opcode', maskedFrame(3, Buffer.from('x'), mask)],
    ['an unknown control opcode', maskedFrame(11, Buffer.from('x'), mask)],
    ['a text message', maskedFrame(opcodes.text, Buffer.from('x'), mask)],
    ['a continuation of nothing', maskedFrame(opcodes.continuation, Buffer.from('x'), mask)],
    ['a fragmented control frame', maskedFrame(opcodes.ping, Buffer.from('x'), mask).fill(0x09, 0, 1)],
    ['a control frame that is too long', Buffer.from([0x89, 0x80 | 126, 0, 126, 0, 0, 0, 0])],
    [
      'a message inside a message',
      Buffer.concat([fragments([Buffer.from('a'), Buffer.from('b')])[0]!, maskedFrame(opcodes.binary, Buffer.from('x'), mask)]),
    ],
  ])('%s is a violation, and nothing is read behind it', (_, stream) => {
    const seen = read(true, Buffer.concat([stream, maskedFrame(opcodes.binary, Buffer.from('late'), mask)]), size);
    expect(seen.violation).not.toBe('');
    expect(seen.data.toString()).not.toContain('late');
  });
});
