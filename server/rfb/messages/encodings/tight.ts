/** Tight and TightPNG (rfbproto, "Tight Encoding" and "Tight PNG Encoding"). */

import { Encoding } from './encoding';
import type { PixelLengths } from './encoding';

/** Bits 7 to 4 of the control byte; below 8 they are BasicCompression's. */
const FILL = 8;
const JPEG = 9;
/** In Tight the same value is BasicCompression without zlib, which only another pseudo-encoding allows. */
const PNG = 10;
const BASIC = 8;
const READ_FILTER_ID = 4;

const COPY_FILTER = 0;
const PALETTE_FILTER = 1;
const GRADIENT_FILTER = 2;

/** Data that is shorter stands as it is, without a length. */
const MIN_TO_COMPRESS = 12;

type State = 'control' | 'filter' | 'palette' | 'length';

export class Tight extends Encoding {
  #state: State = 'control';
  #width = 0;
  #height = 0;
  #bytesPerPixel = 0;
  /** The compact length as far as it is read, and how many of its bytes that is. */
  #length = 0;
  #lengthBytes = 0;

  constructor(private readonly png: boolean) {
    super();
  }

  begin(width: number, height: number, { bytesPerTightPixel }: PixelLengths): void {
    this.#width = width;
    this.#height = height;
    this.#bytesPerPixel = bytesPerTightPixel;
    this.#expect('control');
  }

  read(bytes: Buffer, at: number): void {
    const byte = bytes[at]!;
    switch (this.#state) {
      case 'control':
        return this.#readControl(byte >> 4);
      case 'filter':
        return this.#readFilter(byte);
      case 'palette':
        return this.#readPalette(byte + 1);
      case 'length':
        return this.#readLength(byte);
    }
  }

  #readControl(compression: number): void {
    if (compression === FILL) this.next(this.#bytesPerPixel, 0);
    else if (compression === JPEG || (compression === PNG && this.png)) this.#expectLength(0);
    else if (compression >= BASIC) this.fail('malformed', `tight compression ${compression}`);
    else if (compression & READ_FILTER_ID) this.#expect('filter');
    else this.#expectData(0, this.#width * this.#bytesPerPixel);
  }

  #readFilter(filter: number): void {
    if (filter === PALETTE_FILTER) this.#expect('palette');
    else if (filter === COPY_FILTER || filter === GRADIENT_FILTER) this.#expectData(0, this.#width * this.#bytesPerPixel);
    else this.fail('malformed', `tight filter ${filter}`);
  }

  #readPalette(colours: number): void {
    const bytesPerRow = colours <= 2 ? Math.floor((this.#width + 7) / 8) : this.#width;
    this.#expectData(colours * this.#bytesPerPixel, bytesPerRow);
  }

  #expectData(before: number, bytesPerRow: number): void {
    const length = bytesPerRow * this.#height;
    if (length < MIN_TO_COMPRESS) this.next(before + length, 0);
    else this.#expectLength(before);
  }

  #expectLength(before: number): void {
    this.#length = 0;
    this.#lengthBytes = 0;
    this.#expect('length', before);
  }

  /** One to three bytes: seven bits each, the lowest first, and all eight of the third. */
  #readLength(byte: number): void {
    const last = this.#lengthBytes === 2 || byte < 128;
    this.#length |= (last ? byte : byte & 127) << (7 * this.#lengthBytes);
    this.#lengthBytes++;
    if (last) this.next(this.#length, 0);
    else this.#expect('length');
  }

  #expect(state: State, before = 0): void {
    this.#state = state;
    this.next(before, 1);
  }
}
