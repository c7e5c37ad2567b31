/** Lines of the log that strangers can cause: so many in a while, and then how many were left out. */

const LINES = 30;
const EACH_MS = 60_000;

export class LogLimit {
  private since = -Infinity;
  private lines = 0;
  private leftOut = 0;

  /** @param tell is called with how many lines were left out, once the next one is written */
  constructor(
    private readonly tell: (leftOut: number) => void,
    private readonly now = () => performance.now(),
  ) {}

  /** Whether one more line is written. */
  allows(): boolean {
    const now = this.now();
    if (now - this.since >= EACH_MS) {
      const { leftOut } = this;
      [this.since, this.lines, this.leftOut] = [now, 0, 0];
      if (leftOut > 0) this.tell(leftOut);
    }
    this.lines++;
    if (this.lines <= LINES) return true;
    this.leftOut++;
    return false;
  }
}
