/** A VNC server by script, on the other end of a stream in memory: it reads and writes by the specification, and knows nothing of the product. */

import { type Duplex, duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { ByteStream } from '@/server/rfb/byte-stream';

/** How the bytes of the peer reach the reader: each write whole, byte by byte, cut once after so many bytes, or ended after so many. */
export type Delivery = 'whole' | 'bytes' | { cutAt: number } | { endAt: number };

export class ScriptedPeer {
  /** All that was sent, and so how many boundaries there are. */
  sent = 0;
  private chunks: Buffer[] = [];
  private wake: (() => void) | undefined;
  private ended = false;

  constructor(
    readonly side: Duplex,
    private readonly delivery: Delivery = 'whole',
  ) {
    side.on('data', (chunk: Buffer) => {
      this.chunks.push(chunk);
      this.wake?.();
    });
    side.on('close', () => this.close());
    side.on('end', () => this.close());
    side.on('error', () => this.close());
  }

  async send(...parts: (Uint8Array | number[])[]): Promise<void> {
    const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
    for (const piece of this.pieces(bytes)) {
      if (this.side.writable) this.side.write(piece);
      this.sent += piece.length;
      if (this.delivery !== 'whole') await turn();
    }
    if (typeof this.delivery === 'object' && 'endAt' in this.delivery && this.sent >= this.delivery.endAt) {
      this.side.end();
      throw new Error('the script ends here');
    }
  }

  async take(length: number): Promise<Buffer> {
    for (;;) {
      const all = Buffer.concat(this.chunks);
      this.chunks = [all.subarray(length)];
      if (all.length >= length) return all.subarray(0, length);
      this.chunks = [all];
      if (this.ended) throw new Error(`the client has gone with ${all.length} of ${length} bytes`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** What the client wrote and the script did not ask for. */
  left(): Buffer {
    return Buffer.concat(this.chunks);
  }

  private close(): void {
    this.ended = true;
    this.wake?.();
  }

  private pieces(bytes: Buffer): Buffer[] {
    if (this.delivery === 'whole') return [bytes];
    if (this.delivery === 'bytes') return Array.from(bytes, (byte) => Buffer.of(byte));
    if ('endAt' in this.delivery) return [bytes.subarray(0, Math.max(0, this.delivery.endAt - this.sent))];
    const cut = this.delivery.cutAt - this.sent;
    return cut > 0 && cut < bytes.length ? [bytes.subarray(0, cut), bytes.subarray(cut)] : [bytes];
  }
}

/** A client's stream, and the script that runs at its other end. The script's result waits; when it fails, the client sees a closed stream. */
export function against<T>(script: (peer: ScriptedPeer) => Promise<T>, delivery: Delivery = 'whole', timeoutMs = 5_000) {
  const [ours, theirs] = duplexPair();
  // As with sockets, who goes takes the other along.
  ours.on('close', () => theirs.destroy());
  theirs.on('close', () => ours.destroy());
  const peer = new ScriptedPeer(theirs, delivery);
  const stream = new ByteStream(ours, { timeoutMs });
  const result = script(peer);
  result.catch(() => theirs.destroy());
  return { stream, peer, result };
}

/** Every delivery of so many bytes: whole, byte by byte, and cut at each boundary. */
export function everyDelivery(length: number): Delivery[] {
  return ['whole', 'bytes', ...Array.from({ length: length - 1 }, (_, i) => ({ cutAt: i + 1 }))];
}

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
