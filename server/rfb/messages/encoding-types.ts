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
  qemuPointerMotionChange: -257,
  qemuExtendedKeyEvent: -258,
  qemuLedState: -261,
  desktopName: -307,
  extendedDesktopSize: -308,
  xvp: -309,
  fence: -312,
  continuousUpdates: -313,
  cursorWithAlpha: -314,
  extendedMouseButtons: -316,
  tightWithoutZlib: -317,
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

const known: ReadonlySet<number> = new Set(Object.values(encodings));

/**
 * Whether a client that asks for an encoding sends no messages for it but those that are known here. Rectangle encodings are not negative; of the
 * pseudo-encodings many announce messages of their own: QEMU Audio (-259), gii (-305), OLIVE Call Control (-310), UltraVNC's keep-alive, file
 * transfer and text chat (-32768 and up).
 */
export function isFollowed(encoding: number): boolean {
  return encoding >= 0 || known.has(encoding);
}
