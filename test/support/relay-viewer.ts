/** A viewer of a console, honest or hostile: sends what it is told to, in any pieces, and keeps every message of the host apart. */

import { setTimeout as delay } from 'node:timers/promises';
import { inflateSync, constants, deflateSync } from 'node:zlib';
import { PixelAgreement } from '../../server/rfb/messages/pixel-agreement';
import { ServerMessages } from '../../server/rfb/messages/server-messages';
import type { ApiClient } from './api-client';
import type { ConsoleClient } from './console-client';
import { client, clipboardFlags as flags, formats, join, pixelFormat, s32, u8, u16 } from './rfb-bytes';
import { until, within } from './waiting';

const UPDATE = 0;
const CUT_TEXT = 3;
const FENCE = 248;
const REQUEST_FENCE = 0x80000000;
const ACTIONS = 0xff000000;

export interface ViewerOptions {
  /** `?view=1`. */
  view?: boolean;
  encodings?: readonly number[];
}

export class RelayViewer {
  /** Plain texts that came. */
  readonly texts: string[] = [];
  /** Flags of the Extended Clipboard messages that came. */
  readonly extended: number[] = [];
  /** What it answers when the host asks for its clipboard. */
  offered: string | null = null;
  updates = 0;
  types = new Set<number>();
  width = 0;
  height = 0;
  #message: Buffer[] = [];
  readonly #framing = new ServerMessages(
    'both',
    { forward: () => undefined, violation: (what) => void (this.problem = JSON.stringify(what)) },
    agreed(),
  );
  problem = '';

  private constructor(readonly console: ConsoleClient) {}

  static async open(api: ApiClient, host: string, { view = false, encodings = [16, 0] }: ViewerOptions = {}): Promise<RelayViewer> {
    const console = await api.open(host, { protocols: ['binary'], ...(view ? { query: '?view=1' } : {}) });
    const viewer = new RelayViewer(console);
    await viewer.#handshake();
    viewer.send(client.setPixelFormat(formats.bgrx), client.setEncodings(...encodings));
    return viewer;
  }

  async #handshake(): Promise<void> {
    let bytes = Buffer.alloc(0);
    const read = async (length: number): Promise<Buffer> => {
      while (bytes.length < length) bytes = Buffer.concat([bytes, (await this.console.message()).data]);
      const taken = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      return taken;
    };
    await read(12);
    this.console.send(Buffer.from('RFB 003.008\n'));
    const types = await read((await read(1))[0]!);
    if (types.toString('hex') !== '01') throw new Error(`security types ${types.toString('hex')}: only None is for browsers`);
    this.console.send(u8(1));
    if ((await read(4)).readUInt32BE() !== 0) throw new Error('login failed');
    this.console.send(u8(1));
    const init = await read(24);
    this.width = init.readUInt16BE(0);
    this.height = init.readUInt16BE(2);
    await read(init.readUInt32BE(20));
    this.#receive(bytes);
    void this.#follow();
  }

  async #follow(): Promise<void> {
    try {
      for (;;) this.#receive((await this.console.message(600_000)).data);
    } catch {
      // Closed: the console tells how.
    }
  }

  /** Byte by byte, for the sake of the boundaries. */
  #receive(bytes: Buffer): void {
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      this.#framing.push(bytes.subarray(at, at + 1));
      if (!this.#framing.atBoundary) continue;
      this.#message.push(bytes.subarray(from, at + 1));
      this.#take(Buffer.concat(this.#message));
      this.#message = [];
      from = at + 1;
    }
    if (from < bytes.length) this.#message.push(bytes.subarray(from));
  }

  #take(message: Buffer): void {
    const type = message[0]!;
    this.types.add(type);
    if (type === UPDATE) this.updates += 1;
    if (type === FENCE) this.#answerFence(message);
    if (type !== CUT_TEXT) return;
    if (message.readInt32BE(4) >= 0) return void this.texts.push(message.toString('latin1', 8));
    const flag = message.readUInt32BE(8);
    this.extended.push(flag);
    const action = (flag & ACTIONS) >>> 0;
    if (action === flags.request && this.offered !== null) this.send(provide(this.offered));
    if (action === flags.provide) {
      const data = inflateSync(message.subarray(12), { finishFlush: constants.Z_SYNC_FLUSH });
      this.texts.push(data.subarray(4, 4 + data.readUInt32BE(0) - 1).toString());
    }
  }

  #answerFence(message: Buffer): void {
    const asked = message.readUInt32BE(4);
    if ((asked & REQUEST_FENCE) === 0) return;
    this.send(join(u8(FENCE, 0, 0, 0), s32(asked & 0x7), message.subarray(8)));
  }

  /** One binary message with all of them. */
  send(...messages: Buffer[]): void {
    this.console.send(join(...messages));
  }

  /** One binary message for each piece. */
  sendPieces(pieces: Iterable<Buffer>): void {
    for (const piece of pieces) this.console.send(piece);
  }

  request(incremental: number): void {
    this.send(join(u8(3, incremental), u16(0, 0, this.width, this.height)));
  }

  /** What was sent before has been taken by the host, and what it said before has come. */
  async roundTrip(): Promise<void> {
    const before = this.updates;
    this.request(0);
    await until('an update', () => this.updates > before || this.console.isClosed);
  }

  /** As noVNC does: tells of a text, and gives it when asked, or even unasked. */
  async offer(text: string): Promise<void> {
    this.offered = text;
    this.send(client.extendedCutText(flags.notify | flags.text));
    await delay(100);
    this.send(provide(text));
  }

  got(action: number): boolean {
    // The capabilities name all actions; the others are one.
    return this.extended.some((flag) => (action === flags.caps ? (flag & flags.caps) !== 0 : flag >>> 24 === action >>> 24));
  }

  end(timeout?: number): Promise<{ code: number; reason: string }> {
    return within('the end of the console', this.console.closed, timeout);
  }

  async close(): Promise<void> {
    await this.console.close();
  }
}

/** The pixel format that every viewer here asks for. */
function agreed(): PixelAgreement {
  const agreement = new PixelAgreement(pixelFormat(formats.bgrx));
  agreement.fix();
  return agreement;
}

function provide(text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`);
  return client.extendedCutText(flags.provide | flags.text, deflateSync(Buffer.concat([s32(bytes.length), bytes])));
}
