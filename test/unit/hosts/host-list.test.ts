import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy, type Host, type HostQuery, type HostSort } from '../../../server/contract/host';
import type { Identity } from '../../../server/auth/identity';
import { HostRepository } from '../../../server/hosts/host-repository';
import type { HostListRow } from '../../../server/hosts/host-service';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, identityOf, PASSWORD, root, START, type Services } from '../../support/services';

const COUNT = 3000;

/** Names that differ in case, accents and numbers, many of them equal; some hosts share their time of change. */
function makeHost(index: number): Host {
  const kinds = ['Web', 'web', 'DB', 'Ärger', 'zebra', 'vm 2 disk', '100%_sure', 'back\\slash'];
  return {
    id: `h-${String((index * 7919) % COUNT).padStart(4, '0')}`,
    name: `${kinds[index % kinds.length]!} ${index % 40}`,
    description: '',
    tags: [...(index % 3 === 0 ? ['prod'] : []), ...(index % 5 === 0 ? ['Prod'] : []), ...(index % 7 === 0 ? ['café'] : [])],
    targets: [`vnc://10.${index >> 8}.${index & 255}.1:5900`],
    balance: 'failover',
    tls: {},
    credentials: { hasPassword: false },
    policy: defaultPolicy,
    banner: '',
    keyboard: null,
    createdAt: START,
    updatedAt: START + (index % 100),
  };
}
const all = Array.from({ length: COUNT }, (_, index) => makeHost(index));

