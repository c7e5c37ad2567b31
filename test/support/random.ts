/** Random numbers that are the same in every run (Mulberry32), for tests that look for what nobody thought of. */

export class Random {
  constructor(private state: number) {}

  /** At least 0, less than 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Less than `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at++) bytes[at] = this.below(256);
    return bytes;
  }

  /** Flips, replaces, removes, repeats or inserts a few bytes. */
  mutate(stream: Buffer): Buffer {
    let bytes = Buffer.from(stream);
    for (let times = 1 + this.below(4); times > 0 && bytes.length > 0; times--) {
      const at = this.below(bytes.length);
      const until = Math.min(bytes.length, at + 1 + this.below(8));
      switch (this.below(5)) {
        case 0:
          bytes[at]! ^= 1 << this.below(8);
          break;
        case 1:
          bytes[at] = this.pick([0, 1, 3, 6, 127, 128, 255]);
          break;
        case 2:
          bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)]);
          break;
        case 3:
          bytes = Buffer.concat([bytes.subarray(0, until), bytes.subarray(at)]);
          break;
        default:
          bytes = Buffer.concat([bytes.subarray(0, at), this.bytes(1 + this.below(6)), bytes.subarray(at)]);
      }
    }
    return bytes;
  }

  /** Pieces of all sizes, small ones more often. */
  *pieces(stream: Buffer): Generator<Buffer> {
    for (let at = 0; at < stream.length;) {
      const until = Math.min(stream.length, at + 1 + this.below(this.pick([1, 4, 16, 64, 1024])));
      yield stream.subarray(at, until);
      at = until;
    }
  }
}
