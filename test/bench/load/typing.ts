/** From a key that is pressed to the picture that shows it, on a real VNC server with raw rectangles. */

import { setTimeout as delay } from 'node:timers/promises';
import { now } from './clock';
import type { Console } from './console';
import { Latencies } from './latencies';
import type { LatencyReport, TypeOrder } from './orders';

const PATIENCE_MS = 5000;
const RETURN = 0xff0d;
const LETTER = 0x61;
/** A terminal's line has an end. */
const LETTERS_A_LINE = 40;
const BYTES_A_PIXEL = 4;

export class Typing {
  private held = Buffer.alloc(0);
  /** Bytes of pixels that are still to come. */
  private pixels = 0;
  private rectangles = 0;
  private whenChanged: (() => void) | null = null;
  private readonly latencies: Latencies;

  constructor(
    private readonly console: Console,
    private readonly order: TypeOrder,
  ) {
    this.latencies = new Latencies(order.keys);
  }

  async run(): Promise<LatencyReport> {
    this.request(0);
    await this.change('the first picture');
    this.request(1);
    await delay(200);
    for (let key = 0; key < this.order.keys; key++) {
      const isReturn = key % LETTERS_A_LINE === LETTERS_A_LINE - 1;
      const pressed = now();
      const changed = this.change('a changed picture');
      this.press(isReturn ? RETURN : LETTER);
      await changed;
      if (!isReturn) this.latencies.note(now() - pressed);
      await delay(this.order.pause);
    }
    return this.latencies.report();
  }

  /** Server messages (RFC 6143 section 7.6), cut anywhere. */
  read(data: Buffer, from: number, to: number): void {
    let bytes = data.subarray(from, to);
    if (this.held.length > 0) {
      bytes = Buffer.concat([this.held, bytes]);
      this.held = Buffer.alloc(0);
    }
    let at = 0;
    while (at < bytes.length) {
      if (this.pixels > 0) {
        const taken = Math.min(this.pixels, bytes.length - at);
        this.pixels -= taken;
        at += taken;
        if (this.pixels === 0) this.rectangleEnded();
        continue;
      }
      const length = this.rectangles > 0 ? this.rectangle(bytes, at) : this.message(bytes, at);
      if (length === 0) break;
      at += length;
    }
    this.held = Buffer.from(bytes.subarray(at));
  }

  /** @returns 0 while it is not whole */
  private rectangle(bytes: Buffer, at: number): number {
    if (bytes.length - at < 12) return 0;
    if (bytes.readInt32BE(at + 8) !== 0) throw new Error('a rectangle that is not raw');
    this.pixels = bytes.readUInt16BE(at + 4) * bytes.readUInt16BE(at + 6) * BYTES_A_PIXEL;
    if (this.pixels === 0) this.rectangleEnded();
    return 12;
  }

  private rectangleEnded(): void {
    this.rectangles -= 1;
    if (this.rectangles > 0) return;
    this.whenChanged?.();
    this.request(1);
  }

  private message(bytes: Buffer, at: number): number {
    const left = bytes.length - at;
    const type = bytes[at]!;
    if (type === 2) return 1;
    if (type === 3) return left < 8 || left < 8 + bytes.readUInt32BE(at + 4) ? 0 : 8 + bytes.readUInt32BE(at + 4);
    if (type !== 0) throw new Error(`server message ${type}`);
    if (left < 4) return 0;
    this.rectangles = bytes.readUInt16BE(at + 2);
    if (this.rectangles === 0) this.request(1);
    return 4;
  }

  private async change(what: string): Promise<void> {
    const over = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => (this.whenChanged = resolve)),
      delay(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
        throw new Error(`no sign of ${what} in ${PATIENCE_MS} ms`);
      }),
    ]).finally(() => {
      this.whenChanged = null;
      over.abort();
    });
  }

  private request(incremental: number): void {
    const message = Buffer.alloc(10);
    message[0] = 3;
    message[1] = incremental;
    message.writeUInt16BE(this.order.width, 6);
    message.writeUInt16BE(this.order.height, 8);
    this.console.say(message);
  }

  private press(keysym: number): void {
    const message = Buffer.alloc(16);
    for (const [at, down] of [
      [0, 1],
      [8, 0],
    ] as const) {
      message[at] = 4;
      message[at + 1] = down;
      message.writeUInt32BE(keysym, at + 4);
    }
    this.console.say(message);
  }
}
