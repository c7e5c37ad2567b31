/** noVNC that can stop asking for pictures which nobody sees. The connection stays, and everything but pictures goes on. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';

export interface RestRfb {
  /** No further pictures, as soon as those under way have come. */
  rest(): void;
  /** What has changed meanwhile comes at once: a server remembers that (RFC 6143 section 7.5.3). */
  wake(): void;
}

export const withRest = <T extends RfbClass>(Base: T): T & RfbClass<RFB & RestRfb> =>
  class extends Base implements RestRfb {
    #resting = false;
    /** Announcements that continuous updates have ended which are still to come. */
    #ends = 0;

    rest(): void {
      if (this.#resting || this._rfbConnectionState !== 'connected') return;
      this.#resting = true;
      if (!this._enabledContinuousUpdates) return;
      this.#ends += 1;
      Base.messages.enableContinuousUpdates(this._sock, false, 0, 0, this._fbWidth, this._fbHeight);
    }

    wake(): void {
      if (!this.#resting) return;
      this.#resting = false;
      if (this._rfbConnectionState !== 'connected') return;
      if (this._supportsContinuousUpdates) this._enabledContinuousUpdates = true;
      this._updateContinuousUpdates();
      Base.messages.fbUpdateRequest(this._sock, true, 0, 0, this._fbWidth, this._fbHeight);
    }

    override _updateContinuousUpdates(): void {
      if (!this.#resting) super._updateContinuousUpdates();
    }

    override _normalMsg(): boolean {
      const continuous = this._enabledContinuousUpdates;
      // noVNC asks for the next picture after every one, unless it believes that they come by themselves.
      if (this.#resting) this._enabledContinuousUpdates = true;
      const done = super._normalMsg();
      const ended = (continuous || this.#resting) && !this._enabledContinuousUpdates && this.#ends > 0;
      if (ended) this.#ends -= 1;
      // What was ended for a rest that is over has begun again since.
      if (this.#resting) this._enabledContinuousUpdates = false;
      else if (ended) this._enabledContinuousUpdates = true;
      return done;
    }
  };
