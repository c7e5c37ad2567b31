/** noVNC that counts what comes, and can ask the machine something to see how long the answer takes. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import type { Measured } from './auto-quality';
import { Traffic } from './traffic';

export interface TrafficRfb {
  readonly traffic: Traffic;
  /**
   * Asks the VNC server for something that it answers at once, whoever watches: one question at a time.
   * @returns ms through the portal and back; null when there was no answer in time or no connection
   */
  ask(deadline?: number): Promise<number | null>;
  /** Asks without waiting for the answer. While an earlier question is open, the same one is sent again: something leaves the page always. */
  askAgain(): void;
  /** Something new is known of the line: an update was long enough, or there was an answer. For another mixin. */
  onMeasured: ((measured: Measured) => void) | null;
}

const DEADLINE_MS = 5_000;

/**
 * A fence is answered from between two messages (rfbproto, "Fence"). QEMU has none, and draws what is asked for only up to two seconds later
 * if nothing moves; but it acknowledges its key events in answer to SetEncodings at once. Everybody else is asked for a pixel.
 */
type Question = 'fence' | 'encodings' | 'pixel';

/**
 * In a tunnel the portal takes SetEncodings, and what noVNC answers to what QEMU says then, for a person's doing: asked for ever, they would
 * keep a console open that nobody uses. So they are asked only by a page that somebody has just moved or typed in.
 */
const ACTED_MS = 15_000;
const actions = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

const REQUEST_FLAG = 0x8000_0000;
const PAYLOAD = 'vnc-portal';
const FENCE_HEAD = 8;
const QEMU_EXTENDED_KEY_EVENT = -258;

export const withTraffic = <T extends RfbClass>(Base: T): T & RfbClass<RFB & TrafficRfb> =>
  class extends Base implements TrafficRfb {
    readonly traffic: Traffic;
    onMeasured: TrafficRfb['onMeasured'] = null;
    #pixels = false;
    #question: { by: Question; answer: (at: number | null) => void } | null = null;
    #deafTo = new Set<Question>();
    #actedAt = performance.now();
    readonly #gone = new AbortController();

    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    constructor(...args: any[]) {
      const traffic = new Traffic();
      // Before noVNC's own listener, so that what it reads has been counted.
      (args[1] as WebSocket).addEventListener('message', ({ data, timeStamp }: MessageEvent<ArrayBuffer>) =>
        traffic.arrived(data.byteLength, timeStamp),
      );
      // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
      super(...args);
      this.traffic = traffic;
      const options = { capture: true, passive: true, signal: this.#gone.signal };
      for (const type of actions) window.addEventListener(type, () => (this.#actedAt = performance.now()), options);
    }

    async ask(deadline = DEADLINE_MS): Promise<number | null> {
      if (this.#question || !this.#isConnected()) return null;
      const by = this.#best();
      const begin = performance.now();
      const at = await new Promise<number | null>((answer) => {
        const timer = setTimeout(() => answer(null), deadline);
        this.#question = {
          by,
          answer: (when) => {
            clearTimeout(timer);
            answer(when);
          },
        };
        this.#send(by);
      });
      this.#question = null;
      if (at === null) {
        if (this.#isConnected() && by !== 'pixel') this.#deafTo.add(by);
        return null;
      }
      // QEMU's own wait is none of the line's.
      if (by === 'pixel' && this.#answersEncodings()) return at - begin;
      this.traffic.answered(at - begin);
      this.onMeasured?.({ throughput: null, latency: this.traffic.latency });
      return at - begin;
    }

    askAgain(): void {
      if (!this.#question) void this.ask();
      else if (this.#isConnected()) this.#send(this.#question.by);
    }

    #isConnected(): boolean {
      return this._rfbConnectionState === 'connected';
    }

    #best(): Question {
      if (this._supportsFence && !this.#deafTo.has('fence')) return 'fence';
      return this.#answersEncodings() && performance.now() - this.#actedAt < ACTED_MS ? 'encodings' : 'pixel';
    }

    #answersEncodings(): boolean {
      return this._qemuExtKeyEventSupported && !this.#deafTo.has('encodings');
    }

    #send(by: Question): void {
      if (by === 'fence') Base.messages.clientFence(this._sock, REQUEST_FLAG, PAYLOAD);
      else if (by === 'encodings') this._sendEncodings();
      else Base.messages.fbUpdateRequest(this._sock, false, this._fbWidth - 1, this._fbHeight - 1, 1, 1);
    }

    #answered(by: Question): void {
      // It was late, not deaf.
      this.#deafTo.delete(by);
      if (this.#question?.by === by) this.#question.answer(performance.now());
    }

    override _disconnect(): void {
      this.#gone.abort();
      this.#question?.answer(null);
      super._disconnect();
    }

    override _handleServerFenceMsg(): boolean {
      // Its type has been read.
      if (this._sock.rQwait('fence', FENCE_HEAD, 1)) return false;
      const head = this._sock.rQpeekBytes(FENCE_HEAD);
      if (head[3]! & 0x80) return super._handleServerFenceMsg();
      const length = FENCE_HEAD + head[7]!;
      if (this._sock.rQwait('fence', length, 1)) return false;
      this._sock.rQskipBytes(length);
      this.#answered('fence');
      return true;
    }

    override _framebufferUpdate(): boolean {
      if (this._FBU.rects === 0) {
        this.#pixels = false;
        this.traffic.updateBegins();
      }
      if (!super._framebufferUpdate()) return false;
      const throughput = this.traffic.updateEnds(this.#pixels);
      if (throughput !== null) this.onMeasured?.({ throughput, latency: this.traffic.latency });
      return true;
    }

    override _handleRect(): boolean {
      const { encoding } = this._FBU;
      if (!super._handleRect()) return false;
      if (encoding === QEMU_EXTENDED_KEY_EVENT) this.#answered('encodings');
      return true;
    }

    override _handleDataRect(): boolean {
      const { x, y, width, height } = this._FBU;
      if (!super._handleDataRect()) return false;
      this.#pixels = true;
      if (x + width === this._fbWidth && y + height === this._fbHeight) this.#answered('pixel');
      return true;
    }
  };
