/** noVNC with a view of its own over the picture: any scale, in device pixels, and moving about in what is larger than the window. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import type { Scaling } from '@/server/contract/settings';
import {
  centerForZoom,
  clampZoom,
  fitScale,
  imageRendering,
  nextZoom,
  place,
  type Place,
  type Point,
  scaleOf,
  type Size,
} from './geometry';

declare module '@novnc/novnc' {
  interface NoVncEvents {
    /** `view` has changed. */
    viewchange: Event;
  }
}

/** What is seen now. Another object after every change. */
export interface View {
  /** Device pixels per pixel of the machine. */
  readonly scale: number;
  /** By hand, as `scale`; null: as the scaling says. */
  readonly zoom: number | null;
  /** The scale at which all of the picture is seen. */
  readonly fit: number;
  /** The picture is larger than the window. */
  readonly clipping: boolean;
  /** The machine's resolution. */
  readonly size: Size;
}

export const noView: View = { scale: 1, zoom: null, fit: 1, clipping: false, size: { width: 0, height: 0 } };

export interface ViewRfb {
  readonly view: View;
  scaling: Scaling;
  /** To a scale, or with null to what the scaling says. @param at the point of the page that stays where it is; else the middle */
  zoomTo(zoom: number | null, at?: Point): void;
  /** By a step, up or down; at the end nothing happens. */
  zoomBy(direction: 1 | -1): void;
  /** Moves the view over the picture, CSS pixels. @returns whether there was anywhere to move */
  panBy(x: number, y: number): boolean;
  /** Puts the picture where it belongs: the window or its pixels have changed. */
  layOut(): void;
  /** As a resized window does: its pixels are others. */
  windowChanged(): void;
  /** The window, device pixels. */
  windowSize(): Size;
}

/** Two scales so close together are one. */
const SAME = 0.001;

export const withView = <T extends RfbClass>(Base: T): T & RfbClass<RFB & ViewRfb> =>
  class extends Base implements ViewRfb {
    view = noView;
    #scaling: Scaling = 'fit';
    #zoom: number | null = null;
    #place: Place = { left: 0, top: 0, center: { x: 0, y: 0 }, clipping: false };

    // The mixin's constructor: TypeScript wants these parameters.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    constructor(...args: any[]) {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
      super(...args);
      // The picture is moved, not scrolled: a scroll would also come from the focus.
      Object.assign(this._screen.style, { position: 'relative', overflow: 'clip' });
      Object.assign(this._canvas.style, { position: 'absolute', margin: '0', top: '0', left: '0', transformOrigin: '0 0' });
    }

    get scaling(): Scaling {
      return this.#scaling;
    }

    set scaling(scaling: Scaling) {
      if (scaling === this.#scaling) return;
      this.#scaling = scaling;
      this.#zoom = null;
      this.layOut();
    }

    zoomTo(zoom: number | null, at?: Point): void {
      const { view } = this;
      const window = this.windowSize();
      const own = scaleOf(this.#scaling, null, view.size, window);
      const wanted = zoom === null ? own : clampZoom(zoom, view.fit);
      this.#zoom = Math.abs(wanted - own) < SAME * own ? null : wanted;
      const fixed = at ? this.#inWindow(at) : { x: window.width / 2, y: window.height / 2 };
      const next = this.#zoom ?? own;
      this.#place = { ...this.#place, center: centerForZoom(this.#place, view.scale, next, window, fixed) };
      this.layOut();
    }

    zoomBy(direction: 1 | -1): void {
      const next = nextZoom(this.view.scale, direction, this.view.fit);
      if (next !== null) this.zoomTo(next);
    }

    panBy(x: number, y: number): boolean {
      const ratio = devicePixelRatio / this.view.scale;
      const { left, top, center } = this.#place;
      this.#place = { ...this.#place, center: { x: center.x + x * ratio, y: center.y + y * ratio } };
      this.layOut();
      return left !== this.#place.left || top !== this.#place.top;
    }

    layOut(): void {
      const size = { width: this._fbWidth, height: this._fbHeight };
      const window = this.windowSize();
      if (size.width === 0 || size.height === 0 || window.width === 0 || window.height === 0) return;
      const scale = scaleOf(this.#scaling, this.#zoom, size, window);
      this.#place = place(size, window, scale, this.#place.center);
      const { left, top, clipping } = this.#place;
      this._display.scale = scale / devicePixelRatio;
      const frame = this._screen.getBoundingClientRect();
      const x = cssLength(frame.left, left);
      const y = cssLength(frame.top, top);
      // By a transform: lengths are rounded to 64ths of a CSS pixel, which is enough to blur one to one where a screen has 1.5 pixels for it.
      Object.assign(this._canvas.style, {
        width: `${size.width}px`,
        height: `${size.height}px`,
        transform: `translate(${x}px, ${y}px) scale(${scale / devicePixelRatio})`,
        imageRendering: imageRendering(scale),
      });
      this._setClippingViewport(clipping);
      this.#publish({ scale, zoom: this.#zoom, fit: fitScale(size, window), clipping, size });
    }

    windowChanged(): void {
      this._handleResize();
    }

    windowSize(): Size {
      const { width, height } = this._screen.getBoundingClientRect();
      return { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) };
    }

    #inWindow({ x, y }: Point): Point {
      const { left, top } = this._screen.getBoundingClientRect();
      return { x: (x - left) * devicePixelRatio, y: (y - top) * devicePixelRatio };
    }

    #publish(view: View): void {
      const { scale, zoom, fit, clipping, size } = this.view;
      const same = scale === view.scale && zoom === view.zoom && fit === view.fit && clipping === view.clipping;
      if (same && size.width === view.size.width && size.height === view.size.height) return;
      this.view = view;
      this.dispatchEvent(new Event('viewchange'));
    }

    // noVNC's own scaling and clipping are never switched on.
    override _updateClip(): void {
      return;
    }

    override _updateScale(): void {
      this.layOut();
    }

    override _handleResize(): void {
      this.layOut();
    }
  };

/** @param frame where the element begins, CSS pixels. @param at device pixels from there; the result lies on one of the screen's */
function cssLength(frame: number, at: number): number {
  const begin = frame * devicePixelRatio;
  return (at + Math.round(begin) - begin) / devicePixelRatio;
}
