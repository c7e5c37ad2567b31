/** Raw and CopyRect (RFC 6143 sections 7.7.1 and 7.7.2). */

import { Sized } from './encoding';

export const raw = (): Sized => new Sized((width, height, { bytesPerPixel }) => width * height * bytesPerPixel);

/** Where to copy from, two U16. */
export const copyRect = (): Sized => new Sized(() => 4);
