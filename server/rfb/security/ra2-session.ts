import { Duplex } from 'node:stream';
import { RfbError } from '../rfb-error';
import { HEADER_LENGTH, type MessageOpener, type MessageSealer, TAG_LENGTH } from './ra2-messages';

/** Bytes decrypted and not read yet, or written and not sent yet, above which the other side has to wait: two of Node's reads. */
const HIGH_WATER_MARK = 128 * 1024;

type Callback = (error?: Error | null) => void;

export interface Ra2Layer {
  sealer: MessageSealer;
  opener: MessageOpener;
}

/**
 * A session inside RSA-AES encryption as a Duplex of plain bytes, on top of the stream that carries the messages. A reader who stops, stops the
 * peer; a writer waits for the stream below. What is held of a message that has not come whole is at most one message: a U16 of bytes.
 */
export class Ra2Session extends Duplex {
  readonly #below: Duplex;
  readonly #layer: Ra2Layer;
  #received: Buffer = Buffer.alloc(0);
  #blocked: Callback | undefined;
  #ended = false;

  /**
   * @param below paused, with nobody else listening
   * @param received what had come of it already
   */
  constructor(below: Duplex, layer: Ra2Layer, received: Buffer) {
    super({ allowHalfOpen: false, highWaterMark: HIGH_WATER_MARK });
    this.#below = below;
    this.#layer = layer;
    below.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose).on('drain', this.#onDrain);
    below.on('error', (error: Error) => this.destroy(error));
    this.#received = received;
  }

  /** What had come before there was a reader is opened only here, when somebody listens for errors. */
  override _read(): void {
    if (this.#advance()) this.#below.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Callback): void {
    if (this.#below.write(this.#layer.sealer.seal(chunk))) done();
    else this.#blocked = done;
  }

  /** What waited for the stream below goes in one write, and the small messages of a viewer in one message. */
  override _writev(chunks: { chunk: Buffer }[], done: Callback): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'buffer' as BufferEncoding, done);
  }

  override _final(done: Callback): void {
    if (this.#below.writable) this.#below.end(() => done());
    else done();
  }

  override _destroy(error: Error | null, done: Callback): void {
    this.#below.destroy();
    this.#settleWrite(error ?? new RfbError('closed'));
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#received = this.#received.length > 0 ? Buffer.concat([this.#received, chunk]) : chunk;
    if (!this.#advance()) this.#below.pause();
  };

  /** @returns whether more is wanted of the stream below */
  #advance(): boolean {
    try {
      return this.#openWhole();
    } catch (error) {
      this.destroy(error as Error);
      return false;
    }
  }

  /** Opens every message that has come whole. @returns whether the reader wants more */
  #openWhole(): boolean {
    let wanted = true;
    while (this.#received.length >= HEADER_LENGTH) {
      const end = HEADER_LENGTH + this.#received.readUInt16BE() + TAG_LENGTH;
      if (this.#received.length < end) break;
      const plain = this.#layer.opener.open(this.#received.subarray(0, HEADER_LENGTH), this.#received.subarray(HEADER_LENGTH, end));
      this.#received = this.#received.subarray(end);
      if (plain.length > 0) wanted = this.push(plain);
    }
    return wanted;
  }

  readonly #onEnd = (): void => {
    this.#ended = true;
    if (this.#received.length > 0) this.destroy(new RfbError('closed', 'inside an encrypted message'));
    else this.push(null);
  };

  /** After an end, what is still to be read is still there to be read. */
  readonly #onClose = (): void => {
    if (!this.#ended) this.destroy();
    else this.#settleWrite(new RfbError('closed'));
  };

  readonly #onDrain = (): void => this.#settleWrite();

  #settleWrite(error?: Error): void {
    const done = this.#blocked;
    this.#blocked = undefined;
    done?.(error);
  }
}
