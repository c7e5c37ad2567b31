/** A TCP or TLS connection, read and written byte by byte: what a browser or a client library would hide. */

import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { decodeFrame } from './frames';
import type { Frame } from './frames';
import { within } from './waiting';

const TIMEOUT = 15_000;

export interface Head {
  /** As it came, with the empty line that ends it. */
  text: string;
  /** The first line. */
  line: string;
  /** Of an answer; 0 for a request. */
  status: number;
  /** Names in lower case, in order, repeated as they came. */
  fields: [string, string][];
  /** The values of a field, joined by commas; undefined when there is none. */
  header(name: string): string | undefined;
}

/** How the other side ended its direction. */
export type End = 'fin' | 'reset';

export class RawConnection {
  #buffer: Buffer = Buffer.alloc(0);
  #wake: (() => void) | null = null;
  #end: End | null = null;
  readonly ended: Promise<End>;
  readonly closed: Promise<void>;
  /** When bytes last arrived, ms. */
  lastDataAt = 0;

  constructor(readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.lastDataAt = performance.now();
      this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
      this.#wake?.();
    });
    this.ended = new Promise((resolve) => {
      const end = (how: End): void => {
        this.#end ??= how;
        this.#wake?.();
        resolve(this.#end);
      };
      socket.on('end', () => end('fin'));
      socket.on('error', () => end('reset'));
      socket.on('close', () => end('reset'));
    });
    this.closed = new Promise((resolve) => socket.on('close', () => resolve()));
  }

  /** @param target a port of 127.0.0.1, or the URL of a server; TLS when it is https or wss */
  static async open(target: number | string, { ca }: { ca?: string | undefined } = {}): Promise<RawConnection> {
    const url = new URL(typeof target === 'number' ? `http://127.0.0.1:${target}` : target);
    const place = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port), allowHalfOpen: true };
    const secure = /^(https|wss):$/.test(url.protocol);
    const socket = secure ? connectTls({ ...place, ...(ca === undefined ? {} : { ca }) }) : connectTcp(place);
    await within(
      `a connection to ${url.host}`,
      new Promise((resolve, reject) => socket.once(secure ? 'secureConnect' : 'connect', resolve).once('error', reject)),
      TIMEOUT,
    );
    return new RawConnection(socket);
  }

  write(data: Buffer | string): Promise<void> {
    return new Promise((resolve, reject) => this.socket.write(data, (error) => (error ? reject(error) : resolve())));
  }

  /** What has arrived and was not read yet. */
  get pending(): Buffer {
    return this.#buffer;
  }

  /** Takes from what arrives as soon as `take` finds something. @throws with what arrived when the other side ends or the time passes */
  async #read<T>(what: string, take: (buffer: Buffer) => { value: T; length: number } | null, timeout = TIMEOUT): Promise<T> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const taken = take(this.#buffer);
      if (taken) {
        this.#buffer = this.#buffer.subarray(taken.length);
        return taken.value;
      }
      const have = `${this.#buffer.length} bytes: ${JSON.stringify(this.#buffer.subarray(0, 300).toString('latin1'))}`;
      if (this.#end !== null) throw new Error(`the connection ended (${this.#end}) before ${what}, with ${have}`);
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`waited ${timeout} ms in vain for ${what}, with ${have}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
    }
  }

  bytes(length: number, timeout?: number): Promise<Buffer> {
    const take = (buffer: Buffer) => (buffer.length >= length ? { value: buffer.subarray(0, length), length } : null);
    return this.#read(`${length} bytes`, take, timeout);
  }

  head(timeout?: number): Promise<Head> {
    const take = (buffer: Buffer): { value: Head; length: number } | null => {
      const at = buffer.indexOf('\r\n\r\n');
      return at < 0 ? null : { value: parseHead(buffer.subarray(0, at + 4).toString('latin1')), length: at + 4 };
    };
    return this.#read('the end of the headers', take, timeout);
  }

  frame(timeout?: number): Promise<Frame> {
    const take = (buffer: Buffer): { value: Frame; length: number } | null => {
      const decoded = decodeFrame(buffer);
      return decoded && { value: decoded.frame, length: decoded.length };
    };
    return this.#read('a whole frame', take, timeout);
  }

  /** Everything until the other side's FIN. */
  async rest(timeout = TIMEOUT): Promise<Buffer> {
    await within('the end of the connection', this.ended, timeout);
    const all = this.#buffer;
    this.#buffer = Buffer.alloc(0);
    return all;
  }

  fin(): void {
    this.socket.end();
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }

  close(): void {
    this.socket.destroy();
  }
}

export function parseHead(text: string): Head {
  const [line, ...lines] = text.split('\r\n');
  const fields = lines
    .filter((field) => field !== '')
    .map((field): [string, string] => {
      const at = field.indexOf(':');
      return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
    });
  return {
    text,
    line: line!,
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(line!)?.[1] ?? 0),
    fields,
    header(name) {
      const values = fields.filter(([field]) => field === name.toLowerCase()).map(([, value]) => value);
      return values.length === 0 ? undefined : values.join(', ');
    },
  };
}

/** A key as RFC 6455 section 1.3 has it; its accept value is `s3pPLMBiTxaQ9kYGzzhZRbK+xOo=`. */
export const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
export const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

export type Fields = Record<string, string | string[] | undefined>;

/** An upgrade request; `fields` replace the usual ones by name, and undefined leaves one out. */
export function upgradeRequest(path: string, host: string, fields: Fields = {}, line = `GET ${path} HTTP/1.1`): string {
  const usual: Fields = {
    Host: host,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': SAMPLE_KEY,
  };
  const lines = Object.entries({ ...usual, ...fields }).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => `${name}: ${one}`),
  );
  return [line, ...lines, '', ''].join('\r\n');
}
