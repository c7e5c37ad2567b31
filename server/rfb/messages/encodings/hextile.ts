/** Hextile (RFC 6143 section 7.7.4): tiles of 16 × 16 pixels, each with a mask of what it has. */

import { Encoding } from './encoding';
import type { PixelLengths } from './encoding';

const TILE = 16;
const RAW = 1;
const BACKGROUND_SPECIFIED = 2;
const FOREGROUND_SPECIFIED = 4;
const ANY_SUBRECTS = 8;
const SUBRECTS_COLOURED = 16;
/** The two bits above belong to zlibhex, which is not asked for; the one above these to nothing. */
const KNOWN = 31;
/** Position and size, four bits each number. */
const PLACE = 2;

export class Hextile extends Encoding {
  #bytesPerPixel = 0;
  #width = 0;
  #height = 0;
  /** The tile under way: its left and upper edge in the rectangle. */
  #x = 0;
  #y = 0;
  /** Bytes of each subrectangle, when it is their number that is read next; else 0. */
  #subrectangle = 0;

  begin(width: number, height: number, { bytesPerPixel }: PixelLengths): void {
    this.#bytesPerPixel = bytesPerPixel;
    this.#width = width;
    this.#height = height;
    this.#x = 0;
    this.#y = 0;
    this.#subrectangle = 0;
    this.next(0, width > 0 && height > 0 ? 1 : 0);
  }

  read(bytes: Buffer, at: number): void {
    if (this.#subrectangle > 0) this.#readCount(bytes[at]!);
    else this.#readMask(bytes[at]!);
  }

  #readMask(mask: number): void {
    if (mask > KNOWN) {
      this.fail('malformed', `hextile mask ${mask}`);
    } else if (mask & RAW) {
      const width = Math.min(TILE, this.#width - this.#x);
      const height = Math.min(TILE, this.#height - this.#y);
      this.#endTile(width * height * this.#bytesPerPixel);
    } else {
      const pixels = (mask & BACKGROUND_SPECIFIED ? 1 : 0) + (mask & FOREGROUND_SPECIFIED ? 1 : 0);
      if (mask & ANY_SUBRECTS) {
        this.#subrectangle = PLACE + (mask & SUBRECTS_COLOURED ? this.#bytesPerPixel : 0);
        this.next(pixels * this.#bytesPerPixel, 1);
      } else {
        this.#endTile(pixels * this.#bytesPerPixel);
      }
    }
  }

  #readCount(count: number): void {
    const length = count * this.#subrectangle;
    this.#subrectangle = 0;
    this.#endTile(length);
  }

  /** @param rest of this tile, before the next one's mask */
  #endTile(rest: number): void {
    this.#x += TILE;
    if (this.#x >= this.#width) {
      this.#x = 0;
      this.#y += TILE;
    }
    this.next(rest, this.#y < this.#height ? 1 : 0);
  }
}
