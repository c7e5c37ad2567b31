/** PIXEL_FORMAT (RFC 6143 section 7.4), as far as lengths depend on it. */

export const PIXEL_FORMAT_BYTES = 16;

const BYTE_ALIGNED: readonly number[] = [0, 8, 16, 24];

/** RFC 6143 section 7.4: bits-per-pixel must be 8, 16 or 32, and no smaller than depth. */
export function isPixelFormat(bytes: Buffer, at: number): boolean {
  const bitsPerPixel = bytes[at]!;
  const depth = bytes[at + 1]!;
  return (bitsPerPixel === 8 || bitsPerPixel === 16 || bitsPerPixel === 32) && depth > 0 && depth <= bitsPerPixel;
}

/**
 * Whether all servers agree on how long pixels of this format are, TPIXEL (rfbproto, "Tight Encoding") among them. They differ where the
 * specification is loose: some look at the depth and some don't, and a colour map is not the same thing to any two of them. A format that
 * two readers can take for different lengths is a way to bring one of them out of step.
 */
export function hasCertainLengths(bytes: Buffer, at: number): boolean {
  if (!isPixelFormat(bytes, at)) return false;
  // x11vnc sends 255 for true: any value but zero.
  const trueColour = bytes[at + 3]! !== 0;
  if (!trueColour) return false;
  if (bytes[at]! !== 32) return true;
  const depth = bytes[at + 1]!;
  const maxima = [bytes.readUInt16BE(at + 4), bytes.readUInt16BE(at + 6), bytes.readUInt16BE(at + 8)];
  const shifts = [bytes[at + 10]!, bytes[at + 11]!, bytes[at + 12]!];
  return (
    depth === 24 &&
    maxima.every((maximum) => maximum === 255) &&
    shifts.every((shift) => BYTE_ALIGNED.includes(shift)) &&
    new Set(shifts).size === 3
  );
}
