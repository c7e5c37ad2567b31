/**
 * How a machine's picture lies in the window. All lengths are device pixels, so that what is one to one is so on every screen; `scale` is
 * device pixels per pixel of the machine.
 */

import type { Scaling } from '@/server/contract/settings';

export interface Size {
  width: number;
  height: number;
}
export interface Point {
  x: number;
  y: number;
}

/** What people choose between; a fitted picture may lie outside. */
export const LEAST_ZOOM = 0.25;
export const MOST_ZOOM = 4;
/** As browsers zoom. */
const steps = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];

/** A little less than fills the window is worth it where every pixel then is as large as its neighbours. */
const SNAP = 0.02;
/** Two scales so close together look the same. */
const SAME = 0.001;

/** The largest scale at which all of the picture is seen. @returns 1 while there is no picture or no window */
export function fitScale(picture: Size, window: Size): number {
  if (picture.width < 1 || picture.height < 1 || window.width < 1 || window.height < 1) return 1;
  const scale = Math.min(window.width / picture.width, window.height / picture.height);
  const whole = Math.floor(scale);
  return whole >= 1 && scale - whole <= SNAP * whole ? whole : scale;
}

/** @param zoom by hand, or null as the scaling says */
export function scaleOf(scaling: Scaling, zoom: number | null, picture: Size, window: Size): number {
  if (zoom !== null) return clampZoom(zoom, fitScale(picture, window));
  return scaling === 'actual' ? 1 : fitScale(picture, window);
}

/** Nobody is kept from seeing all of a huge picture, nor thrown back from a small one that fills the window. */
export function clampZoom(zoom: number, fit: number): number {
  return Math.min(Math.max(zoom, Math.min(LEAST_ZOOM, fit)), Math.max(MOST_ZOOM, fit));
}

/** The next larger or smaller zoom; the picture that just fits is a step too. @returns null at the end */
export function nextZoom(scale: number, direction: 1 | -1, fit: number): number | null {
  const all = [...steps, fit].sort((a, b) => a - b);
  const next = direction === 1 ? all.find((step) => step > scale * (1 + SAME)) : all.findLast((step) => step < scale * (1 - SAME));
  return next ?? null;
}

export interface Place {
  /** Where the picture's upper left corner lies, from that of the window. */
  left: number;
  top: number;
  /** The picture's point in the middle of the window, in its own pixels. */
  center: Point;
  /** The picture is larger than the window. */
  clipping: boolean;
}

/** What is larger than the window fills it; what is smaller lies in its middle. @param center as near to it as possible */
export function place(picture: Size, window: Size, scale: number, center: Point): Place {
  const across = placeAlong(picture.width, window.width, scale, center.x);
  const down = placeAlong(picture.height, window.height, scale, center.y);
  return {
    left: across.start,
    top: down.start,
    center: { x: across.center, y: down.center },
    clipping: across.clipping || down.clipping,
  };
}

function placeAlong(picture: number, window: number, scale: number, center: number) {
  const length = picture * scale;
  // Half a pixel too many is no reason to move things about.
  if (length < window + 0.5) return { start: Math.floor((window - length) / 2), center: picture / 2, clipping: false };
  const start = Math.min(0, Math.max(window - length, window / 2 - center * scale));
  // The center keeps its fraction, so that many small moves add up.
  return { start: Math.round(start), center: (window / 2 - start) / scale, clipping: true };
}

/** The center with which `fixed`, a point of the window, still shows what it shows now. */
export function centerForZoom(now: Place, scale: number, next: number, window: Size, fixed: Point): Point {
  const along = (start: number, length: number, at: number) => (at - start) / scale + (length / 2 - at) / next;
  return { x: along(now.left, window.width, fixed.x), y: along(now.top, window.height, fixed.y) };
}

/** Whole multiples keep their pixels square; everything else would become uneven. */
export function imageRendering(scale: number): 'pixelated' | 'auto' {
  const whole = Math.round(scale);
  return whole >= 2 && Math.abs(scale - whole) < SAME * whole ? 'pixelated' : 'auto';
}

/** Smaller than any desktop can be used in: what is left of a window while it is dragged about. */
const LEAST_DESKTOP: Size = { width: 320, height: 200 };
/** SetDesktopSize has 16 bits a length (rfbproto, "SetDesktopSize"); what is beyond any screen is a mistake. */
const MOST_DESKTOP = 16_384;

/** The resolution to ask a machine for. @param ratio device pixels of the window that each of its pixels is to have, 1 for one to one */
export function desktopFor(window: Size, ratio: number): Size {
  const along = (length: number, least: number) => Math.min(Math.max(Math.floor(length / ratio + SAME), least), MOST_DESKTOP);
  return { width: along(window.width, LEAST_DESKTOP.width), height: along(window.height, LEAST_DESKTOP.height) };
}

export const sameSize = (a: Size | null, b: Size | null) => a !== null && b !== null && a.width === b.width && a.height === b.height;
