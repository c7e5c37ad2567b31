/** Zlib, ZRLE (RFC 6143 section 7.7.6) and Open H.264 (rfbproto): a length, then compressed data that nobody has to inflate. */

import { LengthAhead } from './encoding';

/** A full screen of 8192 × 8192 pixels at 4 bytes, uncompressed. What is more than that is not a picture, but a stream out of step. */
export const MAX_COMPRESSED = 256 * 1024 * 1024;

const FLAGS_BYTES = 4;

const lengthAhead = (between: number) => (): LengthAhead =>
  new LengthAhead(4, (head, at) => {
    const length = head.readUInt32BE(at);
    return length > MAX_COMPRESSED ? null : between + length;
  });

export const zlib = lengthAhead(0);
export const zrle = lengthAhead(0);
export const h264 = lengthAhead(FLAGS_BYTES);
