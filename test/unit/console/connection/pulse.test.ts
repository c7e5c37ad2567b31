import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Known } from '@/components/console/connection/attempt';
import { failure } from '@/components/console/connection/failures';
import { Pulse } from '@/components/console/connection/pulse';

const open = (heard: number): Known => ({ attempt: { state: 'open', heard } as never });

/** A console on a network of the test's choice. */
function watch() {
  const net = {
    bytes: 1_000,
    /** The host answers what it is asked. */
    answers: true,
    /** What the portal says, in turn; the last again and again. */
    portal: [open(10)] as (Known | 'nothing')[],
    seen: true,
    asked: 0,
    read: 0,
    lost: 0,
    mute: [] as boolean[],
  };
  const pulse = new Pulse({
    received: () => net.bytes,
    ask: () => {
      net.asked += 1;
      if (net.answers) net.bytes += 20;
    },
    read: (signal) => {
      net.read += 1;
      const known = net.portal.length > 1 ? net.portal.shift()! : net.portal[0]!;
      if (known !== 'nothing') return Promise.resolve(known);
      return new Promise((resolve) => {
        const give = () => resolve({ failure: failure('portal_unreachable') });
        signal.addEventListener('abort', give);
        setTimeout(give, 4_000);
      });
    },
    lost: () => (net.lost += 1),
    mute: (mute) => net.mute.push(mute),
    seen: () => net.seen,
  });
  return { net, pulse };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a connection on which nothing comes', () => {
  it('is left alone as long as something does', async () => {
    const { net, pulse } = watch();
    for (let n = 0; n < 30; n++) {
      net.bytes += 1;
      await pass(5_000);
    }
    pulse.stop();
    expect(net).toMatchObject({ asked: 0, read: 0, lost: 0 });
  });

  it('is asked after twenty seconds, and lives when the host answers: the portal is not troubled', async () => {
    const { net, pulse } = watch();
    await pass(15_000);
    expect(net.asked).toBe(0);
    await pass(10_000);
    expect(net).toMatchObject({ asked: 1, read: 0, lost: 0 });
    await pass(60_000);
    pulse.stop();
    expect(net).toMatchObject({ read: 0, lost: 0 });
    expect(net.asked).toBeGreaterThan(2);
  });

  it('is kept, and looked at again, while the portal has no database to tell by', async () => {
    const { net, pulse } = watch();
    Object.assign(net, { answers: false, portal: [{ failure: failure('unavailable') }] });
    await pass(40_000);
    expect(net).toMatchObject({ lost: 0 });
    expect(net.read).toBeGreaterThan(1);
    net.portal = ['nothing'];
    await pass(30_000);
    pulse.stop();
    expect(net.lost).toBeGreaterThan(0);
  });

  it('is lost when neither host nor portal answers, once', async () => {
    const { net, pulse } = watch();
    Object.assign(net, { answers: false, portal: ['nothing'] });
    await pass(32_000);
    pulse.stop();
    expect(net.lost).toBe(1);
  });

  it('is lost at once when the portal has ended it', async () => {
    const { net, pulse } = watch();
    Object.assign(net, { answers: false, portal: [{ attempt: { state: 'ended', heard: 0 } as never }] });
    pulse.check();
    await pass(2_000);
    pulse.stop();
    expect(net.lost).toBe(1);
  });

  it('is lost when the portal is there but does not hear this page', async () => {
    const { net, pulse } = watch();
    Object.assign(net, { answers: false, portal: [open(10)] });
    pulse.check();
    await pass(7_000);
    pulse.stop();
    expect(net).toMatchObject({ asked: 2, read: 2, lost: 1 });
  });

  it('lives when the portal hears this page: then it is the host that is silent, and it is asked less often', async () => {
    const { net, pulse } = watch();
    let heard = 10;
    net.answers = false;
    vi.spyOn(net.portal, 'shift').mockImplementation(() => open((heard += 5)));
    net.portal.push(open(0), open(0));
    pulse.check();
    await pass(60_000);
    expect(net).toMatchObject({ asked: 2, lost: 0, mute: [true] });
    await pass(80_000);
    pulse.stop();
    expect(net.asked).toBeGreaterThan(2);
    expect(net).toMatchObject({ lost: 0, mute: [true] });
  });

  it('is told to be mute no more as soon as the host says something', async () => {
    const { net, pulse } = watch();
    net.answers = false;
    net.portal = [open(10), open(20), open(20)];
    pulse.check();
    await pass(10_000);
    expect(net.mute).toEqual([true]);
    net.bytes += 1;
    await pass(2_500);
    pulse.stop();
    expect(net).toMatchObject({ lost: 0, mute: [true, false] });
  });

  it('is not looked into because the clock on the wall was set', async () => {
    const { net, pulse } = watch();
    vi.setSystemTime(Date.now() - 60 * 60_000);
    await pass(15_000);
    expect(net.asked).toBe(0);
    await pass(10_000);
    pulse.stop();
    expect(net.asked).toBe(1);
  });

  it('is lost when the host is silent and another process of the portal answers', async () => {
    const { net, pulse } = watch();
    Object.assign(net, { answers: false, portal: [{ failure: failure('upgrade_blocked') }] });
    pulse.check();
    await pass(7_000);
    pulse.stop();
    expect(net.lost).toBe(1);
  });

  it('is not looked into while nobody looks at the page', async () => {
    const { net, pulse } = watch();
    net.seen = false;
    await pass(600_000);
    pulse.stop();
    expect(net).toMatchObject({ asked: 0, lost: 0 });
  });
});

describe('a device that slept', () => {
  it('looks at its connection as soon as its clock has jumped', async () => {
    const { net, pulse } = watch();
    await pass(5_000);
    net.bytes += 1;
    vi.setSystemTime(Date.now() + 60 * 60_000);
    await pass(2_500);
    pulse.stop();
    expect(net.asked).toBe(1);
  });
});

it('says nothing after it was stopped, also in the middle of a look', async () => {
  const { net, pulse } = watch();
  Object.assign(net, { answers: false, portal: ['nothing'] });
  pulse.check();
  await pass(2_000);
  pulse.stop();
  await pass(60_000);
  expect(net.lost).toBe(0);
});
