/** How the picture meets the window, and who may type, in noVNC's terms. */

import type { Rfb } from '../connection/no-vnc';
import type { Scaling } from '../preferences';
import { releaseKeys } from '../keyboard/release-keys';

export function applyScaling(rfb: Rfb, scaling: Scaling): void {
  rfb.scaleViewport = scaling === 'fit';
  rfb.clipViewport = scaling === 'actual';
  rfb.resizeSession = scaling === 'remote';
}

/** A host that does not change its resolution to the window's is scaled instead of cut off. */
export function scaleUnlessResized(rfb: Rfb, screen: HTMLElement): void {
  const canvas = screen.querySelector('canvas');
  if (!canvas) return;
  const { width, height } = screen.getBoundingClientRect();
  rfb.scaleViewport = canvas.width !== Math.floor(width) || canvas.height !== Math.floor(height);
}

export function applyViewOnly(rfb: Rfb, viewOnly: boolean): void {
  // noVNC drops the releases too once it is view-only.
  if (viewOnly) releaseKeys();
  rfb.viewOnly = viewOnly;
}

export function applyPanning(rfb: Rfb, panning: boolean): void {
  rfb.dragViewport = panning;
}
