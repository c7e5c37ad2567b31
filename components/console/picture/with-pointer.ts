/** noVNC with a pointer that hits the pixel that it points at, at every scale, and that moves the view where there is more than fits. */

import type RFB from '@novnc/novnc';
import type { NoVncGesture, RfbClass } from '@novnc/novnc';
import { EdgePan } from './edge-pan';
import type { Point } from './geometry';
import { TouchPan } from './touch-pan';
import type { ViewRfb } from './with-view';

/** A hand that shakes is no drag, CSS pixels. */
const DRAG = 4;
/** How fast two fingers on a touch pad zoom: browsers report them as a wheel. */
const PINCH = 0.01;
const LINE = 19;

export const withPointer = <T extends RfbClass<RFB & ViewRfb>>(Base: T): T =>
  class extends Base {
    readonly #ends = new AbortController();
    readonly #edge = new EdgePan((x, y) => this.#panUnderPointer(x, y));
    readonly #touch = new TouchPan(this);
    /** Finer than mouse events, which are rounded to CSS pixels. */
    #pointer: Point = { x: 0, y: 0 };
    #drag: { from: Point; moved: boolean } | null = null;
    #control = false;

    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    constructor(...args: any[]) {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
      super(...args);
      const options = { capture: true, passive: true, signal: this.#ends.signal };
      for (const type of ['pointermove', 'pointerdown', 'pointerup'] as const) {
        window.addEventListener(type, (event) => this.#pointed(event), options);
      }
      for (const type of ['keydown', 'keyup'] as const) {
        window.addEventListener(type, (event) => event.key === 'Control' && (this.#control = type === 'keydown'), options);
      }
      document.documentElement.addEventListener('pointerleave', () => this.#edge.stop(), options);
      window.addEventListener('blur', () => this.#left(), options);
    }

    override _disconnect(): void {
      this.#ends.abort();
      this.#edge.stop();
      super._disconnect();
    }

    /** Dragging moves the view: by the person's wish, or because nothing that one does here reaches the machine. */
    get #drags(): boolean {
      return this.view.clipping && (this.dragViewport || this.viewOnly);
    }

    #left(): void {
      this.#control = false;
      this.#edge.stop();
    }

    #pointed(event: PointerEvent): void {
      if (event.pointerType === 'touch') return;
      this.#pointer = { x: event.clientX, y: event.clientY };
      if (event.type === 'pointerdown' && event.target === this._canvas && this.#drags) this._canvas.setPointerCapture(event.pointerId);
      const held = (document as { captureElement?: Element | null }).captureElement === this._canvas;
      const over = held || event.target === this._canvas || event.target === this._screen;
      if (over && this.view.clipping && !this.#drags) this.#edge.at(this.#pointer, this._screen.getBoundingClientRect());
      else this.#edge.stop();
    }

    #panUnderPointer(x: number, y: number): boolean {
      if (!this.panBy(x, y)) return false;
      // Under the pointer that rests lies another of the machine's pixels.
      const { left, top } = this._canvas.getBoundingClientRect();
      const point = this.#exact(this.#pointer);
      this._handleMouseMove(point.x - left, point.y - top);
      return true;
    }

    /** The page's point in the middle of the machine's pixel that lies there: nothing that is rounded later leads to another one. */
    #exact({ x, y }: Point): Point {
      const { left, top } = this._canvas.getBoundingClientRect();
      const { scale } = this._display;
      const middle = (at: number, pixels: number) => (Math.min(Math.max(Math.floor(at / scale + 1e-6), 0), pixels - 1) + 0.5) * scale;
      return { x: left + middle(x - left, this._fbWidth), y: top + middle(y - top, this._fbHeight) };
    }

    override _handleMouse(event: MouseEvent): void {
      if (this.#dragged(event)) {
        event.stopPropagation();
        event.preventDefault();
        return;
      }
      const { x, y } = this.#pointer;
      const finer = Math.abs(x - event.clientX) < 1 && Math.abs(y - event.clientY) < 1;
      super._handleMouse(moved(event, this.#exact(finer ? this.#pointer : { x: event.clientX, y: event.clientY })));
    }

    /** @returns whether the event was for the view */
    #dragged(event: MouseEvent): boolean {
      const { clientX: x, clientY: y } = event;
      if (event.type === 'mousedown' && event.button === 0 && this.#drags) {
        this.#drag = { from: { x, y }, moved: false };
        return true;
      }
      if (!this.#drag) return false;
      if (event.type === 'mousemove') {
        const { from } = this.#drag;
        if (!this.#drag.moved && Math.hypot(from.x - x, from.y - y) < DRAG) return true;
        this.panBy(from.x - x, from.y - y);
        this.#drag = { from: { x, y }, moved: true };
      } else if (event.type === 'mouseup') {
        const { moved: hasMoved } = this.#drag;
        this.#drag = null;
        if (!hasMoved) this.#click(event);
      }
      return true;
    }

    /** What did not become a drag was meant for the machine. */
    #click(event: MouseEvent): void {
      if (this.viewOnly) return;
      const at = this.#exact({ x: event.clientX, y: event.clientY });
      const { dragViewport } = this;
      // noVNC would begin a drag of its own.
      this.dragViewport = false;
      super._handleMouse(moved(event, at, { type: 'mousedown', buttons: 1 }));
      super._handleMouse(moved(event, at, { type: 'mouseup', buttons: 0 }));
      this.dragViewport = dragViewport;
    }

    override _handleWheel(event: WheelEvent): void {
      const pinch = event.ctrlKey && !this.#control;
      const lines = event.deltaMode === 0 ? 1 : LINE;
      if (pinch || (event.ctrlKey && this.#drags)) {
        this.zoomTo(this.view.scale * Math.exp(-event.deltaY * lines * PINCH), { x: event.clientX, y: event.clientY });
      } else if (this.#drags) {
        this.panBy(event.deltaX * lines, event.deltaY * lines);
      } else {
        super._handleWheel(event);
        return;
      }
      event.stopPropagation();
      event.preventDefault();
    }

    override _handleGesture(event: CustomEvent<NoVncGesture>): void {
      if (!this.#touch.takes(event, this.#drags)) super._handleGesture(event);
    }
  };

/** An event for noVNC to read that lies elsewhere. */
function moved(event: MouseEvent, { x, y }: Point, other: Partial<Pick<MouseEvent, 'type' | 'buttons'>> = {}): MouseEvent {
  const { type, target, buttons } = event;
  const stops = { stopPropagation: () => event.stopPropagation(), preventDefault: () => event.preventDefault() };
  return { type, target, buttons, clientX: x, clientY: y, ...stops, ...other } as MouseEvent;
}
