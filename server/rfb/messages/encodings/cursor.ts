/** Pseudo-encodings that tell of the pointer: Cursor (RFC 6143 section 7.8.1), X Cursor and VMware Cursor (rfbproto). */

import { Encoding, Sized } from './encoding';
import type { PixelLengths } from './encoding';

/** One bit a pixel, each row in whole bytes. */
const maskBytes = (width: number, height: number): number => Math.floor((width + 7) / 8) * height;

export const cursor = (): Sized =>
  new Sized((width, height, { bytesPerPixel }) => width * height * bytesPerPixel + maskBytes(width, height));

/** Two colours of three bytes, then bitmap and mask; nothing at all for a pointer without pixels. */
export const xCursor = (): Sized => new Sized((width, height) => (width * height === 0 ? 0 : 6 + 2 * maskBytes(width, height)));

/** The rectangle's own position is all they tell (rfbproto, "VMware Cursor Position"; TightVNC's PointerPos). */
export const cursorPosition = (): Sized => new Sized(() => 0);

const CLASSIC = 0;
const ALPHA = 1;
const RGBA_BYTES = 4;

export class VmwareCursor extends Encoding {
  #pixels = 0;
  #bytesPerPixel = 0;

  begin(width: number, height: number, { bytesPerPixel }: PixelLengths): void {
    this.#pixels = width * height;
    this.#bytesPerPixel = bytesPerPixel;
    // Type and padding.
    this.next(0, 2);
  }

  read(bytes: Buffer, at: number): void {
    const type = bytes[at]!;
    if (type === CLASSIC) this.next(2 * this.#pixels * this.#bytesPerPixel, 0);
    else if (type === ALPHA) this.next(this.#pixels * RGBA_BYTES, 0);
    else this.fail('unknown', `VMware cursor type ${type}`);
  }
}
