/** A WebSocket client as programs are: whole messages in order, and how it ended. */

import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import { within } from './waiting';

export interface ConsoleOptions {
  headers?: Record<string, string>;
  protocols?: string[];
  ca?: string | undefined;
}

/** The answer to an upgrade that was not 101. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly text: string,
  ) {
    super(`refused with ${status}: ${text}`);
  }
}

export interface Closed {
  code: number;
  reason: string;
  /** performance.now() when it closed. */
  at: number;
}

/** Those that were not closed yet. */
const open = new Set<WebSocket>();

/** Cuts what a failed test has left open, so that the next one finds the portal as it expects it. */
export function cutConsoles(): void {
  for (const socket of open) socket.terminate();
}

export class ConsoleClient {
  readonly #messages: { data: Buffer; binary: boolean }[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly closed: Promise<Closed>;
  isClosed = false;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: RawData, binary: boolean) => {
      this.#messages.push({ data: Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]), binary });
      this.#waiting.shift()?.();
    });
    socket.on('error', () => undefined);
    open.add(socket);
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        open.delete(socket);
        this.isClosed = true;
        for (const wake of this.#waiting.splice(0)) wake();
        resolve({ code, reason: reason.toString(), at: performance.now() });
      });
    });
  }

  /** @throws Refused when the answer is not 101 */
  static async open(url: string, { headers = {}, protocols = [], ca }: ConsoleOptions = {}): Promise<ConsoleClient> {
    const socket = new WebSocket(url, protocols, { headers, perMessageDeflate: false, ...(ca === undefined ? {} : { ca }) });
    const client = new ConsoleClient(socket);
    const opened = new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_request, response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => reject(new Refused(response.statusCode ?? 0, text)));
      });
    });
    try {
      await within(`an answer to ${url}`, opened, 40_000);
    } catch (error) {
      socket.terminate();
      throw error;
    }
    return client;
  }

  async message(timeout = 15_000): Promise<{ data: Buffer; binary: boolean }> {
    if (this.#messages.length === 0) {
      const arrived = new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (!this.isClosed) await within('a message', arrived, timeout);
    }
    const message = this.#messages.shift();
    if (!message) throw new Error(`closed before a message: ${JSON.stringify(await this.closed)}`);
    return message;
  }

  async text(timeout?: number): Promise<string> {
    const { data, binary } = await this.message(timeout);
    if (binary) throw new Error(`a text was expected, not ${data.length} binary bytes`);
    return data.toString();
  }

  send(data: Buffer | string): void {
    this.socket.send(data);
  }

  close(code = 1000, reason = ''): Promise<Closed> {
    this.socket.close(code, reason);
    return within('the end of the console', this.closed);
  }

  terminate(): void {
    this.socket.terminate();
  }
}
