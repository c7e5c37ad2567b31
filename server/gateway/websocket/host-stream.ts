/** A host behind a WebSocket (websockify, QEMU) as a plain byte stream, for the relay: the portal is the WebSocket's client here. */

import { randomFillSync } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { sourceOf, type HostSource, type OnBytes } from '../host-source';
import { FrameReader } from './frame-reader';
import { maskedFrame, opcodes } from './frames';

/** Masks are drawn from a pool: one call of the system's generator serves many small messages. */
const MASK_POOL_BYTES = 4096;

export class HostStream extends Duplex implements HostSource {
  private readonly pool = Buffer.alloc(MASK_POOL_BYTES);
  private poolAt = MASK_POOL_BYTES;
  /** Waits for room to be answered, for all before it (RFC 6455 section 5.5.3): a host that reads no pongs costs no memory. */
  private ping: Buffer | null = null;
  private readonly source: HostSource;
  private onBytes: OnBytes | null = null;
  /** Whether the memory of the chunk under way is free behind it. */
  private free = true;
  private readonly frames = new FrameReader(false, {
    onData: (payload) => {
      const free = this.onBytes ? this.onBytes(payload, 0, payload.length) : this.push(Buffer.from(payload));
      if (!free) this.free = false;
    },
    onPing: (payload) => {
      this.ping = Buffer.from(payload);
      if (!this.socket.writableNeedDrain) this.sendPong();
    },
    onClose: () => this.push(null),
    onViolation: (detail) => this.destroy(new Error(`the host broke the WebSocket protocol: ${detail}`)),
  });

  /** @param socket after the host's 101, paused */
  constructor(private readonly socket: Socket) {
    super({ allowHalfOpen: true });
    socket
      .on('drain', () => this.sendPong())
      .on('end', () => this.push(null))
      .on('error', (error) => this.destroy(error))
      .on('close', () => this.endAndDestroy());
    this.source = sourceOf(socket);
    this.source.flowTo((buffer, from, to) => {
      this.free = true;
      this.frames.push(buffer.subarray(from, to));
      return this.free;
    });
  }

  flowTo(onBytes: OnBytes): void {
    let early: Buffer | null;
    while ((early = this.read() as Buffer | null)) if (!onBytes(early, 0, early.length)) this.socket.pause();
    this.onBytes = onBytes;
    this.resume();
  }

  goOn(): void {
    this.source.goOn();
  }

  override _read(): void {
    if (!this.onBytes) this.source.goOn();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.socket.write(maskedFrame(opcodes.binary, chunk, this.mask()))) done();
    else this.socket.once('drain', () => done());
  }

  override _final(done: () => void): void {
    // 1000, normal closure.
    this.socket.end(maskedFrame(opcodes.close, Buffer.from([0x03, 0xe8]), this.mask()), () => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }

  private sendPong(): void {
    if (this.ping && this.socket.writable) this.socket.write(maskedFrame(opcodes.pong, this.ping, this.mask()));
    this.ping = null;
  }

  /** The socket is closed; what it gave may still wait here for its reader. */
  private endAndDestroy(): void {
    if (this.readableEnded || this.destroyed) return void this.destroy();
    this.once('end', () => this.destroy());
    this.push(null);
  }

  private mask(): Buffer {
    if (this.poolAt === MASK_POOL_BYTES) {
      randomFillSync(this.pool);
      this.poolAt = 0;
    }
    const mask = this.pool.subarray(this.poolAt, this.poolAt + 4);
    this.poolAt += 4;
    return mask;
  }
}
