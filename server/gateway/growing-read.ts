/**
 * The memory that one socket is read into. Bytes that are moved cost by the read, so a read should take as much as there is; but ten thousand
 * consoles, most of them still, can't hold as much memory each. So every socket has a little of its own, and as long as reads fill what they
 * are given, it is lent more.
 */

/** The longest header of an unmasked WebSocket frame (RFC 6455 section 5.2): written right before what was read, both go in one write. */
export const HEADROOM = 10;

/** A socket's own: for a still console, for a cursor, a clock or the answer to a key, for something that moves. */
const OWN_BYTES = [1024, 4 * 1024, 16 * 1024] as const;
/** Beyond this, reads get hardly cheaper, and the memory falls out of the processor's caches. */
const LARGE_BYTES = 256 * 1024;
/** 64 MiB together: the rest reads with what it has. Only browsers that are slower than their hosts hold one for long. */
const MAX_LENT = 256;
/** Kept for the next one; what is used again is still in the caches. */
const MAX_SPARE = 8;

/** A read that is filled counts as much as so many that the next smaller size would have held… */
const FILLED_WEIGHT = 16;
/** …and after so many of the first kind, or of the second, a socket gets another size. */
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

/** What is lent to sockets whose reads are filled, in this process. */
const lending = {
  lent: 0,
  spare: [] as Memory[],

  take(): Memory | null {
    if (this.lent === MAX_LENT) return null;
    this.lent += 1;
    return this.spare.pop() ?? memoryOf(LARGE_BYTES);
  },

  giveBack(memory: Memory, reusable: boolean): void {
    this.lent -= 1;
    if (reusable && this.spare.length < MAX_SPARE) this.spare.push(memory);
  },
};

export class GrowingRead {
  /** As Node wants it: asked for memory before the first read and after each, told how much of it was filled. */
  readonly onread = { buffer: (): Buffer => this.current.view, callback: (length: number): boolean => this.arrived(length) };
  /** Takes every piece, by reference. @returns whether the memory is free again */
  onBytes: ((buffer: Buffer, from: number, to: number) => boolean) | null = null;
  /** Takes a copy of every piece as long as there is no `onBytes`. @returns whether to read on */
  onCopy: (bytes: Buffer) => boolean = () => true;
  /** Whether what was read last is still being written somewhere: nothing may be read meanwhile. */
  busy = false;

  private step = 0;
  private own = memoryOf(OWN_BYTES[0]);
  private current = this.own;
  /** Lent, not needed for the next read, and still being written. */
  private leaving: Memory | null = null;
  private pressure = 0;

  /** How much the next read can take. */
  get size(): number {
    return this.current.view.length;
  }

  /** Nothing is being written from here any more. */
  free(): void {
    this.busy = false;
    if (this.leaving) lending.giveBack(this.leaving, true);
    this.leaving = null;
  }

  /** Nothing is read any more. */
  close(): void {
    if (this.leaving) lending.giveBack(this.leaving, false);
    if (this.current !== this.own) lending.giveBack(this.current, !this.busy);
    this.leaving = null;
    this.current = this.own;
  }

  private arrived(length: number): boolean {
    const used = this.current;
    if (!this.onBytes) return this.onCopy(Buffer.from(used.view.subarray(0, length)));
    this.busy = !this.onBytes(used.whole, HEADROOM, HEADROOM + length);
    const wasOwn = used === this.own;
    this.choose(length);
    if (!wasOwn && this.current !== used) {
      if (this.busy) this.leaving = used;
      else lending.giveBack(used, true);
    }
    return !this.busy;
  }

  /** What the next read goes into. It can't be changed between two reads, so a console that falls still has to be left with little. */
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
    this.current = (filled ? lending.take() : null) ?? this.own;
  }
  /** Another size for the socket's own memory. What is being written from the old one keeps it for as long as that takes. */
  private fit(step: number): void {
    this.pressure = 0;
    const bytes = OWN_BYTES[step];
    if (bytes === undefined) return;
    this.step = step;
    this.own = memoryOf(bytes);
  }
}
