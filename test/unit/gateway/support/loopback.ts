/** Real connections on loopback, and one end of a WebSocket by hand. */

import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { decodeFrame, type Frame, opcodes } from '../../../support/frames';
import { until } from '../../../support/waiting';

const opened: Socket[] = [];

/** Two ends of one connection, half-open like the portal's own. */
export async function pair(): Promise<[near: Socket, far: Socket]> {
  const server = net.createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const far = net.connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  const [near] = (await once(server, 'connection')) as [Socket];
  server.close();
  far.on('error', () => undefined);
  opened.push(near, far);
  return [near, far];
}

export function destroyPairs(): void {
  for (const socket of opened.splice(0)) socket.destroy();
}

/** What the other side holds, with all that came to it. */
export class FarEnd {
  #chunks: Buffer[] = [];
  received = 0;
  ended = false;
  closed = false;

  constructor(readonly socket: Socket) {
    socket
      .on('data', (chunk: Buffer) => {
        this.#chunks.push(chunk);
        this.received += chunk.length;
      })
      .on('end', () => (this.ended = true))
      .on('close', () => (this.closed = true));
  }

  get bytes(): Buffer {
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  async has(length: number): Promise<Buffer> {
    await until(`${length} bytes`, () => this.received >= length);
    return this.bytes;
  }

  /** Whole frames so far. */
  get frames(): Frame[] {
    const frames: Frame[] = [];
    let rest = this.bytes;
    for (let next = decodeFrame(rest); next; next = decodeFrame(rest)) {
      frames.push(next.frame);
      rest = rest.subarray(next.length);
    }
    return frames;
  }

  /** What all binary frames hold together. */
  get payload(): Buffer {
    return Buffer.concat(this.frames.filter(({ opcode }) => opcode === opcodes.binary).map(({ payload }) => payload));
  }

  /** @param count of frames of that opcode */
  async frame(opcode: number, count = 1): Promise<Frame> {
    return until(`frame ${count} of opcode ${opcode}`, () => this.frames.filter((frame) => frame.opcode === opcode)[count - 1]);
  }
}
