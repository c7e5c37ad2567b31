/** Pixel formats (RFC 6143 section 7.4) that noVNC does not have, for servers that don't follow the one that it asks for. */

import type { Colours } from '@/server/contract/settings';

interface Channel {
  max: number;
  shift: number;
}

export interface PixelFormat {
  bits: 8 | 16 | 32;
  depth: number;
  bigEndian: boolean;
  /** Otherwise a pixel is a number of a colour in the server's map (section 7.6.2). */
  trueColour: boolean;
  red: Channel;
  green: Channel;
  blue: Channel;
}

/** 256 colours: three bits of red and of green, two of blue. Servers know it as BGR233. */
export const FEW_COLOURS: PixelFormat = {
  ...{ bits: 8, depth: 8, bigEndian: false, trueColour: true },
  ...{ red: { max: 7, shift: 0 }, green: { max: 7, shift: 3 }, blue: { max: 3, shift: 6 } },
};

/** @param bytes the 16 bytes of PIXEL_FORMAT. @returns null where nobody can tell the colours of such pixels */
export function readPixelFormat(bytes: Uint8Array): PixelFormat | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = view.getUint8(0);
  if (bits !== 8 && bits !== 16 && bits !== 32) return null;
  const channel = (max: number, shift: number): Channel => ({ max: view.getUint16(max), shift: view.getUint8(shift) });
  const format: PixelFormat = {
    ...{ bits, depth: view.getUint8(1), bigEndian: view.getUint8(2) !== 0, trueColour: view.getUint8(3) !== 0 },
    ...{ red: channel(4, 10), green: channel(6, 11), blue: channel(8, 12) },
  };
  if (!format.trueColour) return bits === 8 ? format : null;
  const fits = [format.red, format.green, format.blue].every(({ max, shift }) => max > 0 && shift < bits && max * 2 ** shift < 2 ** bits);
  return fits ? format : null;
}

/** SetPixelFormat (section 7.5.1). */
export function setPixelFormat({ bits, depth, bigEndian, trueColour, red, green, blue }: PixelFormat): Uint8Array {
  const message = new Uint8Array(20);
  const view = new DataView(message.buffer);
  message.set([bits, depth, bigEndian ? 1 : 0, trueColour ? 1 : 0], 4);
  [red, green, blue].forEach(({ max, shift }, n) => {
    view.setUint16(8 + 2 * n, max);
    view.setUint8(14 + n, shift);
  });
  return message;
}

/**
 * @param own what the server has in ServerInit; null where that is of no use
 * @returns null: the one that noVNC asks for
 */
export function formatFor(colours: Colours, own: PixelFormat | null): PixelFormat | null {
  if (colours === 'full') return null;
  if (colours === 'own') return own;
  // A server with few bits of its own may know no others.
  return own && own.bits < 32 ? own : FEW_COLOURS;
}

/** Makes red, green, blue and opacity, a byte each, of a server's pixels. */
export class PixelReader {
  readonly #table: Uint8Array | null;

  constructor(readonly format: PixelFormat) {
    // As for 256 colours, until the server sends its map.
    const colour = format.trueColour ? format : FEW_COLOURS;
    this.#table = format.bits === 32 ? null : new Uint8Array(4 * 2 ** format.bits);
    for (let pixel = 0; this.#table && pixel < 2 ** format.bits; pixel++) put(this.#table, 4 * pixel, pixel, colour);
  }

  /** @param colours of SetColourMapEntries: two bytes each for red, green and blue */
  mapColours(first: number, colours: Uint8Array): void {
    if (this.format.trueColour || !this.#table) return;
    for (let n = 0; 6 * n + 5 < colours.length && first + n < 256; n++) {
      for (const channel of [0, 1, 2]) this.#table[4 * (first + n) + channel] = colours[6 * n + 2 * channel]!;
    }
  }

  /** @param pixels as many as `rgba` has room for */
  read(pixels: Uint8Array, rgba: Uint8Array): void {
    const { bits, bigEndian } = this.format;
    const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    for (let at = 0, from = 0; at < rgba.length; at += 4, from += bits / 8) {
      if (bits === 32) put(rgba, at, view.getUint32(from, !bigEndian), this.format);
      else {
        const entry = 4 * (bits === 8 ? pixels[from]! : view.getUint16(from, !bigEndian));
        for (let channel = 0; channel < 4; channel++) rgba[at + channel] = this.#table![entry + channel]!;
      }
    }
  }
}

function put(rgba: Uint8Array, at: number, pixel: number, { red, green, blue }: PixelFormat): void {
  rgba[at] = shade(pixel, red);
  rgba[at + 1] = shade(pixel, green);
  rgba[at + 2] = shade(pixel, blue);
  rgba[at + 3] = 255;
}

const shade = (pixel: number, { max, shift }: Channel) => Math.round((((pixel >>> shift) & max) * 255) / max);
