/** Every encoding whose end can be found without decoding it. */

import { encodings } from '../encoding-types';
import { cursor, cursorPosition, VmwareCursor, xCursor } from './cursor';
import { announcement, desktopName, extendedDesktopSize, qemuLedState, vmwareLedState } from './desktop';
import type { Encoding } from './encoding';
import { Hextile } from './hextile';
import { copyRect, raw } from './raw';
import { corre, rre } from './rre';
import { Tight } from './tight';
import { h264, zlib, zrle } from './zlib';

const constructors: ReadonlyMap<number, () => Encoding> = new Map<number, () => Encoding>([
  [encodings.raw, raw],
  [encodings.copyRect, copyRect],
  [encodings.rre, rre],
  [encodings.corre, corre],
  [encodings.hextile, () => new Hextile()],
  [encodings.zlib, zlib],
  [encodings.tight, () => new Tight(false)],
  [encodings.tightPng, () => new Tight(true)],
  [encodings.zrle, zrle],
  [encodings.h264, h264],
  [encodings.cursor, cursor],
  [encodings.xCursor, xCursor],
  [encodings.vmwareCursor, () => new VmwareCursor()],
  [encodings.vmwareCursorPosition, cursorPosition],
  [encodings.pointerPosition, cursorPosition],
  [encodings.desktopSize, announcement],
  [encodings.lastRect, announcement],
  [encodings.extendedDesktopSize, extendedDesktopSize],
  [encodings.desktopName, desktopName],
  [encodings.qemuExtendedKeyEvent, announcement],
  [encodings.extendedMouseButtons, announcement],
  [encodings.qemuLedState, qemuLedState],
  [encodings.vmwareLedState, vmwareLedState],
]);

export function isFramed(encoding: number): boolean {
  return constructors.has(encoding);
}

/** The encodings of one stream, made as they are met: they hold the state of the rectangle under way. */
export class EncodingTable {
  readonly #made = new Map<number, Encoding>();

  /** @returns undefined for one that is not known */
  get(encoding: number): Encoding | undefined {
    const made = this.#made.get(encoding) ?? constructors.get(encoding)?.();
    if (made) this.#made.set(encoding, made);
    return made;
  }
}
