/** The first bytes of a message, all that is needed to judge it, gathered when they come in pieces: none of them passes before that. */

/**
 * How many bytes of the message at `at` have to be seen. Depends on nothing but its first `known` bytes, of which there is at least one.
 * @returns `known` when they are enough
 */
export type HeadLength = (bytes: Buffer, at: number, known: number) => number;

export class MessageHead {
  /** The gathered bytes, of which {@link gathered} are there. Handed on when the message passes, so never used twice. */
  #bytes = Buffer.alloc(0);
  #gathered = 0;

  constructor(private readonly lengthOf: HeadLength) {}

  get gathered(): number {
    return this.#gathered;
  }

  /** @returns the length of the head at `at`, when `chunk` has it whole; else 0 */
  whole(chunk: Buffer, at: number): number {
    const available = chunk.length - at;
    const needed = this.#needed(chunk, at, available);
    return needed <= available ? needed : 0;
  }

  /**
   * Takes from `chunk` what is still missing.
   * @returns how many bytes it took
   */
  gather(chunk: Buffer, at: number): number {
    let taken = 0;
    for (;;) {
      const missing = this.#needed(this.#bytes, 0, this.#gathered) - this.#gathered;
      const take = Math.min(missing, chunk.length - at - taken);
      if (take <= 0) return taken;
      this.#makeRoom(missing);
      chunk.copy(this.#bytes, this.#gathered, at + taken, at + taken + take);
      this.#gathered += take;
      taken += take;
    }
  }

  /** @returns the head, once, when it is whole; else null */
  take(): Buffer | null {
    if (this.#gathered === 0 || this.#needed(this.#bytes, 0, this.#gathered) > this.#gathered) return null;
    const head = this.#bytes.subarray(0, this.#gathered);
    this.clear();
    return head;
  }

  clear(): void {
    this.#bytes = Buffer.alloc(0);
    this.#gathered = 0;
  }

  #needed(bytes: Buffer, at: number, available: number): number {
    let needed = 1;
    while (needed <= available) {
      const next = this.lengthOf(bytes, at, needed);
      if (next === needed) break;
      needed = next;
    }
    return needed;
  }

  #makeRoom(missing: number): void {
    const length = this.#gathered + missing;
    if (length <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafe(length);
    this.#bytes.copy(bytes, 0, 0, this.#gathered);
    this.#bytes = bytes;
  }
}
