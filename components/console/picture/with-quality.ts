/** noVNC that asks the VNC server for as fine a picture as the line takes. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import type { PictureQuality } from '@/server/contract/settings';
import { AutoQuality, type Measured } from './auto-quality';
import { type Line, presets } from './quality-presets';
import type { TrafficRfb } from './with-traffic';

declare module '@novnc/novnc' {
  interface NoVncEvents {
    /** `line` has changed. */
    linechange: Event;
  }
}

export interface QualityRfb {
  /** What the person wants. */
  pictureQuality: PictureQuality;
  /** What holds now, chosen by whomever. */
  readonly line: Line;
  /** Bytes a second, as far as there was enough to measure; null before. */
  readonly lineThroughput: number | null;
}

export const withQuality = <T extends RfbClass<RFB & TrafficRfb>>(Base: T): T & RfbClass<RFB & TrafficRfb & QualityRfb> =>
  class extends Base implements QualityRfb {
    line: Line = 'wan';
    #wanted: PictureQuality = 'auto';
    /** It goes on measuring while another is chosen, so that its choice is a good one at once. */
    readonly #auto = new AutoQuality();

    get pictureQuality(): PictureQuality {
      return this.#wanted;
    }

    set pictureQuality(quality: PictureQuality) {
      this.#wanted = quality;
      this.#apply();
    }

    get lineThroughput(): number | null {
      return this.#auto.throughput;
    }

    override onMeasured = (measured: Measured) => {
      if (this.#auto.measured(measured, performance.now())) this.#apply();
    };

    #apply(): void {
      const line = this.#wanted === 'auto' ? this.#auto.line : this.#wanted;
      const { quality, compression } = presets[line];
      const same = quality === this._qualityLevel && compression === this._compressionLevel;
      // Both at once: each of noVNC's setters sends a message of its own.
      this._qualityLevel = quality;
      this._compressionLevel = compression;
      if (!same && this._rfbConnectionState === 'connected') this._sendEncodings();
      if (line === this.line) return;
      this.line = line;
      this.dispatchEvent(new Event('linechange'));
    }
  };
