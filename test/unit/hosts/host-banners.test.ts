import { describe, expect, it } from 'vitest';
import { HostBanners } from '../../../server/hosts/host-banners';

function start() {
  const stored = new Map([['web', 'one']]);
  const held: (() => void)[] = [];
  let reads = 0;
  let failing = false;
  const banners = new HostBanners(async (id) => {
    reads += 1;
    const banner = stored.get(id);
    if (held.length > 0) await new Promise<void>((resolve) => held.push(resolve));
    if (failing) throw new Error('no database');
    return banner === undefined ? null : { banner };
  });
  return { stored, banners, held, reads: () => reads, fail: (on: boolean) => (failing = on) };
}

describe('the banner of a host', () => {
  it('is read again once it was changed, and the host, and for no other reason', async () => {
    const { stored, banners, reads } = start();
    expect(await banners.of('web')).toBe('one');
    stored.set('web', 'two');
    for (const kind of ['user', 'session'] as const) banners.apply({ kind, subject: 'web' });
    banners.apply({ kind: 'banner', subject: 'other' });
    expect(await banners.of('web')).toBe('one');
    banners.apply({ kind: 'banner', subject: 'web' });
    expect(await banners.of('web')).toBe('two');
    stored.delete('web');
    banners.apply({ kind: 'host', subject: 'web' });
    expect(await banners.of('web')).toBe('');
    expect(reads()).toBe(3);
  });

  it('is not kept from a reading that began before the change', async () => {
    const { stored, banners, held } = start();
    held.push(() => undefined);
    const old = banners.of('web');
    stored.set('web', 'two');
    banners.apply({ kind: 'banner', subject: 'web' });
    const next = banners.of('web');
    for (const release of held) release();
    expect([await old, await next]).toEqual(['one', 'two']);
    held.length = 0;
    expect(await banners.of('web')).toBe('two');
  });

  it('is read again after a failure', async () => {
    const { banners, fail } = start();
    fail(true);
    await expect(banners.of('web')).rejects.toThrow('no database');
    fail(false);
    expect(await banners.of('web')).toBe('one');
  });
});
