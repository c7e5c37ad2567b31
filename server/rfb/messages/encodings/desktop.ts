/** Pseudo-encodings that tell of the desktop, its name and its keyboard (RFC 6143 section 7.8.2; rfbproto). */

import { LengthAhead, Sized } from './encoding';

/** Servers' names are a line of text; the field has room for 4 GiB. */
export const MAX_DESKTOP_NAME = 64 * 1024;
const SCREEN_BYTES = 16;

/** All they tell stands in the rectangle's header, or in its mere presence. */
export const announcement = (): Sized => new Sized(() => 0);

export const qemuLedState = (): Sized => new Sized(() => 1);
export const vmwareLedState = (): Sized => new Sized(() => 4);

export const desktopName = (): LengthAhead =>
  new LengthAhead(4, (head, at) => {
    const length = head.readUInt32BE(at);
    return length > MAX_DESKTOP_NAME ? null : length;
  });

/** The number of screens, three bytes of padding, the screens. */
export const extendedDesktopSize = (): LengthAhead => new LengthAhead(4, (head, at) => SCREEN_BYTES * head[at]!);
