/**
 * A part of the server → client stream, as a state machine that is told of nothing but the bytes it has to see: `skip` bytes pass unseen,
 * whatever they are, and then exactly `need` bytes are shown to `read`, which says how it goes on. The part is over when both are 0.
 */

/** The longest stretch that any part asks to see: a rectangle's header. */
export const MAX_NEED = 12;

export abstract class Part {
  skip = 0;
  need = 0;
  /** What is wrong: the stream can't be followed any further. Set by `read` or when the part begins. */
  problem: Problem | null = null;

  /** Sees `need` bytes at `at`. Sets `skip` and `need` anew. */
  abstract read(bytes: Buffer, at: number): void;

  get over(): boolean {
    return this.skip === 0 && this.need === 0;
  }

  protected next(skip: number, need: number): void {
    this.skip = skip;
    this.need = need;
  }

  protected fail(reason: Problem['reason'], detail: string): void {
    this.problem = { reason, detail };
    this.next(0, 0);
  }
}

export interface Problem {
  reason: 'unknown' | 'malformed' | 'too_long' | 'out_of_turn';
  detail: string;
}
