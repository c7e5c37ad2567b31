/** What fingers do to the view: two that part or close zoom it, and a drag moves it where the pointer's would. */

import type { NoVncGesture } from '@novnc/novnc';
import type { Point } from './geometry';
import type { ViewRfb } from './with-view';

export class TouchPan {
  #from: Point | null = null;
  #pinch: { scale: number; apart: number } | null = null;

  constructor(private readonly rfb: ViewRfb) {}

  /** @param drags a drag is for the view. @returns whether the gesture was */
  takes({ type, detail }: CustomEvent<NoVncGesture>, drags: boolean): boolean {
    const begins = type === 'gesturestart';
    if (detail.type === 'pinch') this.#zoom(detail, begins);
    else if ((detail.type === 'drag' || detail.type === 'longpress' || detail.type === 'twodrag') && (begins ? drags : this.#from)) {
      this.#move(detail, begins);
    } else return false;
    if (type === 'gestureend') this.#from = this.#pinch = null;
    return true;
  }

  #zoom({ clientX, clientY, magnitudeX = 0, magnitudeY = 0 }: NoVncGesture, begins: boolean): void {
    const apart = Math.max(Math.hypot(magnitudeX, magnitudeY), 1);
    if (begins) this.#pinch = { scale: this.rfb.view.scale, apart };
    else if (this.#pinch) this.rfb.zoomTo((this.#pinch.scale * apart) / this.#pinch.apart, { x: clientX, y: clientY });
  }

  #move({ type, clientX, clientY, magnitudeX = 0, magnitudeY = 0 }: NoVncGesture, begins: boolean): void {
    // Of two fingers noVNC tells where they began and how far they have moved since.
    const at = type === 'twodrag' ? { x: magnitudeX, y: magnitudeY } : { x: clientX, y: clientY };
    if (!begins && this.#from) this.rfb.panBy(this.#from.x - at.x, this.#from.y - at.y);
    this.#from = at;
  }
}
