/** Moves the machine's pointer by what {@link Trackpad} makes of fingers. */

import type RFB from '@novnc/novnc';
import type { Point } from '../picture/geometry';
import type { ViewRfb } from '../picture/with-view';
import { type Button, type PointerDeed, Trackpad } from './trackpad';

/** RFC 6143 §7.5.5: a bit for each button; those of the wheel are pressed and released once a step. */
const masks: Readonly<Record<Button, number>> = { left: 1, middle: 2, right: 4 };
const WHEEL = { up: 8, down: 16, left: 32, right: 64 };
/** CSS pixels of two fingers for a step of the wheel. */
const STEP = 36;
/** So far from the window's edge the pointer stays while there is more of the picture. */
const MARGIN = 64;

/** What it needs of noVNC. */
type PointedRfb = Pick<ViewRfb, 'view' | 'zoomTo' | 'panBy'> &
  Pick<
    RFB,
    '_canvas' | '_screen' | '_display' | '_cursor' | '_fbWidth' | '_fbHeight' | '_mousePos' | '_handleMouseMove' | '_handleMouseButton'
  >;

export class TrackpadPointer {
  readonly #trackpad = new Trackpad();
  /** On the machine's screen, in its pixels; null until a finger first moves it. */
  #at: Point | null = null;
  /** Where noVNC took the pointer to be when this class moved it last. */
  #told: object | null = null;
  #scrolled: Point = { x: 0, y: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the left button was pressed as. */
  #left = masks.left;
  readonly #down = new Set<number>();

  /** @param onPress gives the button to press in place of one */
  constructor(
    private readonly rfb: PointedRfb,
    private readonly onPress: (mask: number) => number,
  ) {}

  /** Fingers are on the glass. */
  get busy(): boolean {
    return this.#down.size > 0;
  }

  /** @returns whether the event is the trackpad's */
  take({ type, pointerId: id, clientX: x, clientY: y, timeStamp: time }: PointerEvent): boolean {
    if (type === 'pointerdown') {
      if (this.#down.size === 0) {
        this.#locate();
        this.#scrolled = { x: 0, y: 0 };
      }
      this.#down.add(id);
    } else if (!this.#down.has(id)) return false;
    if (type === 'pointerup' || type === 'pointercancel') this.#down.delete(id);
    if (type === 'pointercancel') this.#perform(this.#trackpad.cancel());
    else this.#perform(this.#trackpad.take({ type: named[type]!, id, x, y, time }));
    this.#wait();
    return true;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#down.clear();
    this.#perform(this.#trackpad.cancel());
  }

  /** Draws the cursor where it is by now. */
  show(): void {
    if (!this.#at) this.#locate();
    const { x, y } = this.#inPage();
    this.rfb._cursor.move(x - this.rfb._cursor._hotSpot.x, y - this.rfb._cursor._hotSpot.y);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const { until } = this.#trackpad;
    if (until === null) return;
    this.#timer = setTimeout(() => this.#perform(this.#trackpad.due(until)), Math.max(until - performance.now(), 0));
  }

  /** A mouse, or the other mode, may have moved it meanwhile; at first it is in the middle of what is seen. */
  #locate(): void {
    const { _mousePos: told, _display: display, _screen: screen, _canvas: canvas } = this.rfb;
    if (this.#at && told === this.#told) return;
    if (told.x !== undefined && told.y !== undefined) {
      this.#at = this.#within({ x: told.x / display.scale, y: told.y / display.scale });
      return;
    }
    const [frame, picture] = [screen.getBoundingClientRect(), canvas.getBoundingClientRect()];
    this.#at = this.#within({
      x: (frame.left + frame.width / 2 - picture.left) / display.scale,
      y: (frame.top + frame.height / 2 - picture.top) / display.scale,
    });
  }

  #within({ x, y }: Point): Point {
    const { _fbWidth: width, _fbHeight: height } = this.rfb;
    return { x: Math.min(Math.max(x, 0), width - 1), y: Math.min(Math.max(y, 0), height - 1) };
  }

  /** In CSS pixels of the canvas: the middle of the machine's pixel. */
  #inCanvas(): Point {
    const { scale } = this.rfb._display;
    const { x, y } = this.#at!;
    return { x: (Math.floor(x) + 0.5) * scale, y: (Math.floor(y) + 0.5) * scale };
  }

  #inPage(): Point {
    const { left, top } = this.rfb._canvas.getBoundingClientRect();
    const { x, y } = this.#inCanvas();
    return { x: left + x, y: top + y };
  }

  #perform(deeds: readonly PointerDeed[]): void {
    if (deeds.length === 0 || !this.#at) return;
    for (const deed of deeds) this.#do(deed);
    this.show();
  }

  #do(deed: PointerDeed): void {
    const { rfb } = this;
    switch (deed.do) {
      case 'move': {
        const { scale } = rfb._display;
        this.#at = this.#within({ x: this.#at!.x + deed.x / scale, y: this.#at!.y + deed.y / scale });
        this.#tell();
        this.#follow();
        return;
      }
      case 'press':
        if (deed.button === 'left') this.#left = this.onPress(masks.left);
        this.#button(deed.button === 'left' ? this.#left : masks[deed.button]);
        return;
      case 'release':
        this.#button(0);
        return;
      case 'scroll':
        this.#scroll(deed);
        return;
      case 'zoom':
        rfb.zoomTo(rfb.view.scale * deed.factor, deed.at);
        return;
      case 'pan':
        rfb.panBy(deed.x, deed.y);
        return;
    }
  }

  #tell(): void {
    const { x, y } = this.#inCanvas();
    this.rfb._handleMouseMove(x, y);
    this.#told = this.rfb._mousePos;
  }

  #button(mask: number): void {
    const { x, y } = this.#inCanvas();
    this.rfb._handleMouseButton(x, y, mask);
  }

  /** What is scrolled goes along with the fingers. */
  #scroll({ x, y }: Point): void {
    this.#scrolled = { x: this.#scrolled.x + x, y: this.#scrolled.y + y };
    const steps = (along: 'x' | 'y', back: number, forth: number) => {
      const count = Math.trunc(this.#scrolled[along] / STEP);
      this.#scrolled[along] -= count * STEP;
      for (let n = 0; n < Math.abs(count); n++) {
        this.#button(count > 0 ? back : forth);
        this.#button(0);
      }
    };
    steps('y', WHEEL.up, WHEEL.down);
    steps('x', WHEEL.left, WHEEL.right);
  }

  /** The view goes along with the pointer. */
  #follow(): void {
    if (!this.rfb.view.clipping) return;
    const { left, top, right, bottom } = this.rfb._screen.getBoundingClientRect();
    const { x, y } = this.#inPage();
    this.rfb.panBy(beyond(x, left, right), beyond(y, top, bottom));
  }
}

const named: Readonly<Record<string, 'down' | 'move' | 'up'>> = { pointerdown: 'down', pointermove: 'move', pointerup: 'up' };

/** How far a point is beyond the margin. */
function beyond(at: number, from: number, to: number): number {
  const margin = Math.min(MARGIN, (to - from) / 4);
  return Math.min(at - from - margin, 0) + Math.max(at - to + margin, 0);
}
