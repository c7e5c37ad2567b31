/** A Duplex read by need: `await stream.read(12)`, whatever the packets' boundaries. For handshakes; the messages after them flow. */

import type { Duplex } from 'node:stream';
import { RfbError } from './rfb-error';

/** Bytes kept for a reader who has not asked for them yet; then the peer has to wait. */
const MAX_AHEAD = 64 * 1024;
/** Longest single read. A handshake's longest fields are keys and names of some KiB; those who read them have limits of their own. */
const MAX_READ = 1024 * 1024;

export interface ByteStreamOptions {
  /** For everything until release() or destroy(), in ms: a peer may be slow, but not for ever. */
  timeoutMs: number;
}

interface Waiting {
  length: number;
  resolve: (bytes: Buffer) => void;
  reject: (error: Error) => void;
}

/** Whoever makes one ends it: with release() when the handshake is done, with destroy() when it failed. */
export class ByteStream {
  private chunks: Buffer[] = [];
  private buffered = 0;
  private waiting: Waiting | null = null;
  private failure: RfbError | null = null;
  private readonly failed = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private duplex: Duplex,
    private readonly options: ByteStreamOptions,
  ) {
    this.startTimer();
    this.attach();
  }

  /**
   * Exactly so many bytes, once they are there; what came before the peer closed can still be read. One read at a time.
   * @throws RfbError `closed`, `timeout`, `tls` or `too_long`
   */
  read(length: number): Promise<Buffer> {
    if (this.waiting) return Promise.reject(new Error('a read is under way'));
    if (length > MAX_READ) return Promise.reject(new RfbError('too_long', `${length} bytes`));
    if (this.buffered >= length && this.failure?.code !== 'timeout') return Promise.resolve(this.take(length));
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting = { length, resolve, reject };
      this.duplex.resume();
    });
  }

  /** Numbers are big-endian (RFC 6143 section 3). */
  async readU8(): Promise<number> {
    return (await this.read(1)).readUInt8();
  }

  async readU16(): Promise<number> {
    return (await this.read(2)).readUInt16BE();
  }

  async readU32(): Promise<number> {
    return (await this.read(4)).readUInt32BE();
  }

  /** What arrives until there are so many bytes, `ms` have passed or the peer closes: a peer's last words. Never throws. */
  async readAtMost(length: number, ms: number): Promise<Buffer> {
    const enough = setTimeout(() => this.settle()?.reject(new Error('not that many')), ms);
    try {
      return await this.read(length);
    } catch {
      return this.take(Math.min(length, this.buffered));
    } finally {
      clearTimeout(enough);
    }
  }

  /** Bytes that were read too much are the next to be read. */
  putBack(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.chunks.unshift(bytes);
    this.buffered += bytes.length;
  }

  /** Nothing once the peer has closed: the next read tells. */
  write(bytes: Buffer): void {
    if (!this.failure && this.duplex.writable) this.duplex.write(bytes);
  }

  /**
   * Goes on inside a stream on top of this one, such as TLS. `wrap` gets the stream below, with nobody listening to it any more
   * but for its errors, and the bytes that had come already. The time limit goes on.
   * @throws what `wrap` throws; RfbError `timeout`, and then what `wrap` still brings is destroyed
   */
  async over(wrap: (duplex: Duplex, rest: Buffer) => Promise<Duplex>): Promise<void> {
    if (this.failure) throw this.failure;
    const rest = this.detach();
    const wrapped = wrap(this.duplex, rest);
    const ended = new Promise<never>((_resolve, reject) => {
      this.waiting = { length: Infinity, resolve: () => undefined, reject };
    });
    try {
      this.duplex = await Promise.race([wrapped, ended]);
    } catch (error) {
      wrapped.then((late) => late.destroy()).catch(() => undefined);
      throw error;
    } finally {
      this.waiting = null;
    }
    this.attach();
  }

  /**
   * Stops the time limit for as long as somebody other than the peer is waited for, and starts it anew after.
   * The signal aborts when the peer leaves meanwhile. @throws what `work` throws; RfbError `closed`
   */
  async untimed<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    clearTimeout(this.timer);
    const result = await work(this.failed.signal);
    if (this.failure) throw this.failure;
    this.startTimer();
    return result;
  }

  /**
   * The stream, paused and without a listener of ours, and the bytes that were read too much. Who takes it listens for errors at once.
   * @throws RfbError when the peer has closed, which nobody would hear of again
   */
  release(): { duplex: Duplex; rest: Buffer } {
    if (this.failure) throw this.failure;
    clearTimeout(this.timer);
    const rest = this.detach();
    this.duplex.off('error', ignore);
    this.fail(new RfbError('closed', 'released'));
    return { duplex: this.duplex, rest };
  }

  /** Starts the time limit anew. @param ms absent: as it was at the beginning */
  allow(ms = this.options.timeoutMs): void {
    if (this.failure) return;
    clearTimeout(this.timer);
    this.startTimer(ms);
  }

  /** Ends the connection, and whatever still waits for it. */
  destroy(): void {
    this.fail(new RfbError('closed'));
    this.duplex.destroy();
  }

  private startTimer(ms = this.options.timeoutMs): void {
    this.timer = setTimeout(() => this.fail(new RfbError('timeout')), ms);
  }

  private attach(): void {
    const { duplex } = this;
    if (duplex.destroyed || duplex.readableEnded) this.fail(new RfbError('closed', '', { cause: duplex.errored }));
    duplex.on('data', this.onData).on('end', this.onEnd).on('close', this.onEnd).on('error', this.onError);
    duplex.resume();
  }

  /** @returns all bytes that have come and nobody has read */
  private detach(): Buffer {
    const { duplex } = this;
    duplex.pause();
    duplex.off('data', this.onData).off('end', this.onEnd).off('close', this.onEnd).off('error', this.onError);
    // A stream without this listener takes the process with it when it fails.
    duplex.on('error', ignore);
    return this.take(this.buffered);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    if (this.waiting && this.buffered >= this.waiting.length) {
      const { length, resolve } = this.settle()!;
      resolve(this.take(length));
    }
    if (!this.waiting && this.buffered > MAX_AHEAD) this.duplex.pause();
  };

  private readonly onEnd = (): void => this.fail(new RfbError('closed'));

  private readonly onError = (error: NodeJS.ErrnoException): void => {
    this.fail(new RfbError(error.code?.startsWith('ERR_SSL_') ? 'tls' : 'closed', '', { cause: error }));
  };

  private fail(error: RfbError): void {
    clearTimeout(this.timer);
    if (this.failure) return;
    this.failure = error;
    this.settle()?.reject(error);
    this.failed.abort(error);
  }

  private settle(): Waiting | null {
    const { waiting } = this;
    this.waiting = null;
    return waiting;
  }

  private take(length: number): Buffer {
    const all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks, this.buffered);
    const rest = all.subarray(length);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.buffered = rest.length;
    return all.subarray(0, length);
  }
}

function ignore(): void {
  // Whoever owns the stream now hears of it another way.
}
