/** What fingers do, in the terms of ./with-touch. */

import type { TouchRfb } from './with-touch';

export function applyTouchMode(rfb: TouchRfb, mode: TouchRfb['touchMode']): void {
  rfb.touchMode = mode;
}

export function applyRightTap(rfb: TouchRfb, right: boolean): void {
  rfb.rightTap = right;
}
