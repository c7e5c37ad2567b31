/** Encoding numbers, signed: RFC 6143 sections 7.7 and 7.8; rfbproto, "Encodings" and "Pseudo-encodings". */

export const encodings = {
  raw: 0,
  copyRect: 1,
  rre: 2,
  corre: 4,
  hextile: 5,
  zlib: 6,
  tight: 7,
  zrle: 16,
  jpeg: 21,
  h264: 50,
  tightPng: -260,
  desktopSize: -223,
  lastRect: -224,
  pointerPosition: -232,
  cursor: -239,
  xCursor: -240,
  qemuExtendedKeyEvent: -258,
  qemuLedState: -261,
  desktopName: -307,
  extendedDesktopSize: -308,
  xvp: -309,
  fence: -312,
  continuousUpdates: -313,
  extendedMouseButtons: -316,
  vmwareCursor: 0x574d5664,
  vmwareCursorPosition: 0x574d5666,
  vmwareLedState: 0x574d5668,
  extendedClipboard: 0xc0a1e5ce | 0,
} as const;

/** Both ends included. */
const ranges: readonly (readonly [lowest: number, highest: number])[] = [
  [-32, -23], // JPEG quality
  [-256, -247], // compression level
  [-512, -412], // JPEG fine-grained quality
  [-768, -763], // JPEG subsampling
];

const extensions: ReadonlySet<number> = new Set([encodings.xvp, encodings.fence, encodings.continuousUpdates, encodings.extendedClipboard]);

/** Whether an encoding never stands in a rectangle: it sets a level, or asks for messages that are told apart by their type. */
export function isHint(encoding: number): boolean {
  return extensions.has(encoding) || ranges.some(([lowest, highest]) => encoding >= lowest && encoding <= highest);
}
