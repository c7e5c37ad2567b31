import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HostVisits, type HostVisit } from '../../../server/hosts/host-visits';
import { silent } from '../../support/databases';

describe('opened hosts', () => {
  let written: (readonly HostVisit[])[];
  let fails: boolean;
  let visits: HostVisits;

  beforeEach(() => {
    vi.useFakeTimers({ now: 1000 });
    written = [];
    fails = false;
    const write = (some: readonly HostVisit[]) => {
      if (fails) return Promise.reject(new Error('no database'));
      written.push(some);
      return Promise.resolve();
    };
    visits = new HostVisits({ write, log: silent });
  });
  afterEach(() => vi.useRealTimers());

  it('are written together, each person and host once, in one order whatever came first', async () => {
    visits.opened('zoe', 'a');
    visits.opened('anna', 'b');
    await vi.advanceTimersByTimeAsync(100);
    visits.opened('zoe', 'a');
    expect(written).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(written).toEqual([
      [
        { userId: 'anna', hostId: 'b', at: 1000 },
        { userId: 'zoe', hostId: 'a', at: 1100 },
      ],
    ]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toHaveLength(1);
  });

  it('that still wait are written when the portal stops', async () => {
    visits.opened('anna', 'b');
    await visits.stop();
    expect(written).toEqual([[{ userId: 'anna', hostId: 'b', at: 1000 }]]);
  });

  it('are written again after a time without database', async () => {
    fails = true;
    visits.opened('anna', 'b');
    await vi.advanceTimersByTimeAsync(300);
    fails = false;
    visits.opened('anna', 'c');
    await vi.advanceTimersByTimeAsync(300);
    expect(written).toEqual([[{ userId: 'anna', hostId: 'c', at: 1300 }]]);
  });
});
