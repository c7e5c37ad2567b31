import { describe, expect, it } from 'vitest';
import { AutoQuality } from '@/components/console/picture/auto-quality';

const SLOW = 60_000;
const GOOD = 900_000;
const FAST = 9_000_000;

/** Measures the same ten times a second. @returns every change, with its second */
function run(
  auto: AutoQuality,
  throughput: number | ((second: number) => number),
  from: number,
  seconds: number,
  latency: number | null = 20,
) {
  const changes: string[] = [];
  for (let tenth = 0; tenth < seconds * 10; tenth++) {
    const at = from + tenth / 10;
    const now = typeof throughput === 'number' ? throughput : throughput(at);
    if (auto.measured({ throughput: now, latency }, at * 1000)) changes.push(`${Math.floor(at)}: ${auto.line}`);
  }
  return changes;
}

describe('the automatic choice', () => {
  it('begins with a good line, and stays there on one', () => {
    const auto = new AutoQuality();
    expect([auto.line, auto.throughput]).toEqual(['wan', null]);
    expect(run(auto, GOOD, 0, 60)).toEqual([]);
  });

  it('rises on a local network, and falls on a slow line', () => {
    const up = new AutoQuality();
    run(up, FAST, 0, 5);
    expect(up.line).toBe('lan');
    const down = new AutoQuality();
    run(down, SLOW, 0, 5);
    expect(down.line).toBe('slow');
  });

  it('takes no single measurement for the line', () => {
    const auto = new AutoQuality();
    run(auto, GOOD, 0, 10);
    expect(run(auto, (second) => (Math.round(second * 10) % 25 === 0 ? FAST : GOOD), 10, 30)).toEqual([]);
  });

  it('stays as it is between two thresholds that a line wavers about', () => {
    const auto = new AutoQuality();
    const wavering = (second: number) => (Math.floor(second) % 2 === 0 ? 2_900_000 : 2_100_000);
    expect(run(auto, wavering, 0, 300)).toEqual([]);
  });

  it('goes one step at a time, with time between them', () => {
    const auto = new AutoQuality();
    run(auto, FAST, 0, 10);
    const changes = run(auto, SLOW, 10, 60);
    expect(changes.map((change) => change.split(': ')[1])).toEqual(['wan', 'slow']);
    const [first, second] = changes.map((change) => Number.parseInt(change));
    expect(second! - first!).toBeGreaterThanOrEqual(8);
  });

  it('tries what has turned out too much ever more rarely', () => {
    const auto = new AutoQuality();
    // As a line that is fast for a while after every change, and then is not.
    const treacherous = () => (auto.line === 'lan' ? GOOD / 2 : FAST);
    const changes = run(auto, treacherous, 0, 1800);
    const rises = changes.filter((change) => change.endsWith('lan')).map((change) => Number.parseInt(change));
    expect(rises.length).toBeLessThan(8);
    const gaps = rises.slice(1).map((at, index) => at - rises[index]!);
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
  });

  it('takes a line on which answers are late for a worse one, however wide it is', () => {
    const auto = new AutoQuality();
    run(auto, FAST, 0, 10);
    run(auto, FAST, 10, 20, 900);
    expect(auto.line).toBe('slow');
    expect(run(new AutoQuality(), FAST, 0, 20, 350)).toEqual([]);
    // Also where no update was long enough to measure the line by.
    const small = new AutoQuality();
    for (let second = 0; second < 20; second += 2) small.measured({ throughput: null, latency: 900 }, second * 1000);
    expect([small.line, small.throughput]).toEqual(['slow', null]);
  });
});
