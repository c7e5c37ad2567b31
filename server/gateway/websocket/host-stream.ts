/** A host behind a WebSocket (websockify, QEMU) as a plain byte stream, for the relay: the portal is the WebSocket's client here. */

import { randomFillSync } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { upstreamReader, type UpstreamConsumer, type UpstreamReader } from '../upstream-reader';
import { FrameReader } from './frame-reader';
import { maskedFrame, opcodes } from './frames';

/** Masks are drawn from a pool: one call of the system's generator serves many small messages. */
const MASK_POOL_BYTES = 4096;

export class HostStream extends Duplex implements UpstreamReader, UpstreamConsumer {
  private readonly pool = Buffer.alloc(MASK_POOL_BYTES);
  private poolAt = MASK_POOL_BYTES;
  /** Waits for room to be answered, for all before it (RFC 6455 section 5.5.3): a host that reads no pongs costs no memory. */
  private ping: Buffer | null = null;
  private readonly reader: UpstreamReader;
  private consumer: UpstreamConsumer | null = null;
  /** Whether to read on behind the chunk under way. */
  private goesOn = true;
  private readonly frames = new FrameReader(false, {
    onData: (payload) => {
      const goesOn = this.consumer ? this.consumer.consume(payload, 0, payload.length) : this.push(Buffer.from(payload));
      if (!goesOn) this.goesOn = false;
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
    this.reader = upstreamReader(socket);
    this.reader.readInto(this);
  }

  /** From the socket: frames. Until somebody reads their payload by reference, it is copied. */
  consume(buffer: Buffer, from: number, to: number): boolean {
    this.goesOn = true;
    this.frames.push(buffer.subarray(from, to));
    return this.goesOn;
  }

  get released(): boolean {
    return this.consumer?.released ?? true;
  }

  readInto(consumer: UpstreamConsumer): void {
    let early: Buffer | null;
    while ((early = this.read() as Buffer | null)) if (!consumer.consume(early, 0, early.length)) this.socket.pause();
    this.consumer = consumer;
    this.resume();
  }

  readOn(): void {
    this.reader.readOn();
  }

  override _read(): void {
    if (!this.consumer) this.reader.readOn();
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
