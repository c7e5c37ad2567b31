/** A plain socket to a host, TCP or UNIX. It is a stream like any other until the hot path takes its bytes; from then on they are not copied. */

import net, { type ConnectOpts, type NetConnectOpts, type SocketConstructorOpts } from 'node:net';
import { GrowingRead } from './growing-read';
import type { HostSource, OnBytes } from './host-source';

export class HostSocket extends net.Socket implements HostSource {
  private readonly reading: GrowingRead;

  /** Connects at once. */
  constructor(options: NetConnectOpts) {
    const reading = new GrowingRead();
    const constructing: SocketConstructorOpts & ConnectOpts = { ...(options as SocketConstructorOpts), onread: reading.onread };
    super(constructing);
    this.reading = reading;
    reading.onCopy = (bytes) => this.push(bytes);
    this.once('close', () => reading.close());
    this.connect(options);
  }

  flowTo(onBytes: OnBytes): void {
    const { reading } = this;
    // What came during the handshake is memory of its own. What comes next is not, and waits until that is sent.
    let early: Buffer | null;
    while ((early = this.read() as Buffer | null)) reading.busy = !onBytes(early, 0, early.length);
    reading.onBytes = onBytes;
    if (reading.busy) this.pause();
    else this.resume();
  }

  goOn(): void {
    this.reading.free();
    this.resume();
  }

  /** Whoever asks for it: nothing is read into memory that is still being written. */
  override resume(): this {
    return this.reading.busy ? this : super.resume();
  }
}
