import { describe, expect, it } from 'vitest';
import {
  centerForZoom,
  clampZoom,
  desktopFor,
  fitScale,
  imageRendering,
  nextZoom,
  place,
  scaleOf,
  sameSize,
} from '@/components/console/picture/geometry';

const size = (width: number, height: number) => ({ width, height });

describe('the scale of a picture that is to fit', () => {
  it('is that of the tighter side', () => {
    expect(fitScale(size(1920, 1080), size(1440, 900))).toBe(0.75);
    expect(fitScale(size(800, 600), size(1000, 900))).toBe(1.25);
  });

  it('is a whole one where that wastes little, so that every pixel is as large as its neighbours', () => {
    expect(fitScale(size(1280, 720), size(1290, 740))).toBe(1);
    expect(fitScale(size(640, 400), size(1300, 900))).toBe(2);
    expect(fitScale(size(1280, 720), size(1400, 900))).toBeCloseTo(1.094, 3);
  });

  it('never snaps to what would be cut off', () => {
    expect(fitScale(size(1290, 740), size(1280, 740))).toBeLessThan(1);
  });

  it('is one while there is nothing to fit', () => {
    expect([fitScale(size(0, 0), size(10, 10)), fitScale(size(10, 10), size(0, 5))]).toEqual([1, 1]);
  });
});

describe('the scale', () => {
  const picture = size(1920, 1080);
  const window = size(960, 540);

  it('is one device pixel for one of the machine where the actual size is wished for', () => {
    expect(scaleOf('actual', null, picture, window)).toBe(1);
  });

  it('fits the picture where the machine should follow and does not', () => {
    expect(scaleOf('remote', null, picture, window)).toBe(0.5);
    expect(scaleOf('remote', null, window, window)).toBe(1);
  });

  it('is the zoom by hand if there is one, whatever the scaling', () => {
    for (const scaling of ['fit', 'actual', 'remote'] as const) expect(scaleOf(scaling, 2, picture, window)).toBe(2);
  });
});

describe('zoom', () => {
  it('goes from 25 to 400 per cent, and to where all of the picture is seen', () => {
    expect([clampZoom(0.1, 1), clampZoom(9, 1)]).toEqual([0.25, 4]);
    expect([clampZoom(0.1, 0.14), clampZoom(9, 6)]).toEqual([0.14, 6]);
  });

  it('passes the scale that fits on its way, and ends at the ends', () => {
    expect([nextZoom(0.75, 1, 0.8), nextZoom(0.8, 1, 0.8), nextZoom(1, 1, 0.8)]).toEqual([0.8, 0.9, 1.1]);
    expect([nextZoom(1, -1, 0.95), nextZoom(0.25, -1, 0.5), nextZoom(4, 1, 0.5)]).toEqual([0.95, null, null]);
  });

  it('keeps the point under the pointer where it is', () => {
    const picture = size(2000, 1000);
    const window = size(1000, 500);
    const before = place(picture, window, 1, { x: 900, y: 400 });
    const fixed = { x: 300, y: 120 };
    const center = centerForZoom(before, 1, 2, window, fixed);
    const after = place(picture, window, 2, center);
    expect([(fixed.x - after.left) / 2, (fixed.y - after.top) / 2]).toEqual([fixed.x - before.left, fixed.y - before.top]);
  });
});

describe('the place', () => {
  it('of a smaller picture is in the middle, on whole pixels', () => {
    expect(place(size(101, 50), size(200, 101), 1, { x: 0, y: 0 })).toEqual({
      left: 49,
      top: 25,
      center: { x: 50.5, y: 25 },
      clipping: false,
    });
  });

  it('of a larger picture leaves nothing of the window empty', () => {
    const far = place(size(300, 300), size(100, 100), 1, { x: 9999, y: -5 });
    expect([far.left, far.top, far.center, far.clipping]).toEqual([-200, 0, { x: 250, y: 50 }, true]);
  });

  it('moves by less than a pixel at a time and still arrives', () => {
    let at = place(size(300, 300), size(100, 100), 1, { x: 50, y: 50 });
    for (let step = 0; step < 10; step++) at = place(size(300, 300), size(100, 100), 1, { x: at.center.x + 0.4, y: at.center.y });
    expect(at.left).toBe(-4);
  });

  it('does not move about what is larger by a fraction of a pixel', () => {
    expect(place(size(1000, 333), size(500, 167), 0.5001, { x: 0, y: 0 }).clipping).toBe(false);
  });
});

describe('pixels', () => {
  it('stay square at whole multiples, and are smoothed at all others', () => {
    expect([1, 1.5, 2, 2.0005, 2.1, 3, 4].map(imageRendering)).toEqual([
      'auto',
      'auto',
      'pixelated',
      'pixelated',
      'auto',
      'pixelated',
      'pixelated',
    ]);
  });
});

describe('the resolution to ask for', () => {
  it('is that of the window in device pixels', () => {
    expect(desktopFor(size(2880, 1800), 1)).toEqual(size(2880, 1800));
  });

  it('is coarser for who wants larger pixels, and does not lose one to rounding', () => {
    expect(desktopFor(size(1281, 751), 1.25)).toEqual(size(1024, 600));
    expect(desktopFor(size(2100, 1500), 1.5)).toEqual(size(1400, 1000));
  });

  it('is never too small to work in, nor more than the message takes', () => {
    expect(desktopFor(size(40, 30), 1)).toEqual(size(320, 200));
    expect(desktopFor(size(99_999, 900), 1)).toEqual(size(16_384, 900));
  });
});

it('compares sizes, of which none is like no other', () => {
  expect([sameSize(size(1, 2), size(1, 2)), sameSize(size(1, 2), size(2, 1)), sameSize(null, null)]).toEqual([true, false, false]);
});
