import { describe, expect, it } from 'vitest';
import { RateMeter } from '@/components/sessions/rates';
import type { LiveSession } from '@/server/contract/session';

const session = (id: string, bytesToHost: number | null, bytesFromHost: number | null) =>
  ({ id, bytesToHost, bytesFromHost }) as LiveSession;

describe('the traffic of live consoles', () => {
  it('is what came between two looks, by the second', () => {
    const meter = new RateMeter();
    meter.look([session('a', 100, 1_000), session('b', 0, 0)], 1_000);
    const rates = meter.look([session('a', 150, 9_000), session('b', 0, 0)], 3_000);
    expect([...rates]).toEqual([
      ['a', { to: 25, from: 4_000 }],
      ['b', { to: 0, from: 0 }],
    ]);
  });

  it('is unknown at the first look, for who has just come, and for whom another process carries', () => {
    const meter = new RateMeter();
    expect(meter.look([session('a', 5, 5), session('elsewhere', null, null)], 0).size).toBe(0);
    expect([...meter.look([session('a', 5, 5), session('new', 9, 9), session('elsewhere', null, null)], 2_000).keys()]).toEqual(['a']);
  });

  it('is forgotten with a console that is gone, and does not count backwards', () => {
    const meter = new RateMeter();
    meter.look([session('a', 500, 500)], 0);
    meter.look([], 2_000);
    expect(meter.look([session('a', 500, 500)], 4_000).size).toBe(0);
    expect(meter.look([session('a', 0, 0)], 6_000).get('a')).toEqual({ to: 0, from: 0 });
  });

  it('stays what it was when somebody looks twice at once', () => {
    const meter = new RateMeter();
    meter.look([session('a', 0, 0)], 0);
    meter.look([session('a', 2_000, 0)], 2_000);
    expect(meter.look([session('a', 2_001, 0)], 2_010).get('a')).toEqual({ to: 1_000, from: 0 });
    expect(meter.look([session('a', 4_000, 0)], 4_000).get('a')).toEqual({ to: 1_000, from: 0 });
  });
});
