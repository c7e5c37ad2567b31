/** SetEncodings (RFC 6143 section 7.5.2) without the encodings that a session may not have. */

/** Message type, padding, count. */
export const SET_ENCODINGS_HEAD = 4;

/** noVNC sends about 30, other viewers no more than 70; the count has room for 65,535, which is 256 KiB to hold back. */
export const MAX_ENCODINGS = 256;

/** @returns the message's own bytes when all of its encodings stay */
export function stripEncodings(message: Buffer, keeps: (encoding: number) => boolean): Buffer {
  let kept = 0;
  for (let at = SET_ENCODINGS_HEAD; at < message.length; at += 4) if (keeps(message.readInt32BE(at))) kept++;
  const length = SET_ENCODINGS_HEAD + 4 * kept;
  if (length === message.length) return message;
  const stripped = Buffer.alloc(length);
  message.copy(stripped, 0, 0, 2);
  stripped.writeUInt16BE(kept, 2);
  let to = SET_ENCODINGS_HEAD;
  for (let at = SET_ENCODINGS_HEAD; at < message.length; at += 4) {
    const encoding = message.readInt32BE(at);
    if (keeps(encoding)) to = stripped.writeInt32BE(encoding, to);
  }
  return stripped;
}

export function hasEncoding(message: Buffer, encoding: number): boolean {
  for (let at = SET_ENCODINGS_HEAD; at < message.length; at += 4) if (message.readInt32BE(at) === encoding) return true;
  return false;
}
