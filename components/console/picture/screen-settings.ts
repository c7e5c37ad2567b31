/** How the picture meets the window, and who may type, in noVNC's terms. */

import type { Rfb } from '../connection/no-vnc';
import type { PictureQuality, Scaling } from '@/server/contract/settings';
import { releaseKeys } from '../keyboard/release-keys';

/** Changing the host's resolution would be input: who watches has the picture scaled instead. */
export const scalingFor = (scaling: Scaling, watching: boolean): Scaling => (watching && scaling === 'remote' ? 'fit' : scaling);

export function applyScaling(rfb: Rfb, scaling: Scaling, largePixels: boolean): void {
  rfb.scaling = scaling;
  rfb.largePixels = largePixels;
  rfb.resizeSession = scaling === 'remote';
}

export function applyViewOnly(rfb: Rfb, viewOnly: boolean): void {
  // noVNC drops the releases too once it is view-only.
  if (viewOnly) releaseKeys();
  rfb.viewOnly = viewOnly;
}

export function applyPanning(rfb: Rfb, panning: boolean): void {
  rfb.dragViewport = panning;
}

export function applyQuality(rfb: Rfb, quality: PictureQuality): void {
  rfb.pictureQuality = quality;
}

export function applyDotCursor(rfb: Rfb, dot: boolean): void {
  rfb.showDotCursor = dot;
}

/** The zoom by hand outlives a lost connection: it goes from one noVNC to the next with `kept`. @returns what ends it */
export function keepZoom(rfb: Rfb, kept: { zoom: number | null }): () => void {
  let restored = false;
  const changed = () => {
    if (restored) kept.zoom = rfb.view.zoom;
    else {
      restored = true;
      if (kept.zoom !== null) rfb.zoomTo(kept.zoom);
    }
  };
  rfb.addEventListener('viewchange', changed);
  return () => rfb.removeEventListener('viewchange', changed);
}
