/** noVNC that asks the machine for the resolution that the window has in device pixels, once the window has come to rest. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { desktopFor, sameSize, type Size } from './geometry';
import type { ViewRfb } from './with-view';

declare module '@novnc/novnc' {
  interface NoVncEvents {
    /** `resizing` has changed. */
    resizingchange: Event;
  }
}

/**
 * What has become of the wish: not known yet; the VNC server has no such message; it said no; it has passed the wish on to the machine, which
 * may follow or not; the machine has the size that was asked for; it has taken another size, which holds until the window changes.
 */
export type Resizing = 'unknown' | 'unsupported' | 'refused' | 'asked' | 'done' | 'other';

export interface RemoteResizeRfb {
  readonly resizing: Resizing;
  /** What is asked for has device pixels as large as the page's, for whom a sharp desktop is too small. */
  largePixels: boolean;
}

/** Dragging an edge of a window makes many sizes: the machine takes on the last one. */
const SETTLE_MS = 250;
/** A server that does not answer may be asked again. */
const ANSWER_MS = 5_000;

/** A host that rounds a size would be asked for ever: the second request is for one that was busy with an earlier size. */
const MOST_REQUESTS = 2;

/** rfbproto, "ExtendedDesktopSize Pseudo-encoding": the reason that the answer to one's own request has, and what it may say. */
const OWN_REQUEST = 1;
const STATUS_DONE = 0;
const STATUS_FORWARDED = 4;

export const withRemoteResize = <T extends RfbClass<RFB & ViewRfb>>(Base: T): T & RfbClass<RFB & ViewRfb & RemoteResizeRfb> =>
  class extends Base implements RemoteResizeRfb {
    resizing: Resizing = 'unknown';
    #large = false;
    #settle: ReturnType<typeof setTimeout> | undefined;
    #answer: ReturnType<typeof setTimeout> | undefined;
    #asked: Size | null = null;
    /** How often that size was asked for in a row. */
    #requests = 0;
    /** Asking for it again would get the same answer. */
    #refused: Size | null = null;
    /** Of the picture's window before the last change. */
    #before: Size | null = null;

    get largePixels(): boolean {
      return this.#large;
    }

    set largePixels(large: boolean) {
      if (large === this.#large) return;
      this.#large = large;
      this.#requestSoon(0);
    }

    override get resizeSession(): boolean {
      return super.resizeSession;
    }

    override set resizeSession(on: boolean) {
      // A person who wants it anew has the host asked anew.
      if (on && !super.resizeSession) this.#requests = 0;
      super.resizeSession = on;
    }

    override _disconnect(): void {
      clearTimeout(this.#settle);
      clearTimeout(this.#answer);
      super._disconnect();
    }

    override _handleResize(): void {
      super._handleResize();
      const window = this.windowSize();
      if (!sameSize(window, this.#before)) this.#requests = 0;
      if (!isTouchKeyboard(this.#before, window)) this.#requestSoon(SETTLE_MS);
      this.#before = window;
    }

    /** noVNC calls it when the server has said that it can, when it has answered, and when it is wished for. */
    override _requestRemoteResize(): void {
      this.#requestSoon(0);
    }

    #requestSoon(wait: number): void {
      clearTimeout(this.#settle);
      this.#settle = setTimeout(() => this.#request(), wait);
    }

    #request(): void {
      if (this._rfbConnectionState !== 'connected' || !this._resizeSession || this.viewOnly) return;
      if (!this._supportsSetDesktopSize) return this.#tell('unsupported');
      if (this._pendingRemoteResize) return;
      const wanted = desktopFor(this.windowSize(), this.#large ? devicePixelRatio : 1);
      if (wanted.width === this._fbWidth && wanted.height === this._fbHeight) return this.#tell('done');
      if (sameSize(wanted, this.#refused)) return;
      if (!sameSize(wanted, this.#asked)) this.#requests = 0;
      if (this.#requests === MOST_REQUESTS) return this.#tell('other');
      this._pendingRemoteResize = true;
      this.#asked = wanted;
      this.#requests += 1;
      this.#answer = setTimeout(() => (this._pendingRemoteResize = false), ANSWER_MS);
      Base.messages.setDesktopSize(this._sock, wanted.width, wanted.height, this._screenID, this._screenFlags);
    }

    override _handleExtendedDesktopSize(): boolean {
      const { x: reason, y: status } = this._FBU;
      if (!super._handleExtendedDesktopSize()) return false;
      if (reason !== OWN_REQUEST) {
        // Another viewer or the machine itself decided otherwise. What was refused may be possible now.
        this.#refused = null;
        return true;
      }
      clearTimeout(this.#answer);
      this.#refused = status === STATUS_DONE ? null : this.#asked;
      this.#tell(status === STATUS_DONE ? 'done' : status === STATUS_FORWARDED ? 'asked' : 'refused');
      // The window may have changed meanwhile.
      this.#requestSoon(0);
      return true;
    }

    #tell(resizing: Resizing): void {
      if (resizing === this.resizing) return;
      this.resizing = resizing;
      this.dispatchEvent(new Event('resizingchange'));
    }
  };

/** A phone's keyboard takes the lower half of the window for a while: no reason for the machine to move all its windows. */
function isTouchKeyboard(before: Size | null, window: Size): boolean {
  if (navigator.maxTouchPoints === 0 || !before || before.width !== window.width) return false;
  return document.activeElement instanceof HTMLTextAreaElement || document.activeElement instanceof HTMLInputElement;
}
