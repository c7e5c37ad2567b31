/** A host that sends counted bytes without an end, and viewers that notice one that is missing, doubled or changed. */

import type { ConsoleClient } from './console-client';
import { startVncEcho } from './vnc-echo';
import type { VncEcho } from './vnc-echo';

const BLOCK = 16 * 1024;
const EVERY_MS = 20;

/** Bytes `from` … `from + length` of the one stream that all of them are: its four-byte words count up. */
function counted(from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 4) bytes.writeUInt32BE(((from + at) / 4) >>> 0, at);
  return bytes;
}

export interface StreamingHost extends Pick<VncEcho, 'url' | 'clients' | 'connections'> {
  /** No more from now on. @returns bytes that each viewer was sent, in the order in which they came */
  finish(): number[];
  stop(): Promise<void>;
}

export async function startStreamingHost(): Promise<StreamingHost> {
  const host = await startVncEcho({ echo: false });
  const sent: number[] = [];
  const timer = setInterval(() => {
    host.connections.forEach(({ socket }, n) => {
      if (sent[n] === undefined) socket.once('end', () => socket.end());
      sent[n] ??= 0;
      if (socket.destroyed || socket.writableNeedDrain) return;
      socket.write(counted(sent[n], BLOCK));
      sent[n] += BLOCK;
    });
  }, EVERY_MS);
  return {
    url: host.url,
    connections: host.connections,
    clients: host.clients,
    finish() {
      clearInterval(timer);
      return sent;
    },
    stop() {
      clearInterval(timer);
      return host.stop();
    },
  };
}

export class CountingViewer {
  /** Bytes that came, all of them in their place. */
  received = 0;
  fault: Error | null = null;

  /** @param console that has come through its handshake */
  constructor(readonly console: ConsoleClient) {
    void this.#read();
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const { data } = await this.console.message(60_000);
        // Whole words: what a message has in front of the first and behind the last is compared too.
        const start = this.received - (this.received % 4);
        const expected = counted(start, Math.ceil((this.received + data.length - start) / 4) * 4);
        const offset = this.received - start;
        if (!expected.subarray(offset, offset + data.length).equals(data)) throw new Error(`wrong bytes after ${this.received}`);
        this.received += data.length;
      }
    } catch (error) {
      if (!this.console.isClosed) this.fault = error as Error;
    }
  }
}
