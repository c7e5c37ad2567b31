/** A VNC server written from RFC 6143, for what no package does: panels with few colours, formats of their own, sizes that are rounded. */

import { createServer, type Socket } from 'node:net';
import { listen } from './ports';

export interface UnusualFormat {
  bits: 8 | 16 | 32;
  bigEndian?: boolean;
  /** The largest value and the shift of red, green and blue. */
  red: [number, number];
  green: [number, number];
  blue: [number, number];
}

export interface UnusualOptions {
  format: UnusualFormat;
  /** It sends its own format, whatever it is asked for. */
  ignoresFormat?: boolean;
  /** It hangs up on whoever asks for more bits than it has. */
  onlyItsBits?: boolean;
  /** It has red and blue in each other's place. */
  swapsRedBlue?: boolean;
  /** It takes sizes, rounded down to a multiple of this. */
  roundsTo?: number;
  /** It takes the side buttons of a mouse (rfbproto, "ExtendedMouseButtons"). */
  sideButtons?: boolean;
}

export interface UnusualRfb {
  port: number;
  /** The sizes that it was asked for, as in 1000x700. */
  readonly sizes: readonly string[];
  /** The buttons of the pointer, each time they changed. */
  readonly buttons: readonly number[];
  stop(): Promise<void>;
}

/** What it shows: four fields, from the upper left to the lower right. */
export const FIELDS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
] as const;
const [WIDTH, HEIGHT] = [64, 48];

const EXTENDED_DESKTOP_SIZE = -308;
const EXTENDED_MOUSE_BUTTONS = -316;

export async function startUnusualRfb(options: UnusualOptions): Promise<UnusualRfb> {
  const sizes: string[] = [];
  const buttons: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    serve(socket, options, { sizes, buttons });
  });
  const port = await listen(server);
  return {
    port,
    sizes,
    buttons,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(socket: Socket, options: UnusualOptions, seen: { sizes: string[]; buttons: number[] }): void {
  let format = options.format;
  let [width, height] = [WIDTH, HEIGHT];
  let received = Buffer.alloc(0);
  let step = 0;
  let mask = 0;

  const handshake: [number, () => void][] = [
    [12, () => socket.write(Uint8Array.of(1, 1))],
    [1, () => socket.write(Buffer.alloc(4))],
    [1, () => socket.write(Buffer.concat([size(width, height), formatBytes(options.format), Buffer.from('\0\0\0\u0005panel', 'latin1')]))],
  ];

  /** @returns how long the message is; 0: more is needed */
  const lengthOf = (message: Buffer): number => {
    const long = (head: number, length: () => number) => (message.length < head ? 0 : length());
    const longer = options.sideButtons && (message[1] ?? 0) & 0x80;
    switch (message[0]) {
      case 0:
        return 20;
      case 2:
        return long(4, () => 4 + 4 * message.readUInt16BE(2));
      case 3:
      case 150:
        return 10;
      case 4:
        return 8;
      case 5:
        return long(2, () => (longer ? 7 : 6));
      case 6:
        return long(8, () => 8 + Math.abs(message.readInt32BE(4)));
      case 248:
        return long(9, () => 9 + message[8]!);
      case 251:
        return long(8, () => 8 + 16 * message[6]!);
      default:
        throw new Error(`message ${message[0]}`);
    }
  };

  const take = (message: Buffer): void => {
    if (message[0] === 0) {
      if (options.onlyItsBits && message[4] !== options.format.bits) socket.destroy();
      else if (!options.ignoresFormat) format = readFormat(message.subarray(4));
    } else if (message[0] === 2) {
      const wanted = Array.from({ length: message.readUInt16BE(2) }, (_, n) => message.readInt32BE(4 + 4 * n));
      if (options.roundsTo && wanted.includes(EXTENDED_DESKTOP_SIZE)) socket.write(update([screen(0, width, height)]));
      if (options.sideButtons && wanted.includes(EXTENDED_MOUSE_BUTTONS))
        socket.write(update([rectangle(0, 0, 0, 0, EXTENDED_MOUSE_BUTTONS)]));
    } else if (message[0] === 3 && message[1] === 0) {
      socket.write(update([Buffer.concat([rectangle(0, 0, width, height, 0), picture(width, height, format, options)])]));
    } else if (message[0] === 5) {
      const pressed = (message[1]! & 0x7f) | (message.length === 7 ? message[6]! << 7 : 0);
      if (pressed !== mask) seen.buttons.push((mask = pressed));
    } else if (message[0] === 251) {
      const [w, h] = [message.readUInt16BE(2), message.readUInt16BE(4)];
      seen.sizes.push(`${w}x${h}`);
      const rounded = (length: number) => length - (length % options.roundsTo!);
      [width, height] = [rounded(w), rounded(h)];
      socket.write(update([screen(1, width, height)]));
    }
  };

  socket.write('RFB 003.008\n');
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length > 0) {
      const length = step < handshake.length ? handshake[step]![0] : lengthOf(received);
      if (length === 0 || received.length < length) return;
      const message = received.subarray(0, length);
      received = received.subarray(length);
      if (step < handshake.length) handshake[step++]![1]();
      else take(message);
    }
  });
}

function size(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16BE(width, 0);
  bytes.writeUInt16BE(height, 2);
  return bytes;
}

function update(rectangles: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, rectangles.length]), ...rectangles]);
}

function rectangle(x: number, y: number, width: number, height: number, encoding: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(x, 0);
  bytes.writeUInt16BE(y, 2);
  size(width, height).copy(bytes, 4);
  bytes.writeInt32BE(encoding, 8);
  return bytes;
}

/** @param reason 1: as the viewer asked */
function screen(reason: number, width: number, height: number): Buffer {
  const one = Buffer.alloc(16);
  size(width, height).copy(one, 8);
  return Buffer.concat([rectangle(reason, 0, width, height, EXTENDED_DESKTOP_SIZE), Buffer.from([1, 0, 0, 0]), one]);
}

function formatBytes({ bits, bigEndian, red, green, blue }: UnusualFormat): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.set([bits, bits === 32 ? 24 : bits, bigEndian ? 1 : 0, 1]);
  [red, green, blue].forEach(([max, shift], n) => {
    bytes.writeUInt16BE(max, 4 + 2 * n);
    bytes[10 + n] = shift;
  });
  return bytes;
}

function readFormat(bytes: Buffer): UnusualFormat {
  const channel = (n: number): [number, number] => [bytes.readUInt16BE(4 + 2 * n), bytes[10 + n]!];
  return { bits: bytes[0] as 8 | 16 | 32, bigEndian: bytes[2] !== 0, red: channel(0), green: channel(1), blue: channel(2) };
}

function picture(
  width: number,
  height: number,
  { bits, bigEndian, red, green, blue }: UnusualFormat,
  { swapsRedBlue }: UnusualOptions,
): Buffer {
  const pixels = Buffer.alloc((width * height * bits) / 8);
  const part = (value: number, [max, shift]: [number, number]) => Math.round((value * max) / 255) * 2 ** shift;
  for (let at = 0; at < width * height; at++) {
    const field = (at % width < width / 2 ? 0 : 1) + (at < (width * height) / 2 ? 0 : 2);
    const [r, g, b] = swapsRedBlue ? [FIELDS[field]![2], FIELDS[field]![1], FIELDS[field]![0]] : FIELDS[field]!;
    const pixel = part(r, red) + part(g, green) + part(b, blue);
    const bytes = bits / 8;
    if (bigEndian) pixels.writeUIntBE(pixel, at * bytes, bytes);
    else pixels.writeUIntLE(pixel, at * bytes, bytes);
  }
  return pixels;
}
