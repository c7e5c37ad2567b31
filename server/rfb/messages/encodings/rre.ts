/** RRE (RFC 6143 section 7.7.3) and CoRRE (rfbproto, "CoRRE Encoding"): a count, the background's pixel, subrectangles of one size. */

import { LengthAhead } from './encoding';

/** Position and size: four U16, or four U8. */
const RRE_PLACE = 8;
const CORRE_PLACE = 4;

/** A subrectangle has at least one pixel of a rectangle of at most 65,535 × 65,535; servers fall back to Raw long before. */
const MAX_SUBRECTANGLES = 2 ** 28;

const subrectangles = (place: number) => (): LengthAhead =>
  new LengthAhead(4, (head, at, bytesPerPixel) => {
    const count = head.readUInt32BE(at);
    return count > MAX_SUBRECTANGLES ? null : bytesPerPixel + count * (bytesPerPixel + place);
  });

export const rre = subrectangles(RRE_PLACE);
export const corre = subrectangles(CORRE_PLACE);
