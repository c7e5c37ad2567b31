/**
 * What fingers on a trackpad mean, as laptops have it. No browser here: fingers come in, with their times, and what the pointer is to do comes
 * out. All lengths are CSS pixels.
 */

import type { Point } from '../picture/geometry';
import { accelerated } from './acceleration';

export interface Finger {
  type: 'down' | 'move' | 'up';
  id: number;
  x: number;
  y: number;
  /** Milliseconds, of any clock. */
  time: number;
}

export type Button = 'left' | 'middle' | 'right';
export type PointerDeed =
  | { do: 'move' | 'scroll' | 'pan'; x: number; y: number }
  | { do: 'press' | 'release'; button: Button }
  | { do: 'zoom'; factor: number; at: Point };

/** A finger that is put down is never quite still. */
const SLOP = 8;
/** How much two fingers part before that is no scrolling. */
const PINCH = 18;
const TAP_MS = 250;
/** All fingers of one tap come and go within this time. */
const TAP_TOGETHER_MS = 350;
/** A finger that is back within this time drags, or taps a second time. */
const AGAIN_MS = 220;

interface Place extends Point {
  start: Point;
  time: number;
}

type State =
  | { name: 'idle' | 'moving' | 'scrolling' | 'over' }
  /** One finger that has not moved; `pressed`: the button is still down from the tap before. */
  | { name: 'resting'; since: number; pressed: boolean }
  | { name: 'tapped'; until: number }
  | { name: 'dragging' }
  /** Several fingers that have done nothing yet. */
  | { name: 'several'; since: number; fingers: number; from: Point; apart: number }
  | { name: 'pinching'; from: Point; apart: number };

export class Trackpad {
  private state: State = { name: 'idle' };
  private readonly fingers = new Map<number, Place>();

  /** When {@link due} is to be called; null when nothing waits. */
  get until(): number | null {
    return this.state.name === 'tapped' ? this.state.until : null;
  }

  take(finger: Finger): PointerDeed[] {
    switch (finger.type) {
      case 'down':
        return this.down(finger);
      case 'move':
        return this.move(finger);
      case 'up':
        return this.up(finger);
    }
  }

  /** No second tap came. */
  due(time: number): PointerDeed[] {
    if (this.state.name !== 'tapped' || time < this.state.until) return [];
    this.state = { name: 'idle' };
    return [{ do: 'release', button: 'left' }];
  }

  /** The fingers went elsewhere; no button stays pressed. */
  cancel(): PointerDeed[] {
    const pressed = this.isPressed;
    this.fingers.clear();
    this.state = { name: 'idle' };
    return pressed ? [{ do: 'release', button: 'left' }] : [];
  }

  private get isPressed(): boolean {
    const { state } = this;
    return state.name === 'tapped' || state.name === 'dragging' || (state.name === 'resting' && state.pressed);
  }

  private down({ id, x, y, time }: Finger): PointerDeed[] {
    const { state } = this;
    this.fingers.set(id, { x, y, start: { x, y }, time });
    switch (state.name) {
      case 'idle':
      case 'tapped':
        this.state = { name: 'resting', since: time, pressed: state.name === 'tapped' };
        return [];
      case 'resting': {
        const deeds: PointerDeed[] = state.pressed ? [{ do: 'release', button: 'left' }] : [];
        this.several(state.since);
        return deeds;
      }
      case 'moving':
        // Too late for a tap, not for scrolling.
        this.several(-Infinity);
        return [];
      case 'several':
        this.several(state.since);
        return [];
      default:
        return [];
    }
  }

  private several(since: number): void {
    this.state = { name: 'several', since, fingers: this.fingers.size, from: this.middle(), apart: this.apart() };
  }

  private move({ id, x, y, time }: Finger): PointerDeed[] {
    const place = this.fingers.get(id);
    if (!place) return [];
    const before = { x: place.x, y: place.y };
    const middle = this.middle();
    const ms = time - place.time;
    Object.assign(place, { x, y, time });
    const { state } = this;
    switch (state.name) {
      case 'resting':
        if (distance(place, place.start) < SLOP) return [];
        this.state = { name: state.pressed ? 'dragging' : 'moving' };
        return moved(before, place, ms);
      case 'moving':
      case 'dragging':
        return moved(before, place, ms);
      case 'several':
        // Of a tap whose fingers are being lifted, one may still slip.
        if (this.fingers.size === state.fingers) this.decide(state);
        else if (distance(place, place.start) > SLOP) this.state = { name: 'over' };
        return [];
      case 'scrolling': {
        const now = this.middle();
        return [{ do: 'scroll', x: now.x - middle.x, y: now.y - middle.y }];
      }
      case 'pinching': {
        const now = this.middle();
        const apart = Math.max(this.apart(), 1);
        const factor = apart / state.apart;
        this.state = { name: 'pinching', from: now, apart };
        return [
          { do: 'zoom', factor, at: now },
          { do: 'pan', x: state.from.x - now.x, y: state.from.y - now.y },
        ];
      }
      default:
        return [];
    }
  }

  private decide({ fingers, from, apart }: Extract<State, { name: 'several' }>): void {
    const middle = this.middle();
    const parted = Math.abs(this.apart() - apart);
    const shifted = distance(middle, from);
    if (fingers > 2) {
      if (shifted > SLOP) this.state = { name: 'over' };
    } else if (parted > PINCH && parted > shifted) {
      this.state = { name: 'pinching', from: middle, apart: Math.max(this.apart(), 1) };
    } else if (shifted > SLOP) {
      this.state = { name: 'scrolling' };
    }
  }

  private up({ id, time }: Finger): PointerDeed[] {
    if (!this.fingers.delete(id)) return [];
    const { state } = this;
    const none = this.fingers.size === 0;
    switch (state.name) {
      case 'resting': {
        const tap = time - state.since <= TAP_MS;
        this.state = tap ? { name: 'tapped', until: time + AGAIN_MS } : { name: 'idle' };
        const deeds: PointerDeed[] = state.pressed ? [{ do: 'release', button: 'left' }] : [];
        // The release waits: it may become a drag.
        return tap ? [...deeds, { do: 'press', button: 'left' }] : deeds;
      }
      case 'dragging':
        if (!none) return [];
        this.state = { name: 'idle' };
        return [{ do: 'release', button: 'left' }];
      case 'several': {
        if (!none) return [];
        this.state = { name: 'idle' };
        if (time - state.since > TAP_TOGETHER_MS || state.fingers > 3) return [];
        const button = state.fingers === 2 ? 'right' : 'middle';
        return [
          { do: 'press', button },
          { do: 'release', button },
        ];
      }
      default:
        // What is left on the glass of a gesture that has ended means nothing.
        this.state = { name: none ? 'idle' : 'over' };
        return [];
    }
  }

  private middle(): Point {
    const all = [...this.fingers.values()];
    const mean = (of: (place: Place) => number) => all.reduce((sum, place) => sum + of(place), 0) / Math.max(all.length, 1);
    return { x: mean((place) => place.x), y: mean((place) => place.y) };
  }

  /** Between the first two. */
  private apart(): number {
    const [one, two] = this.fingers.values();
    return one && two ? distance(one, two) : 0;
  }
}

const distance = (one: Point, two: Point) => Math.hypot(one.x - two.x, one.y - two.y);

function moved(before: Point, now: Point, ms: number): PointerDeed[] {
  const gain = accelerated(distance(before, now), ms);
  return [{ do: 'move', x: (now.x - before.x) * gain, y: (now.y - before.y) * gain }];
}
