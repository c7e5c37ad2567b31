/**
 * The pixel format of a session whose server → client stream is framed: what the client asked for decides how long the server's rectangles are.
 *
 * Nothing in the stream tells where one pixel format ends and the next begins, which is why RFC 6143 section 7.5.1 has clients wait for
 * updates under way. A client that does not wait would bring the framing out of step, and a text that follows would pass for pixels. So the
 * format is fixed by the first message that can bring an update: besides FramebufferUpdateRequest and EnableContinuousUpdates that is
 * SetEncodings, which QEMU answers with a cursor unasked. noVNC sets its format once, before all of these.
 */

import { hasCertainLengths, PIXEL_FORMAT_BYTES } from './pixel-format';

export class PixelAgreement {
  /** Bytes of a PIXEL (RFC 6143 section 7.4). */
  bytesPerPixel = 0;
  /** Bytes of a TPIXEL (rfbproto, "Tight Encoding"). */
  bytesPerTightPixel = 0;

  /** Whether the server has said that it takes the longer PointerEvent (rfbproto, "ExtendedMouseButtons Pseudo-encoding"). */
  extendedMouse = false;

  readonly #format = Buffer.alloc(PIXEL_FORMAT_BYTES);
  #fixed = false;

  /** @param natural the format of ServerInit, which holds as long as the client asks for no other */
  constructor(natural: Buffer) {
    if (natural.length !== PIXEL_FORMAT_BYTES) throw new RangeError('a pixel format has 16 bytes');
    this.#set(natural, 0);
  }

  /** Whether updates may come from now on. */
  get fixed(): boolean {
    return this.#fixed;
  }

  /** @returns false when this format cannot be had, or no longer */
  propose(bytes: Buffer, at: number): boolean {
    if (!hasCertainLengths(bytes, at)) return false;
    if (this.#fixed) return this.#format.compare(bytes, at, at + PIXEL_FORMAT_BYTES) === 0;
    this.#set(bytes, at);
    return true;
  }

  /** @returns false when the server's own format is still in force and lengths in it are not certain */
  fix(): boolean {
    this.#fixed ||= hasCertainLengths(this.#format, 0);
    return this.#fixed;
  }

  #set(bytes: Buffer, at: number): void {
    bytes.copy(this.#format, 0, at, at + PIXEL_FORMAT_BYTES);
    this.bytesPerPixel = this.#format[0]! / 8;
    this.bytesPerTightPixel = this.bytesPerPixel === 4 ? 3 : this.bytesPerPixel;
  }
}