describe.each(databases)('the list of hosts on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let admin: Identity;
  let other: Identity;
  const visits = new Map<string, { favourite: boolean; openedAt: number | null }>();
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    admin = identityOf(await services.people.create({ name: 'admin', password: PASSWORD, role: 'admin' }, root));
    other = identityOf(await services.people.create({ name: 'other', password: PASSWORD, role: 'admin' }, root));
    await new HostRepository(services.db).insert(all.map((host) => ({ host, sealedPassword: null })));
    for (let index = 0; index < 120; index++) {
      const { id } = all[index * 11]!;
      const favourite = index % 2 === 0;
      const openedAt = index % 3 === 0 ? null : START + (index % 9);
      visits.set(id, { favourite, openedAt });
      services.clock.time = openedAt ?? START;
      if (favourite) await services.hosts.setFavourite(admin.user.id, id, true);
      if (openedAt !== null) await services.hosts.markOpened([{ userId: admin.user.id, hostId: id, at: openedAt }]);
    }
  });
  afterAll(() => test.remove());

  async function everything(query: Partial<HostQuery>, as = admin): Promise<{ rows: HostListRow[]; totals: Set<number>; pages: number }> {
    const rows: HostListRow[] = [];
    const totals = new Set<number>();
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await services.hosts.list(as, { q: '', sort: 'name', limit: 171, ...query, cursor });
      rows.push(...page.items);
      totals.add(page.total);
      cursor = page.nextCursor ?? undefined;
      pages++;
    } while (cursor !== undefined);
    return { rows, totals, pages };
  }
  const ids = (hosts: { id: string }[]) => hosts.map(({ id }) => id);

  /** Said again, slowly: the order as a person would check it. */
  const key = ({ name }: Host) => name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
  const by = (left: string | number, right: string | number): number => (left < right ? -1 : left > right ? 1 : 0);
  const byName = (a: Host, b: Host): number => by(key(a), key(b)) || by(a.id, b.id);
  const visitOf = ({ id }: Host) => visits.get(id) ?? { favourite: false, openedAt: null };
  const orders: Record<HostSort, (a: Host, b: Host) => number> = {
    name: byName,
    '-name': (a, b) => -byName(a, b),
    id: (a, b) => by(a.id, b.id),
    '-id': (a, b) => -by(a.id, b.id),
    updated: (a, b) => by(b.updatedAt, a.updatedAt) || by(b.id, a.id),
    recent: (a, b) =>
      by(Number(visitOf(b).favourite), Number(visitOf(a).favourite)) ||
      by(visitOf(b).openedAt ?? 0, visitOf(a).openedAt ?? 0) ||
      byName(a, b),
  };

  it.each(Object.keys(orders) as HostSort[])('is paged by "%s": every host once, in that order', async (sort) => {
    const { rows, totals, pages } = await everything({ sort });
    expect(ids(rows)).toEqual(ids(all.toSorted(orders[sort])));
    expect([...totals]).toEqual([COUNT]);
    expect(pages).toBe(Math.ceil(COUNT / 171));
  });

  it('sorts numbers in names by their value and letters without case', async () => {
    const names = [...new Set((await everything({ q: 'web' })).rows.map(({ name }) => name.toLowerCase()))];
    expect(names.slice(0, 4)).toEqual(['web 0', 'web 1', 'web 8', 'web 9']);
    expect(names.at(-1)).toBe('web 33');
  });

  it("shows each person their own favourites and visits, and nobody else's", async () => {
    const mine = (await everything({ sort: 'recent' })).rows;
    for (const row of mine) expect({ favourite: row.favourite, openedAt: row.openedAt }).toEqual(visitOf(row));
    const theirs = (await everything({ sort: 'recent' }, other)).rows;
    expect(theirs.every(({ favourite, openedAt }) => !favourite && openedAt === null)).toBe(true);
    expect(ids(theirs)).toEqual(ids(all.toSorted(byName)));
  });

  it('can be ended and begun again at any row, also when rows before it are gone', async () => {
    const first = await services.hosts.list(admin, { q: '', sort: 'name', limit: 5 });
    const expected = all.toSorted(byName).slice(5, 10);
    const next = await services.hosts.list(admin, { q: '', sort: 'name', limit: 5, cursor: first.nextCursor! });
    expect(ids(next.items)).toEqual(ids(expected));
  });

  const text = (host: Host) => [host.id, host.name, ...host.tags, ...host.targets].join('\n').toLowerCase();
  it.each([
    'web',
    'WEB 3',
    'prod web',
    'ärger',
    'CAFÉ zebra',
    '%',
    '100%',
    '%_',
    '_',
    '_sure',
    '\\',
    'back\\s',
    '10.3.',
    '10.3.7.1:5900 ',
    'h-0042',
    "'",
    'nothing such',
    'vnc://',
    '"prod"',
  ])('finds by %j what has every word in its id, name, tags or addresses', async (q) => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const expected = all.filter((host) => words.every((word) => text(host).includes(word))).toSorted(byName);
    const { rows, totals } = await everything({ q: q.trim() });
    expect(ids(rows)).toEqual(ids(expected));
    expect([...totals]).toEqual([expected.length]);
  });

  it('finds an accented letter in whichever way it is composed', async () => {
    expect((await everything({ q: 'a\u0308rger 3' })).totals).toEqual((await everything({ q: '\u00E4rger 3' })).totals);
    expect((await services.hosts.list(admin, { q: 'a\u0308rger 3', sort: 'name', limit: 1 })).total).toBeGreaterThan(0);
  });

  it.each(['prod', 'Prod', 'café', 'pro', 'PROD', '%', "x'"])('filters by the tag %j exactly', async (tag) => {
    const { rows, totals } = await everything({ tag });
    const expected = all.filter(({ tags }) => tags.includes(tag)).toSorted(byName);
    expect(ids(rows)).toEqual(ids(expected));
    expect([...totals]).toEqual([expected.length]);
  });

  it('searches within a tag', async () => {
    const { rows } = await everything({ tag: 'prod', q: 'zebra', sort: 'recent' });
    const expected = all.filter((host) => host.tags.includes('prod') && text(host).includes('zebra')).toSorted(orders.recent);
    expect(ids(rows)).toEqual(ids(expected));
  });

  it('counts the tags', async () => {
    const count = (tag: string) => all.filter(({ tags }) => tags.includes(tag)).length;
    expect(await services.hosts.tags(admin)).toEqual(['Prod', 'café', 'prod'].map((tag) => ({ tag, hosts: count(tag) })));
  });

  it.each([
    ['of another order', (cursor: string) => cursor, 'id'],
    ['cut', (cursor: string) => cursor.slice(0, 5), 'name'],
    ['made up', () => Buffer.from('["name",1,2]').toString('base64url'), 'name'],
    ['of nothing', () => '', 'name'],
  ] as const)('refuses a cursor %s', async (_, change, sort) => {
    const { nextCursor } = await services.hosts.list(admin, { q: '', sort: 'name', limit: 5 });
    await expect(services.hosts.list(admin, { q: '', sort, limit: 5, cursor: change(nextCursor!) })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('is empty for a user, who is granted nothing yet', async () => {
    const user = identityOf(await services.people.create({ name: 'user', password: PASSWORD }, root));
    expect(await services.hosts.list(user, { q: '', sort: 'name', limit: 5 })).toEqual({ items: [], nextCursor: null, total: 0 });
    expect(await services.hosts.tags(user)).toEqual([]);
    await expect(services.hosts.get(user, all[0]!.id)).rejects.toMatchObject({ code: 'host_not_found' });
  });

  it('is quick, wherever in the list', async () => {
    await services.hosts.list(admin, { q: 'zebra', sort: 'recent', limit: 50 });
    const began = performance.now();
    for (let round = 0; round < 10; round++) await services.hosts.list(admin, { q: 'e', sort: 'recent', limit: 50 });
    expect((performance.now() - began) / 10).toBeLessThan(250);
  });
});
