/** RFB messages as bytes, written from RFC 6143 and rfbproto independently of server/rfb, and ways to cut a stream into pieces. */

import type { MessageSink, Violation } from '../../server/rfb/messages/violation';

export const u8 = (...values: number[]): Buffer => Buffer.from(values);

export function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => bytes.writeUInt16BE(value, 2 * index));
  return bytes;
}

export function s32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeInt32BE(value | 0, 4 * index));
  return bytes;
}

export const join = (...parts: Buffer[]): Buffer => Buffer.concat(parts);

/** 3 is the type of ServerCutText: content that would be taken for one by a reader that is out of step. */
export const threes = (length: number): Buffer => Buffer.alloc(length, 3);

export interface Format {
  bits: number;
  depth: number;
  trueColour?: number;
  maxima?: [number, number, number];
  shifts?: [number, number, number];
}

export const formats = {
  /** noVNC's. */
  bgrx: { bits: 32, depth: 24 },
  rgb565: { bits: 16, depth: 16, maxima: [31, 63, 31], shifts: [11, 5, 0] },
  rgb332: { bits: 8, depth: 8, maxima: [7, 7, 3], shifts: [0, 3, 6] },
} satisfies Record<string, Format>;

export function pixelFormat({ bits, depth, trueColour = 1, maxima = [255, 255, 255], shifts = [16, 8, 0] }: Format): Buffer {
  return join(u8(bits, depth, 0, trueColour), u16(...maxima), u8(...shifts, 0, 0, 0));
}

export const client = {
  setPixelFormat: (format: Format = formats.bgrx) => join(u8(0, 0, 0, 0), pixelFormat(format)),
  setEncodings: (...encodings: number[]) => join(u8(2, 0), u16(encodings.length), s32(...encodings)),
  request: (incremental = 0) => join(u8(3, incremental), u16(0, 0, 640, 480)),
  key: (keysym = 0x61, down = true) => join(u8(4, down ? 1 : 0, 0, 0), s32(keysym)),
  pointer: (mask = 1, x = 10, y = 20) => join(u8(5, mask), u16(x, y)),
  cutText: (text = 'to the host') => join(u8(6, 0, 0, 0), s32(text.length), Buffer.from(text, 'latin1')),
  extendedCutText: (flags: number, data: Buffer = Buffer.alloc(0)) => join(u8(6, 0, 0, 0), s32(-4 - data.length), s32(flags), data),
  continuousUpdates: () => join(u8(150, 1), u16(0, 0, 640, 480)),
  fence: (payload: Buffer = Buffer.from('fence')) => join(u8(248, 0, 0, 0), s32(3), u8(payload.length), payload),
  xvp: () => u8(250, 0, 1, 2),
  desktopSize: (screens = 1) => join(u8(251, 0), u16(800, 600), u8(screens, 0), ...Array<Buffer>(screens).fill(threes(16))),
  qemuKey: () => join(u8(255, 0), u16(1), s32(0x61, 0x1e)),
};

export const rectangle = (width: number, height: number, encoding: number, data: Buffer = Buffer.alloc(0)): Buffer =>
  join(u16(5, 6, width, height), s32(encoding), data);

export const server = {
  update: (...rectangles: Buffer[]) => join(u8(0, 0), u16(rectangles.length), ...rectangles),
  /** With a count that is not that of its rectangles, as before LastRect. */
  openUpdate: (count: number, ...rectangles: Buffer[]) => join(u8(0, 0), u16(count), ...rectangles),
  colours: (count = 2) => join(u8(1, 0), u16(0, count), threes(6 * count)),
  bell: () => u8(2),
  cutText: (text = 'from the host') => join(u8(3, 0, 0, 0), s32(text.length), Buffer.from(text, 'latin1')),
  extendedCutText: (flags: number, data: Buffer = Buffer.alloc(0)) => join(u8(3, 0, 0, 0), s32(-4 - data.length), s32(flags), data),
  endOfContinuousUpdates: () => u8(150),
  fence: (payload: Buffer = threes(8)) => join(u8(248, 0, 0, 0), s32(0x80000001), u8(payload.length), payload),
  xvp: () => u8(250, 0, 1, 1),
};

export const clipboardFlags = { text: 1, caps: 1 << 24, request: 1 << 25, peek: 1 << 26, notify: 1 << 27, provide: 1 << 28 };

export interface Outcome {
  output: string;
  violation: Violation | null;
  input: boolean;
  atBoundary: boolean;
}

export interface Engine {
  push: (chunk: Buffer) => void;
  atBoundary: boolean;
}

/** Feeds an engine and tells all that can be seen of it from outside. Each piece is a copy of its own, spoilt afterwards. */
export function feed(make: (sink: MessageSink & { input: () => void }) => Engine, pieces: Iterable<Buffer>): Outcome {
  const output: Buffer[] = [];
  const outcome: Outcome = { output: '', violation: null, input: false, atBoundary: true };
  const engine = make({
    forward: (bytes) => {
      if (outcome.violation) throw new Error('bytes after a violation');
      if (bytes.length === 0) throw new Error('no bytes');
      output.push(Buffer.from(bytes));
    },
    violation: (violation) => {
      if (outcome.violation) throw new Error('a second violation');
      outcome.violation = violation;
    },
    input: () => (outcome.input = true),
  });
  for (const piece of pieces) {
    const copy = Buffer.from(piece);
    engine.push(copy);
    copy.fill(0xee);
  }
  outcome.output = Buffer.concat(output).toString('hex');
  outcome.atBoundary = engine.atBoundary;
  return outcome;
}

export function* bytewise(stream: Buffer): Generator<Buffer> {
  for (let at = 0; at < stream.length; at++) yield stream.subarray(at, at + 1);
}

/** All ways to cut in two, and byte by byte. */
export function* splits(stream: Buffer): Generator<Iterable<Buffer>> {
  yield bytewise(stream);
  for (let at = 1; at < stream.length; at++) yield [stream.subarray(0, at), stream.subarray(at)];
}
