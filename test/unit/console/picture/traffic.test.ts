import { describe, expect, it } from 'vitest';
import { Traffic, WINDOW_MS } from '@/components/console/picture/traffic';

describe('what comes from the machine', () => {
  it('is counted by the second, and forgotten', () => {
    const traffic = new Traffic();
    for (let at = 1_000; at < 4_000; at += 50) {
      traffic.updateBegins();
      traffic.arrived(1_000, at);
      traffic.updateEnds(true);
    }
    expect(traffic.read(4_000)).toEqual({ latency: null, picturesPerSecond: 20, bytesPerSecond: 20_000 });
    expect(traffic.read(4_000 + WINDOW_MS)).toEqual({ latency: null, picturesPerSecond: 0, bytesPerSecond: 0 });
    expect(traffic.bytes).toBe(60_000);
  });

  it('has no picture in an update without pixels', () => {
    const traffic = new Traffic();
    traffic.arrived(30, 10);
    traffic.updateBegins();
    traffic.updateEnds(false);
    expect(traffic.read(20).picturesPerSecond).toBe(0);
  });
});

describe('the line', () => {
  it('is measured within one update, from its first piece to its last', () => {
    const traffic = new Traffic();
    traffic.arrived(10_000, 0);
    traffic.updateBegins();
    for (let piece = 1; piece <= 10; piece++) traffic.arrived(10_000, piece * 100);
    expect(traffic.updateEnds(true)).toBe(100_000);
  });

  it('is not told by an update that came in one piece, nor by a short one', () => {
    const traffic = new Traffic();
    traffic.arrived(500_000, 0);
    traffic.updateBegins();
    expect(traffic.updateEnds(true)).toBeNull();
    traffic.arrived(100, 10);
    traffic.updateBegins();
    traffic.arrived(9_000, 900);
    expect(traffic.updateEnds(true)).toBeNull();
  });

  it('is not endless where the clock does not move', () => {
    const traffic = new Traffic();
    traffic.arrived(1, 5);
    traffic.updateBegins();
    traffic.arrived(50_000, 5);
    expect(traffic.updateEnds(true)).toBe(50_000_000);
  });
});

describe('latency', () => {
  it('is the middle one of the last answers', () => {
    const traffic = new Traffic();
    traffic.answered(30);
    expect(traffic.latency).toBe(30);
    traffic.answered(900);
    traffic.answered(20);
    expect(traffic.latency).toBe(30);
    traffic.answered(22);
    traffic.answered(21);
    expect(traffic.latency).toBe(21);
  });
});
