/** As much of a VNC viewer as it takes to see a screen (RFC 6143): handshake, one full framebuffer update in Raw, key events. */

import { createCipheriv } from 'node:crypto';
import { ConsoleClient } from './console-client';
import type { ConsoleOptions } from './console-client';

export interface Screen {
  width: number;
  height: number;
  /** Red, green, blue, one byte each, row by row. */
  pixels: Buffer;
}

const SECURITY_NONE = 1;
const SECURITY_VNC = 2;
const ENCODING_RAW = 0;
const ENCODING_DESKTOP_SIZE = -223;

export class RfbClient {
  #buffer: Buffer = Buffer.alloc(0);
  width = 0;
  height = 0;
  name = '';
  security: number[] = [];

  private constructor(readonly console: ConsoleClient) {}

  static async open(url: string, options: ConsoleOptions & { password?: string } = {}): Promise<RfbClient> {
    const client = new RfbClient(await ConsoleClient.open(url, { protocols: ['binary'], ...options }));
    await client.#handshake(options.password);
    return client;
  }

  async #read(length: number): Promise<Buffer> {
    while (this.#buffer.length < length) this.#buffer = Buffer.concat([this.#buffer, (await this.console.message()).data]);
    const bytes = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return bytes;
  }

  async #handshake(password: string | undefined): Promise<void> {
    const version = (await this.#read(12)).toString('latin1');
    if (!/^RFB 003\.\d{3}\n$/.test(version)) throw new Error(`not RFB: ${JSON.stringify(version)}`);
    this.console.send(Buffer.from('RFB 003.008\n'));
    const count = (await this.#read(1))[0]!;
    if (count === 0) throw new Error(`refused: ${await this.#reason()}`);
    this.security = [...(await this.#read(count))];
    const type = password === undefined ? SECURITY_NONE : SECURITY_VNC;
    if (!this.security.includes(type)) throw new Error(`security types ${this.security.join()}, without ${type}`);
    this.console.send(Buffer.from([type]));
    if (password !== undefined) this.console.send(vncAuthResponse(await this.#read(16), password));
    if ((await this.#read(4)).readUInt32BE() !== 0) throw new Error(`login failed: ${await this.#reason()}`);
    this.console.send(Buffer.from([1]));
    const init = await this.#read(24);
    this.width = init.readUInt16BE(0);
    this.height = init.readUInt16BE(2);
    this.name = (await this.#read(init.readUInt32BE(20))).toString();
    // 32 bits a pixel, little-endian, 8 bits a colour: blue, green, red, unused.
    this.console.send(Buffer.from([0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]));
    const encodings = Buffer.alloc(12);
    encodings[0] = 2;
    encodings.writeUInt16BE(2, 2);
    encodings.writeInt32BE(ENCODING_RAW, 4);
    encodings.writeInt32BE(ENCODING_DESKTOP_SIZE, 8);
    this.console.send(encodings);
  }

  async #reason(): Promise<string> {
    return (await this.#read((await this.#read(4)).readUInt32BE())).toString();
  }

  /** Asks for the whole screen and reads messages until it has come. */
  async screen(): Promise<Screen> {
    for (;;) {
      const request = Buffer.alloc(10);
      request[0] = 3;
      request.writeUInt16BE(this.width, 6);
      request.writeUInt16BE(this.height, 8);
      this.console.send(request);
      const screen = await this.#update();
      if (screen) return screen;
    }
  }

  /** @returns null when the size changed meanwhile */
  async #update(): Promise<Screen | null> {
    const { width, height } = this;
    const pixels = Buffer.alloc(width * height * 3);
    let covered = 0;
    while (covered < width * height) {
      const type = (await this.#read(1))[0]!;
      if (type === 2) continue;
      if (type === 3) {
        await this.#read((await this.#read(7)).readUInt32BE(3));
        continue;
      }
      if (type !== 0) throw new Error(`message type ${type}`);
      const rectangles = (await this.#read(3)).readUInt16BE(1);
      for (let rectangle = 0; rectangle < rectangles; rectangle++) {
        const header = await this.#read(12);
        const [x, y, w, h] = [header.readUInt16BE(0), header.readUInt16BE(2), header.readUInt16BE(4), header.readUInt16BE(6)];
        const encoding = header.readInt32BE(8);
        if (encoding === ENCODING_DESKTOP_SIZE) {
          this.width = w;
          this.height = h;
          continue;
        }
        if (encoding !== ENCODING_RAW) throw new Error(`encoding ${encoding}`);
        const raw = await this.#read(w * h * 4);
        covered += w * h;
        for (let row = 0; row < h; row++) {
          for (let column = 0; column < w; column++) {
            const from = (row * w + column) * 4;
            const to = ((y + row) * width + x + column) * 3;
            pixels[to] = raw[from + 2]!;
            pixels[to + 1] = raw[from + 1]!;
            pixels[to + 2] = raw[from]!;
          }
        }
      }
      if (this.width !== width || this.height !== height) return null;
    }
    return { width, height, pixels };
  }

  key(keysym: number, down: boolean): void {
    const event = Buffer.alloc(8);
    event[0] = 4;
    event[1] = down ? 1 : 0;
    event.writeUInt32BE(keysym, 4);
    this.console.send(event);
  }

  close(): Promise<unknown> {
    return this.console.close();
  }
}

/** DES with the bits of each key byte reversed; three times the same key makes triple DES single. */
function vncAuthResponse(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8);
  Buffer.from(password, 'latin1').copy(key, 0, 0, 8);
  const reversed = key.map((byte) => Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2));
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([reversed, reversed, reversed]), null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

/** How many different colours a screen shows, and the share of its pixels that are not of the commonest one. */
export function colours({ pixels }: Screen): { count: number; drawn: number } {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return { count: counts.size, drawn: 1 - Math.max(...counts.values()) / (pixels.length / 3) };
}
