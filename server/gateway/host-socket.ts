/** A plain socket to a host, TCP or UNIX. It is a stream like any other until the hot path reads it; from then on no byte is copied. */

import net, { type ConnectOpts, type NetConnectOpts, type SocketConstructorOpts } from 'node:net';
import { ReadBuffer } from './read-buffer';
import type { UpstreamConsumer, UpstreamReader } from './upstream-reader';

export class HostSocket extends net.Socket implements UpstreamReader {
  private readonly reading: ReadBuffer;

  /** Connects at once. */
  constructor(options: NetConnectOpts) {
    const reading = new ReadBuffer();
    const constructing: SocketConstructorOpts & ConnectOpts = { ...(options as SocketConstructorOpts), onread: reading.onread };
    super(constructing);
    this.reading = reading;
    reading.onCopy = (bytes) => this.push(bytes);
    this.once('close', () => reading.close());
    this.connect(options);
  }

  readInto(consumer: UpstreamConsumer): void {
    let readOn = true;
    // What arrived during the handshake is memory of its own.
    let early: Buffer | null;
    while ((early = this.read() as Buffer | null)) readOn = consumer.consume(early, 0, early.length);
    this.reading.consumer = consumer;
    if (readOn) this.resume();
    else this.pause();
  }

  readOn(): void {
    this.resume();
  }

  /** Nothing is read into memory that a write still uses, whatever asks for it. */
  override resume(): this {
    return this.reading.reclaim() ? super.resume() : this;
  }
}
