/** Masking and unmasking (RFC 6455 section 5.3), in place. */

/** From here on the preparations for whole words pay: a pasted text, not a key. */
const WORDS_FROM = 1024;

/**
 * @param maskAt which byte of the mask the first one meets
 * @returns which one the next would meet
 */
export function unmask(bytes: Buffer, mask: Uint8Array, maskAt: number): number {
  const { length } = bytes;
  let at = 0;
  if (length >= WORDS_FROM) {
    while (((bytes.byteOffset + at) & 3) !== 0) bytes[at] = bytes[at++]! ^ mask[maskAt++ & 3]!;
    // In the machine's own order of bytes, whichever that is.
    const turned = Uint8Array.of(mask[maskAt & 3]!, mask[(maskAt + 1) & 3]!, mask[(maskAt + 2) & 3]!, mask[(maskAt + 3) & 3]!);
    const word = new Int32Array(turned.buffer)[0]!;
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (length - at) >> 2);
    for (let index = 0; index < words.length; index++) words[index]! ^= word;
    at += words.length * 4;
  }
  for (; at < length; at++) bytes[at] = bytes[at]! ^ mask[maskAt++ & 3]!;
  return maskAt & 3;
}
