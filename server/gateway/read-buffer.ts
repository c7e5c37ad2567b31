/**
 * The memory that one socket is read into. Moving bytes costs by the read, so a read should take as much as there is; but ten thousand
 * sessions, most of them quiet, can't hold that much memory each. So every socket has a small buffer of its own, and as long as reads fill
 * it, the pool lends it a large one.
 *
 * A buffer has one owner at a time: the socket that reads into it, the writes that take bytes from it, or the pool. It goes back to
 * the pool only when its consumer says that no write uses it (`UpstreamConsumer.released`), and for no other reason. A buffer whose
 * socket closes before that is never lent again; the garbage collector takes it when the last write is done.
 */

import type { UpstreamConsumer } from './upstream-reader';

/** The longest header of an unmasked WebSocket frame (RFC 6455 section 5.2), written right before what was read: both go in one write. */
export const HEADROOM = 10;

/** A socket's own buffer: for a quiet session; for a cursor, a clock or the answer to a key; for something that moves. */
const OWN_BYTES = [1024, 4 * 1024, 16 * 1024] as const;
/** Larger reads are hardly cheaper, and the memory drops out of the processor's caches. */
const LARGE_BYTES = 256 * 1024;
/** 64 MiB together; the other sockets read into their own buffers. Only browsers that are slower than their hosts hold one for long. */
const MAX_LENT = 256;
/** Kept for the next socket: memory that was just used is still in the caches. */
const MAX_SPARE = 8;

/** A filled read counts as much as this many reads that the next smaller size would have held… */
const FILLED_WEIGHT = 16;
/** …and this much of either changes the size of the socket's own buffer. */
const MAX_PRESSURE = 64;

interface Memory {
  whole: Buffer;
  /** What is read into: `whole` behind its headroom. */
  view: Buffer;
}

function memoryOf(bytes: number): Memory {
  const whole = Buffer.allocUnsafeSlow(HEADROOM + bytes);
  return { whole, view: whole.subarray(HEADROOM) };
}

/** The large buffers of this process. */
const pool = {
  lent: 0,
  spare: [] as Memory[],

  lend(): Memory | null {
    if (this.lent === MAX_LENT) return null;
    this.lent += 1;
    return this.spare.pop() ?? memoryOf(LARGE_BYTES);
  },

  /** @param released whether no write uses the memory; otherwise it is never lent again */
  giveBack(memory: Memory, released: boolean): void {
    this.lent -= 1;
    if (released && this.spare.length < MAX_SPARE) this.spare.push(memory);
  },
};

export class ReadBuffer {
  /** As Node wants it: asked for memory before the first read and after each, told how much of it was filled. */
  readonly onread = { buffer: (): Buffer => this.current.view, callback: (length: number): boolean => this.arrived(length) };
  /** Takes every piece by reference. */
  consumer: UpstreamConsumer | null = null;
  /** Takes a copy of every piece as long as there is no consumer. @returns whether to read on */
  onCopy: (bytes: Buffer) => boolean = () => true;

  /** Whether the consumer had not released the memory when last asked. */
  private busy = false;
  private step = 0;
  private own = memoryOf(OWN_BYTES[0]);
  private current = this.own;
  /** Lent, not needed for the next read, and not released yet. */
  private leaving: Memory | null = null;
  private pressure = 0;

  /** How many bytes the next read can take. */
  get size(): number {
    return this.current.view.length;
  }

  /**
   * Takes the memory back from the consumer, if the consumer has released it.
   * @returns whether the next read may be made
   */
  reclaim(): boolean {
    if (!this.busy) return true;
    if (this.consumer?.released === false) return false;
    this.busy = false;
    if (this.leaving) pool.giveBack(this.leaving, true);
    this.leaving = null;
    return true;
  }

  /** The socket is closed: nothing is read any more. */
  close(): void {
    const released = this.reclaim();
    if (this.leaving) pool.giveBack(this.leaving, false);
    if (this.current !== this.own) pool.giveBack(this.current, released);
    this.leaving = null;
    this.current = this.own;
  }

  private arrived(length: number): boolean {
    const used = this.current;
    const { consumer } = this;
    if (!consumer) return this.onCopy(Buffer.from(used.view.subarray(0, length)));
    const readOn = consumer.consume(used.whole, HEADROOM, HEADROOM + length);
    this.busy = !consumer.released;
    const wasOwn = used === this.own;
    this.choose(length);
    if (!wasOwn && this.current !== used) {
      if (this.busy) this.leaving = used;
      else pool.giveBack(used, true);
    }
    return readOn && !this.busy;
  }

  /** What the next read goes into. Node takes it right after this read, so a session that goes quiet has to be left with little now. */
  private choose(length: number): void {
    const filled = length === this.size;
    if (this.current !== this.own) {
      if (!filled) this.current = this.own;
      return;
    }
    if (filled) this.pressure += FILLED_WEIGHT;
    else if (length <= (OWN_BYTES[this.step - 1] ?? 0)) this.pressure -= 1;
    if (this.pressure >= MAX_PRESSURE) this.fit(this.step + 1);
    else if (this.pressure <= -MAX_PRESSURE) this.fit(this.step - 1);
    this.current = (filled ? pool.lend() : null) ?? this.own;
  }

  /** Gives the socket its own buffer in another size. Writes from the old one keep it alive for as long as they take. */
  private fit(step: number): void {
    this.pressure = 0;
    const bytes = OWN_BYTES[step];
    if (bytes === undefined) return;
    this.step = step;
    this.own = memoryOf(bytes);
  }
}
