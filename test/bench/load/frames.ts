/** WebSocket frames (RFC 6455 section 5.2): made before they are needed, and read without a copy. */

export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
/** Two bytes, eight of length and four of mask. */
const LONGEST_HEAD = 14;
/** Of a control frame (section 5.5). */
const LONGEST_CONTROL = 125;

export function frame(opcode: number, payload: Buffer, masked: boolean): Buffer {
  const { length } = payload;
  const bit = masked ? 0x80 : 0;
  const head = length < 126 ? Buffer.alloc(2) : length < 0x10000 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  head[1] = bit | (length < 126 ? length : length < 0x10000 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  if (!masked) return Buffer.concat([head, payload]);
  const covered = Buffer.from(payload);
  for (let at = 0; at < length; at++) covered[at]! ^= MASK[at & 3]!;
  return Buffer.concat([head, MASK, covered]);
}

/** Writes eight bytes into a masked frame of eight: a time, for the one who reads it. */
export function writeMasked(target: Buffer, at: number, value: number): void {
  for (let index = 0; index < 4; index++) {
    target[at + index] = ((value >>> (24 - 8 * index)) & 0xff) ^ MASK[(at + index - 6) & 3]!;
  }
}

export interface FrameSink {
  /** A piece of a binary frame's payload, unmasked; valid during the call. */
  payload: (bytes: Buffer, from: number, to: number) => void;
  /** A binary frame has ended. */
  ended: () => void;
  control: (opcode: number, payload: Buffer) => void;
}

/** Follows a stream of frames. Whatever is not a binary or control frame without extensions is an error: bytes were lost or made up. */
export class FrameReader {
  frames = 0;
  private left = 0;
  private opcode = 0;
  private masked = false;
  private readonly head = Buffer.alloc(LONGEST_HEAD);
  private held = 0;
  private readonly mask = Buffer.alloc(4);
  private maskAt = 0;
  private readonly control = Buffer.alloc(LONGEST_CONTROL);
  private controlLength = 0;

  constructor(private readonly sink: FrameSink) {}

  /** Whether the stream stands between two frames. */
  get atBoundary(): boolean {
    return this.left === 0 && this.held === 0;
  }

  read(bytes: Buffer, from: number, to: number): void {
    let at = from;
    while (at < to) {
      if (this.left === 0) {
        at = this.readHead(bytes, at, to);
        continue;
      }
      const end = Math.min(to, at + this.left);
      this.left -= end - at;
      if (this.masked) this.uncover(bytes, at, end);
      if (this.opcode === BINARY) this.sink.payload(bytes, at, end);
      else this.controlLength += bytes.copy(this.control, this.controlLength, at, end);
      at = end;
      if (this.left === 0) this.end();
    }
  }

  private uncover(bytes: Buffer, from: number, to: number): void {
    for (let at = from; at < to; at++) bytes[at]! ^= this.mask[this.maskAt++ & 3]!;
  }

  /** @returns where the payload begins, or `to` when the head is not whole yet */
  private readHead(bytes: Buffer, from: number, to: number): number {
    let at = from;
    while (this.held < 2 || this.held < this.headLength()) {
      if (at === to) return to;
      this.head[this.held++] = bytes[at++]!;
    }
    const length = this.headLength();
    const [first, second] = [this.head[0]!, this.head[1]!];
    this.opcode = first & 0x0f;
    this.masked = (second & 0x80) !== 0;
    const short = second & 0x7f;
    this.left = short < 126 ? short : short === 126 ? this.head.readUInt16BE(2) : Number(this.head.readBigUInt64BE(2));
    if (this.masked) this.head.copy(this.mask, 0, length - 4, length);
    this.maskAt = 0;
    this.held = 0;
    this.controlLength = 0;
    const isControl = this.opcode >= CLOSE && this.opcode <= PONG;
    if ((first & 0x70) !== 0 || !(isControl || this.opcode === BINARY || this.opcode === 0) || (isControl && this.left > LONGEST_CONTROL)) {
      throw new Error(`not a frame: ${this.head.subarray(0, length).toString('hex')}`);
    }
    if (this.opcode === 0) this.opcode = BINARY;
    if (this.left === 0) this.end();
    return at;
  }

  private headLength(): number {
    const second = this.head[1]!;
    const short = second & 0x7f;
    return 2 + (short < 126 ? 0 : short === 126 ? 2 : 8) + ((second & 0x80) !== 0 ? 4 : 0);
  }

  private end(): void {
    if (this.opcode !== BINARY) return this.sink.control(this.opcode, Buffer.from(this.control.subarray(0, this.controlLength)));
    this.frames += 1;
    this.sink.ended();
  }
}
