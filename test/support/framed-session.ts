/** A viewer behind both engines of server/rfb/messages, on a real server's socket: what the relay does, without the portal around it. */

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ClientMessages } from '../../server/rfb/messages/client-messages';
import type { Clipboard } from '../../server/rfb/messages/clipboard';
import { PixelAgreement } from '../../server/rfb/messages/pixel-agreement';
import { ServerMessages } from '../../server/rfb/messages/server-messages';
import { client, join, s32, u8 } from './rfb-bytes';
import type { Format } from './rfb-bytes';
import { until } from './waiting';

/** So much of each stream is kept for a look at it afterwards. */
const KEPT = 2 ** 20;

export interface SessionOptions {
  port: number;
  encodings: readonly number[];
  format?: Format;
  clipboard?: Clipboard;
  viewOnly?: boolean;
}

export class FramedSession {
  /** Why an engine refused to go on. */
  problem = '';
  received = 0;
  forwarded = 0;
  #raw: Buffer[] = [];
  #passed: Buffer[] = [];
  #asking = false;
  readonly #agreement: PixelAgreement;
  readonly client: ClientMessages;
  readonly server: ServerMessages;

  private constructor(
    private readonly socket: Socket,
    readonly serverInit: Buffer,
    options: SessionOptions,
  ) {
    const { clipboard = 'none', viewOnly = false } = options;
    const violation = (what: unknown): void => void (this.problem ||= JSON.stringify(what));
    this.#agreement = new PixelAgreement(serverInit.subarray(4, 20));
    this.client = new ClientMessages(
      { viewOnly, clipboard, power: true, resize: true },
      { forward: (bytes) => void socket.write(Buffer.from(bytes)), violation },
      this.#agreement,
    );
    this.server = new ServerMessages(clipboard, { forward: (bytes) => this.#forward(bytes), violation }, this.#agreement);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('close', () => (this.problem ||= 'the server closed the connection'));
  }

  /** Security type None in version 3.8 or 3.7, then the pixel format and the encodings. */
  static async open(options: SessionOptions): Promise<FramedSession> {
    const socket = connect(options.port, '127.0.0.1');
    socket.setNoDelay(true);
    let bytes = Buffer.alloc(0);
    const gather = (chunk: Buffer): void => void (bytes = Buffer.concat([bytes, chunk]));
    socket.on('data', gather);
    socket.on('error', () => undefined);
    const read = async (length: number): Promise<Buffer> => {
      await until(`${length} bytes of the handshake`, () => bytes.length >= length);
      const taken = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      return taken;
    };
    const version = (await read(12)).toString('latin1').includes('003.007') ? 7 : 8;
    socket.write(`RFB 003.00${version}\n`);
    const types = await read((await read(1))[0]!);
    if (!types.includes(1)) throw new Error(`security types ${types.join()}, without None`);
    socket.write(u8(1));
    if (version === 8 && (await read(4)).readUInt32BE() !== 0) throw new Error('login failed');
    socket.write(u8(1));
    const init = await read(24);
    await read(init.readUInt32BE(20));
    socket.off('data', gather);
    const session = new FramedSession(socket, init, options);
    if (bytes.length > 0) session.#receive(bytes);
    if (options.format) session.send(client.setPixelFormat(options.format));
    session.send(client.setEncodings(...options.encodings));
    return session;
  }

  get size(): { width: number; height: number } {
    return { width: this.serverInit.readUInt16BE(0), height: this.serverInit.readUInt16BE(2) };
  }

  /** What the server sent, and what of it passed, from the first byte after ServerInit. */
  get raw(): Buffer {
    return Buffer.concat(this.#raw);
  }

  get passed(): Buffer {
    return Buffer.concat(this.#passed);
  }

  send(...messages: Buffer[]): void {
    this.client.push(join(...messages));
  }

  /** Sends what no firewall has seen. */
  sendPast(message: Buffer): void {
    this.socket.write(message);
  }

  /** Asks for updates all the time: full ones as well as changes. */
  async watch(milliseconds: number, full = 4): Promise<void> {
    this.#asking = true;
    const end = Date.now() + milliseconds;
    for (let count = 0; Date.now() < end && this.problem === ''; count++) {
      this.request(count % full === 0 ? 0 : 1);
      const before = this.received;
      for (let pause = 0; pause < 20 && this.received === before; pause++) await delay(5);
    }
    this.#asking = false;
  }

  request(incremental: number): void {
    const { width, height } = this.size;
    this.send(join(u8(3, incremental, 0, 0, 0, 0), u8(width >> 8, width & 255, height >> 8, height & 255)));
  }

  /**
   * Waits until the last update that was asked for has come: the framing is at the end of a message then, and stays there, since bells and the
   * like come whole. A framing out of step would wait for bytes that nobody sends.
   */
  async ends(): Promise<void> {
    await until('the end of the last message', async () => {
      const before = this.received;
      await delay(250);
      return this.problem !== '' || (this.server.atBoundary && this.client.atBoundary && this.received - before < 100);
    });
  }

  /** Each message that passed. */
  get messages(): Buffer[] {
    return messagesOf(this.passed, this.#agreement);
  }

  get receivedMessages(): Buffer[] {
    return messagesOf(this.raw, this.#agreement);
  }

  close(): void {
    this.problem ||= 'closed by the test';
    this.socket.destroy();
  }

  get asking(): boolean {
    return this.#asking;
  }

  #receive(chunk: Buffer): void {
    if (this.received < KEPT) this.#raw.push(Buffer.from(chunk));
    this.received += chunk.length;
    this.server.push(chunk);
  }

  #forward(bytes: Buffer): void {
    if (this.received <= KEPT) this.#passed.push(Buffer.from(bytes));
    this.forwarded += bytes.length;
  }
}

/** Byte by byte: between two messages is wherever the framing says so. */
function messagesOf(stream: Buffer, agreement: PixelAgreement): Buffer[] {
  const messages: Buffer[] = [];
  const walker = new ServerMessages(
    'both',
    {
      forward: () => undefined,
      violation: (what) => {
        throw new Error(JSON.stringify(what));
      },
    },
    agreement,
  );
  let from = 0;
  for (let at = 0; at < stream.length; at++) {
    walker.push(stream.subarray(at, at + 1));
    if (!walker.atBoundary) continue;
    messages.push(stream.subarray(from, at + 1));
    from = at + 1;
  }
  return messages;
}

/** The flags of each Extended Clipboard message, and the length of each plain one. */
export function cutTexts(messages: readonly Buffer[]): { flags: number[]; plain: string[] } {
  const texts = messages.filter((message) => message[0] === 3);
  const extended = texts.filter((message) => message.readInt32BE(4) < 0);
  const plain = texts.filter((message) => message.readInt32BE(4) >= 0);
  return { flags: extended.map((message) => message.readInt32BE(8)), plain: plain.map((message) => message.toString('latin1', 8)) };
}

export const setCapabilities = (): Buffer => client.extendedCutText((1 << 24) | (1 << 25) | (1 << 26) | (1 << 27) | (1 << 28) | 1, s32(0));
