/** A stream of bytes over a message port, between two threads of this process: no other program can open one, and it needs no file and no port. */

import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';

/** Bytes; how many more the reader has taken; `end`: no more come. */
type Message = Uint8Array<ArrayBuffer> | number | 'end';
type Done = (error?: Error | null) => void;

/** Bytes that are on their way, or with a reader that does not take them: then the writer waits. */
const MAX_UNREAD = 64 * 1024;
/** What is read at once: a client that reads slowly is seen to have taken some of it. */
const PIECE = 16 * 1024;
/** To tell of less would wake the other thread for nothing. */
const TOLD_AT = MAX_UNREAD / 4;

export class PortStream extends Duplex {
  /** Of those written here. */
  private unread = 0;
  /** The write that waits for them. */
  private waiting: Done | null = null;
  /** Taken here, and not told yet. */
  private untold = 0;
  private full = false;
  private heardAll = false;

  constructor(private readonly port: MessagePort) {
    super();
    port.on('message', (message: Message) => this.hear(message));
    port.on('close', () => this.left());
  }

  private hear(message: Message): void {
    if (message === 'end') {
      this.heardAll = true;
      this.push(null);
    } else if (typeof message === 'number') {
      this.unread -= message;
      const { waiting } = this;
      if (this.unread >= MAX_UNREAD) return;
      this.waiting = null;
      waiting?.();
    } else {
      this.untold += message.length;
      for (let at = 0; at < message.length; at += PIECE)
        this.full = !this.push(Buffer.from(message.buffer, at, Math.min(PIECE, message.length - at)));
      if (!this.full) this.tell();
    }
  }

  /** The other end is gone; what it said to its end can still be read. */
  private left(): void {
    if (!this.heardAll) {
      this.destroy();
      return;
    }
    const { waiting } = this;
    this.waiting = null;
    waiting?.();
    this.end();
  }

  private tell(): void {
    if (this.untold < TOLD_AT) return;
    this.port.postMessage(this.untold satisfies Message);
    this.untold = 0;
  }

  override _read(): void {
    if (!this.full) return;
    this.full = false;
    this.tell();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this._writev([{ chunk }], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    // A copy: what is written may lie in memory that others use too, and a message takes all of it along.
    const bytes = new Uint8Array(chunks.reduce((sum, { chunk }) => sum + chunk.length, 0));
    let at = 0;
    for (const { chunk } of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.unread += bytes.length;
    this.port.postMessage(bytes satisfies Message, [bytes.buffer]);
    if (this.unread < MAX_UNREAD) done();
    else this.waiting = done;
  }

  override _final(done: Done): void {
    this.port.postMessage('end' satisfies Message);
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.port.close();
    const { waiting } = this;
    this.waiting = null;
    waiting?.(error ?? new Error('the other end is gone'));
    done(error);
  }
}
