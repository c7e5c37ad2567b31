import { beforeEach, describe, expect, it } from 'vitest';
import { type PointerDeed, Trackpad } from '@/components/console/touch/trackpad';

const press = (button = 'left') => ({ do: 'press', button });
const release = (button = 'left') => ({ do: 'release', button });

let trackpad: Trackpad;
let deeds: PointerDeed[];
let time: number;

beforeEach(() => {
  trackpad = new Trackpad();
  [deeds, time] = [[], 1000];
});

const take = (type: 'down' | 'move' | 'up', id: number, x = 100, y = 100) => void deeds.push(...trackpad.take({ type, id, x, y, time }));
const down = (id = 1, x?: number, y?: number) => take('down', id, x, y);
const move = (id: number, x: number, y: number) => take('move', id, x, y);
const up = (id = 1) => take('up', id);
const pass = (ms: number) => {
  time += ms;
  if (trackpad.until !== null && trackpad.until <= time) deeds.push(...trackpad.due(time));
};
const sum = (kind: 'move' | 'scroll' | 'pan') =>
  deeds.reduce((all, deed) => (deed.do === kind ? { x: all.x + deed.x, y: all.y + deed.y } : all), { x: 0, y: 0 });
const buttons = () => deeds.filter((deed) => deed.do === 'press' || deed.do === 'release');

describe('one finger', () => {
  it('moves the pointer, slowly as far as it goes itself', () => {
    down();
    move(1, 100, 110);
    for (let y = 111; y <= 130; y++) {
      pass(16);
      move(1, 100, y);
    }
    expect(sum('move').x).toBe(0);
    expect(sum('move').y).toBeCloseTo(20 + 10 * 3, 0);
  });

  it('that is quick moves it further', () => {
    down();
    pass(5);
    move(1, 110, 100);
    deeds = [];
    pass(10);
    move(1, 140, 100);
    expect(sum('move').x).toBe(90);
  });

  it('that trembles moves nothing', () => {
    down();
    move(1, 104, 103);
    expect(deeds).toEqual([]);
  });

  it('that taps clicks, and the button comes up by itself', () => {
    down();
    pass(60);
    up();
    expect(deeds).toEqual([press()]);
    pass(300);
    expect(deeds).toEqual([press(), release()]);
  });

  it('that taps twice clicks twice', () => {
    down();
    pass(60);
    up();
    pass(80);
    down();
    pass(60);
    up();
    pass(300);
    expect(deeds).toEqual([press(), release(), press(), release()]);
  });

  it('that taps and moves drags with one press', () => {
    down();
    pass(60);
    up();
    pass(80);
    down();
    pass(20);
    move(1, 130, 100);
    pass(500);
    move(1, 160, 100);
    up();
    pass(500);
    expect(buttons()).toEqual([press(), release()]);
    expect(deeds.at(-1)).toEqual(release());
    expect(sum('move').x).toBeGreaterThanOrEqual(60);
  });

  it('that taps and stays holds the button until it goes', () => {
    down();
    pass(60);
    up();
    pass(80);
    down();
    pass(2000);
    expect(deeds).toEqual([press()]);
    up();
    expect(deeds).toEqual([press(), release()]);
  });

  it('that rests for long is no tap', () => {
    down();
    pass(900);
    up();
    pass(500);
    expect(deeds).toEqual([]);
  });
});

describe('two fingers', () => {
  it('that tap click right, wherever one slips while they are lifted', () => {
    down(1, 100, 100);
    pass(20);
    down(2, 180, 100);
    pass(60);
    up(1);
    move(2, 181, 101);
    pass(20);
    up(2);
    expect(deeds).toEqual([press('right'), release('right')]);
  });

  it('that move together scroll by as much', () => {
    down(1, 100, 100);
    down(2, 160, 100);
    for (let y = 102; y <= 200; y += 2) {
      move(1, 100, y);
      move(2, 160, y);
    }
    expect(sum('scroll').y).toBeGreaterThan(85);
    expect(sum('scroll').y).toBeLessThanOrEqual(100);
    expect(buttons()).toEqual([]);
  });

  it('that part zoom about their middle by as much as they part', () => {
    down(1, 100, 100);
    down(2, 200, 100);
    for (let n = 2; n <= 100; n += 2) {
      move(1, 100 - n, 100);
      move(2, 200 + n, 100);
    }
    const zooms = deeds.filter((deed) => deed.do === 'zoom');
    const factor = zooms.reduce((all, deed) => all * deed.factor, 1);
    expect(factor).toBeGreaterThan(2.3);
    expect(factor).toBeLessThan(3);
    expect(Math.abs(zooms.at(-1)!.at.x - 150)).toBeLessThan(2);
    expect(sum('scroll')).toEqual({ x: 0, y: 0 });
  });

  it('of which one goes do nothing more until both are gone', () => {
    down(1, 100, 100);
    down(2, 160, 100);
    for (let y = 105; y <= 130; y += 5) {
      move(1, 100, y);
      move(2, 160, y);
    }
    up(2);
    deeds = [];
    move(1, 150, 300);
    expect(deeds).toEqual([]);
    up(1);
    down(1, 100, 100);
    move(1, 120, 100);
    expect(sum('move').x).toBeGreaterThan(0);
  });

  it('of which the second comes while the first moves scroll, and are no tap', () => {
    down(1, 100, 100);
    move(1, 100, 120);
    down(2, 160, 120);
    up(2);
    up(1);
    expect(buttons()).toEqual([]);
  });
});

describe('three fingers', () => {
  it('that tap click with the middle button', () => {
    for (const id of [1, 2, 3]) down(id, 60 * id, 100);
    pass(80);
    for (const id of [1, 2, 3]) up(id);
    expect(deeds).toEqual([press('middle'), release('middle')]);
  });

  it('and four do nothing', () => {
    for (const id of [1, 2, 3, 4]) down(id, 60 * id, 100);
    for (const id of [1, 2, 3, 4]) up(id);
    expect(deeds).toEqual([]);
  });
});

describe('fingers that the browser takes away', () => {
  it('leave no button pressed', () => {
    down();
    pass(60);
    up();
    down();
    move(1, 200, 100);
    deeds = [];
    deeds.push(...trackpad.cancel());
    expect(deeds).toEqual([release()]);
    expect(trackpad.cancel()).toEqual([]);
  });
});
