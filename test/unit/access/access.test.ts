import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../../server/access/access';
import type { Identity } from '../../../server/auth/identity';
import type { GrantCreateInput } from '../../../server/contract/access';
import { hostQuerySchema, type HostQuery } from '../../../server/contract/host';
import type { Role, User } from '../../../server/contract/people';
import { fullScope, type TokenScope } from '../../../server/contract/token-scope';
import { newId } from '../../../server/db/ids';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, HOUR, identityOf, root, START, type Services } from '../../support/services';

const notFound = expect.objectContaining({ code: 'host_not_found' }) as unknown;

describe.each(databases)('access on $name', ({ create }) => {
  let database: TestDatabase;
  let services: Services;
  let admin: Identity;
  const people = new Map<string, User>();

  beforeAll(async () => {
    database = await create();
    services = buildServices(await database.open());
    for (const [name, role] of [
      ['root', 'admin'],
      ['anna', 'user'],
      ['ben', 'user'],
      ['carl', 'user'],
      ['dora', 'user'],
      ['nobody', 'user'],
    ] as const)
      people.set(name, await services.people.create({ name, role }, root));
    admin = as('root');
    await addHost('web-01', ['lab', 'web']);
    await addHost('web-02', ['web']);
    await addHost('db-01', ['lab', 'data']);
    await addHost('bare', []);
    const ops = await services.groups.create({ name: 'Ops' }, root);
    await services.groups.join(ops.id, id('ben'), root);
    // By the word of where they sign in.
    await claim('carl', 'OPS');
    await grant({ subject: user('anna'), target: { kind: 'host', id: 'web-01' }, access: 'control' });
    await grant({ subject: user('anna'), target: { kind: 'tag', tag: 'data' }, access: 'view', endsAt: START + HOUR });
    await grant({ subject: { kind: 'group', id: ops.id }, target: { kind: 'tag', tag: 'lab' }, access: 'view' });
    await grant({ subject: user('dora'), target: { kind: 'all' }, access: 'view' });
  });
  afterAll(() => database.remove());

  const id = (name: string) => people.get(name)!.id;
  const user = (name: string) => ({ kind: 'user' as const, id: id(name) });
  const as = (name: string, scope: TokenScope = fullScope): Identity => {
    const identity = identityOf(people.get(name)!);
    return { ...identity, via: { ...identity.via, scope } };
  };
  const addHost = (hostId: string, tags: string[]) =>
    services.hosts.create(
      { id: hostId, name: `Host ${hostId}`, tags, targets: [`ws://10.0.0.1:6080/${hostId}`], credentials: { username: 'svc' } },
      root,
    );
  const grant = (input: GrantCreateInput) => services.grants.create(input, root);
  const claim = (name: string, group: string) =>
    services.db
      .insertInto('claimed_groups')
      .values({ user_id: id(name), provider: 'keycloak', key: group.toLowerCase() })
      .execute();
  const query = (over: Partial<HostQuery> = {}) => hostQuerySchema.parse({ sort: 'id', ...over });
  const listed = async (identity: Identity, over?: Partial<HostQuery>) => {
    const { items, total } = await services.hosts.list(identity, query(over));
    expect(total).toBe(items.length);
    return items.map((host) => host.id);
  };

  it('lets the role decide what is not about a host, and refuses what it does not know', () => {
    for (const action of ['administer', 'host.list', 'self'] as const) expect(services.access.can(admin, action)).toBe(true);
    for (const role of ['user', 'ADMIN', '', 'root']) {
      const identity = identityOf({ ...people.get('anna')!, role: role as Role });
      expect(services.access.can(identity, 'self')).toBe(true);
      expect(() => services.access.ensure(identity, 'administer')).toThrow(expect.objectContaining({ code: 'forbidden' }));
    }
    expect(services.access.can(admin, 'everything' as Action)).toBe(false);
  });

  it.each([
    ['root', { 'web-01': 'control', 'web-02': 'control', 'db-01': 'control', bare: 'control' }],
    ['anna', { 'web-01': 'control', 'web-02': null, 'db-01': 'view', bare: null }],
    ['ben', { 'web-01': 'view', 'web-02': null, 'db-01': 'view', bare: null }],
    ['carl', { 'web-01': 'view', 'web-02': null, 'db-01': 'view', bare: null }],
    ['dora', { 'web-01': 'view', 'web-02': 'view', 'db-01': 'view', bare: 'view' }],
    ['nobody', { 'web-01': null, 'web-02': null, 'db-01': null, bare: null }],
  ] as const)(
    'gives %s what the grants say, by name, by group and by claimed group, and the lists are the same',
    async (name, expected) => {
      for (const [hostId, level] of Object.entries(expected)) {
        expect([hostId, await services.access.hostAccess(as(name), hostId)]).toEqual([hostId, level]);
        const seen = services.hosts.get(as(name), hostId);
        if (level === null) await expect(seen).rejects.toEqual(notFound);
        else expect((await seen).id).toBe(hostId);
      }
      const visible = Object.entries(expected)
        .filter(([, level]) => level !== null)
        .map(([hostId]) => hostId)
        .sort();
      expect(await listed(as(name))).toEqual(visible);
      const tags = await services.hosts.tags(as(name));
      expect(tags.find(({ tag }) => tag === 'lab')?.hosts ?? 0).toBe(
        visible.filter((hostId) => hostId === 'web-01' || hostId === 'db-01').length,
      );
      expect(tags.find(({ tag }) => tag === 'data')?.hosts ?? 0).toBe(visible.includes('db-01') ? 1 : 0);
    },
  );

  it('says no to hosts that are not there, to administrators too', async () => {
    for (const hostId of ['', 'no-such-host', "x' or '1'='1"]) {
      expect(await services.access.hostAccess(admin, hostId)).toBeNull();
      await expect(services.access.ensureHost(as('dora'), hostId)).rejects.toEqual(notFound);
    }
  });

  it('says until when, and lets a grant end by the clock', async () => {
    const host = { id: 'db-01', tags: ['lab', 'data'] };
    expect(await services.access.decide(as('anna'), host)).toMatchObject({ access: 'view', until: START + HOUR });
    services.clock.pass(HOUR);
    expect(await services.access.decide(as('anna'), host)).toMatchObject({ access: null, until: null });
    expect(await listed(as('anna'))).toEqual(['web-01']);
    services.clock.pass(-HOUR);
  });

  it('narrows a token to its hosts and tags, and never gives it more than its owner has', async () => {
    const token = (scope: Partial<TokenScope>) => ({ powers: fullScope.powers, ...scope });
    expect(await listed(as('root', token({ hosts: ['bare'], tags: ['data'] })))).toEqual(['bare', 'db-01']);
    expect(await listed(as('anna', token({ tags: ['lab', 'web'] })))).toEqual(['db-01', 'web-01']);
    expect(await listed(as('anna', token({ hosts: ['web-02', 'web-01'] })))).toEqual(['web-01']);
    expect(await listed(as('dora', token({ hosts: [] })))).toEqual([]);
    expect(await services.hosts.tags(as('dora', token({ hosts: ['web-02'] })))).toEqual([{ tag: 'web', hosts: 1 }]);
    expect(await services.access.hostAccess(as('root', token({ hosts: ['bare'] })), 'web-01')).toBeNull();
    expect(await services.access.hostAccess(as('anna', token({ hosts: ['web-02'] })), 'web-02')).toBeNull();
  });

  it('lets a token that may read only see a host, and not open it', async () => {
    const reader = as('anna', { powers: ['read'] });
    expect(await services.access.hostAccess(reader, 'web-01')).toBeNull();
    expect((await services.hosts.get(reader, 'web-01')).id).toBe('web-01');
    expect(await listed(reader)).toEqual(['db-01', 'web-01']);
  });

  it('tells with each host in a list what the person may do there, and promises nothing more than a token reads', async () => {
    const levels = async (identity: Identity) => {
      const { items } = await services.hosts.list(identity, hostQuerySchema.parse({ sort: 'id' }));
      return Object.fromEntries(items.map((row) => [row.id, row.access]));
    };
    expect(await levels(as('anna'))).toEqual({ 'web-01': 'control', 'db-01': 'view' });
    expect(await levels(as('ben'))).toEqual({ 'web-01': 'view', 'db-01': 'view' });
    expect(await levels(as('anna', { powers: ['read'], hosts: ['web-01'] }))).toEqual({ 'web-01': 'control' });
    expect(Object.values(await levels(admin))).toEqual(['control', 'control', 'control', 'control']);
    expect((await services.hosts.get(as('ben'), 'web-01')).access).toBe('view');
  });

  it('shows nobody but administrators where a host is and with what the portal signs in, nor lets others search for it', async () => {
    const seen = await services.hosts.get(as('anna'), 'web-01');
    expect(seen).toMatchObject({ targets: [], tls: {}, credentials: { hasPassword: false } });
    expect(JSON.stringify([seen, await services.hosts.list(as('dora'), query())])).not.toMatch(/10\.0\.0\.1|svc/);
    expect((await services.hosts.get(admin, 'web-01')).targets).toHaveLength(1);
    expect(await listed(as('dora'), { q: '10.0.0.1' })).toEqual([]);
    expect(await listed(as('dora'), { q: 'HOST web' })).toEqual(['web-01', 'web-02']);
    expect(await listed(admin, { q: '10.0.0.1' })).toHaveLength(4);
  });

  it('reads the rights of many again at once: roles, accounts and tags as they are now', async () => {
    const held = [
      { userId: id('root'), hostId: 'bare', scope: fullScope },
      { userId: id('ben'), hostId: 'web-01', scope: fullScope },
      { userId: id('ben'), hostId: 'bare', scope: fullScope },
      { userId: id('carl'), hostId: 'db-01', scope: { powers: ['connect'], tags: ['web'] } satisfies TokenScope },
      { userId: newId(), hostId: 'web-01', scope: fullScope },
    ];
    const now = async () => (await services.access.reread(held)).map(({ access }) => access);
    expect(await now()).toEqual(['control', 'view', null, null, null]);
    await services.people.update(id('ben'), { disabled: true }, root);
    await services.hosts.update('db-01', { tags: ['lab', 'data', 'web'] }, root);
    expect(await now()).toEqual(['control', null, null, 'view', null]);
    await services.people.update(id('ben'), { disabled: false }, root);
    await services.hosts.update('db-01', { tags: ['lab', 'data'] }, root);
  });

  it('explains itself', async () => {
    const why = await services.access.explain(id('carl'), 'web-01');
    expect(why).toMatchObject({
      user: { name: 'carl', role: 'user' },
      host: { id: 'web-01', name: 'Host web-01' },
      access: 'view',
      byRole: false,
      grants: [{ grant: { subject: { kind: 'group', name: 'Ops' }, target: { kind: 'tag', tag: 'lab' } }, state: 'counts' }],
      until: null,
    });
    expect(await services.access.explain(id('root'), 'bare')).toMatchObject({ access: 'control', byRole: true, grants: [] });
    expect(await services.access.explain(id('nobody'), 'bare')).toMatchObject({ access: null, byRole: false, grants: [] });
    await expect(services.access.explain('nobody', 'bare')).rejects.toMatchObject({ code: 'user_not_found' });
    await expect(services.access.explain(id('anna'), 'none')).rejects.toEqual(notFound);
  });
});
