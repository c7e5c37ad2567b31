/** Writes to a browser's socket by reference, and knows when the memory of its writes is free. */

import type { Socket } from 'node:net';

export class ClientWriter {
  private waiting = false;

  /** @param onReleased called once after each `isReleased()` that answered false, when the memory is free */
  constructor(
    private readonly socket: Socket,
    private readonly onReleased: () => void,
  ) {}

  /** The caller may not change `chunk` until {@link released}. Every write goes through here, so that none is overlooked. */
  write(chunk: Buffer): void {
    this.socket.write(chunk, this.onWritten);
  }

  /**
   * Whether no write uses the caller's memory any more. A write has completed when the kernel has all of it; a destroyed socket writes nothing
   * more. A socket that is only ending (`writableEnded`) still writes what it was given.
   */
  get released(): boolean {
    return this.socket.writableLength === 0 || this.socket.destroyed;
  }

  /**
   * As {@link released}; if not, `onReleased` tells when it is. The `drain` event is no substitute: it does not follow a short write that stayed
   * below the high-water mark.
   */
  isReleased(): boolean {
    if (this.released) return true;
    this.waiting = true;
    return false;
  }

  private readonly onWritten = (): void => {
    if (!this.waiting || !this.released) return;
    this.waiting = false;
    this.onReleased();
  };
}
