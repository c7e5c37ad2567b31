/** Near an edge of the window the view moves on by itself, so that the pointer gets everywhere without a special mode. */

import type { Point } from './geometry';

/** How near, CSS pixels. */
const EDGE = 28;
/** At the very edge, CSS pixels a second. */
const FASTEST = 1_400;
/** After a break of the browser's, the view does not jump. */
const LONGEST_STEP_MS = 50;

/** @param at from the beginning of the window. @returns CSS pixels a second, negative towards its beginning */
export function edgeSpeed(at: number, length: number): number {
  const edge = Math.min(EDGE, length / 6);
  const near = (distance: number) => Math.max(0, Math.min(1, 1 - distance / edge));
  return FASTEST * (near(length - 1 - at) ** 2 - near(at) ** 2);
}

export class EdgePan {
  #at: { point: Point; frame: DOMRect } | null = null;
  #frame = 0;
  #last = 0;

  /** @param pan as `ViewRfb.panBy` */
  constructor(private readonly pan: (x: number, y: number) => boolean) {}

  /** The pointer is there. */
  at(point: Point, frame: DOMRect): void {
    this.#at = { point, frame };
    if (this.#frame !== 0 || !this.#speed()) return;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#step);
  }

  stop(): void {
    this.#at = null;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #speed(): Point | null {
    if (!this.#at) return null;
    const { point, frame } = this.#at;
    const speed = { x: edgeSpeed(point.x - frame.left, frame.width), y: edgeSpeed(point.y - frame.top, frame.height) };
    return speed.x === 0 && speed.y === 0 ? null : speed;
  }

  readonly #step = (now: number) => {
    this.#frame = 0;
    const speed = this.#speed();
    if (!speed) return;
    const seconds = Math.min(Math.max(now - this.#last, 0), LONGEST_STEP_MS) / 1000;
    this.#last = now;
    const moved = this.pan(speed.x * seconds, speed.y * seconds);
    // The first step may be shorter than a pixel.
    if (moved || seconds < 0.01) this.#frame = requestAnimationFrame(this.#step);
  };
}
