/** noVNC with a trackpad in place of its own gestures where the person likes that better, and a tap that is a right click where they ask for it. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import type { ConsoleSettings } from '@/server/contract/settings';
import type { ViewRfb } from '../picture/with-view';
import { arrow } from './arrow';
import { TrackpadPointer } from './trackpad-pointer';

declare module '@novnc/novnc' {
  interface NoVncEvents {
    /** `rightTap` has been used. */
    righttap: Event;
  }
}

export interface TouchRfb {
  /** A finger is the pointer, or moves it. */
  touchMode: ConsoleSettings['touch'];
  /** The next tap is a right click. */
  rightTap: boolean;
}

const LEFT = 1;
const RIGHT = 4;
/** Marks the field that brings up the touch keyboard. */
export const TOUCH_FIELD = 'data-touch-field';

export const withTouch = <T extends RfbClass<RFB & ViewRfb>>(Base: T): T & RfbClass<RFB & ViewRfb & TouchRfb> =>
  class extends Base implements TouchRfb {
    rightTap = false;
    readonly #ends = new AbortController();
    readonly #pointer = new TrackpadPointer(this, (mask) => this.#tapped(mask));
    #mode: ConsoleSettings['touch'] = 'direct';

    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    constructor(...args: any[]) {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
      super(...args);
      // The browser is to leave fingers alone, beside the picture too.
      this._screen.style.touchAction = 'none';
      const { signal } = this.#ends;
      for (const type of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'] as const) {
        this._screen.addEventListener(type, (event) => this.#pointed(event), { signal });
      }
      // noVNC reads touch events, before they can become a mouse's.
      for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
        this._screen.addEventListener(type, (event) => this.#touched(event), { signal, capture: true, passive: false });
      }
      this.addEventListener('viewchange', this.#redraw);
      window.addEventListener('resize', this.#redraw, { signal });
    }

    override _disconnect(): void {
      this.#ends.abort();
      this.#pointer.stop();
      super._disconnect();
    }

    get touchMode(): ConsoleSettings['touch'] {
      return this.#mode;
    }

    set touchMode(mode: ConsoleSettings['touch']) {
      if (mode === this.#mode) return;
      this.#pointer.stop();
      this.#mode = mode;
      this._refreshCursor();
      if (mode === 'trackpad') this.#pointer.show();
    }

    readonly #redraw = (): void => {
      if (this.#isTrackpad) this.#pointer.show();
    };

    /** Where nothing reaches the machine, fingers move the view, as they do with the button for that. */
    get #isTrackpad(): boolean {
      return this.#mode === 'trackpad' && !this.viewOnly && !this.dragViewport && this._rfbConnectionState === 'connected';
    }

    #pointed(event: PointerEvent): void {
      if (event.pointerType === 'mouse') return;
      if (event.type === 'pointerdown') {
        if (!this.#isTrackpad) return;
        this._focusCanvas(event);
      }
      if (this.#pointer.take(event)) event.preventDefault();
    }

    #touched(event: TouchEvent): void {
      if (!this.#isTrackpad && !this.#pointer.busy) return;
      event.stopPropagation();
      event.preventDefault();
    }

    #tapped(mask: number): number {
      if (mask !== LEFT || !this.rightTap) return mask;
      this.rightTap = false;
      this.dispatchEvent(new Event('righttap'));
      return RIGHT;
    }

    override _handleTapEvent(event: CustomEvent, mask: number): void {
      super._handleTapEvent(event, this.#tapped(mask));
    }

    /** A tap on the picture does not take the touch keyboard away. */
    override _focusCanvas(event: Event): void {
      if (event.type !== 'mousedown' && document.activeElement?.hasAttribute(TOUCH_FIELD)) return;
      super._focusCanvas(event);
    }

    /** On a trackpad there is always something that moves. */
    override _refreshCursor(): void {
      // The constructor of noVNC asks for the first cursor.
      const own = #mode in this && this.#mode === 'trackpad' && isUnseen(this._cursorImage.rgbaPixels);
      const live = this._rfbConnectionState === 'connecting' || this._rfbConnectionState === 'connected';
      if (!own || !live) {
        super._refreshCursor();
        return;
      }
      const { pixels, width, height } = arrow();
      this._cursor.change(pixels, 0, 0, width, height);
    }
  };

function isUnseen(pixels: ArrayLike<number>): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return false;
  return true;
}
