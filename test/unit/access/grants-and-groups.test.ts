import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GrantCreateInput } from '../../../server/contract/access';
import { grantQuerySchema, groupQuerySchema } from '../../../server/contract/access';
import { isPortalError } from '../../../server/contract/errors';
import type { User } from '../../../server/contract/people';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, HOUR, root, START, type Services } from '../../support/services';

const workdays = { timeZone: 'Europe/Berlin', slots: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }] };

describe.each(databases)('grants and groups on $name', ({ create }) => {
  let database: TestDatabase;
  let services: Services;
  let anna: User;
  let ben: User;

  beforeAll(async () => {
    database = await create();
    services = buildServices(await database.open());
    anna = await services.people.create({ name: 'anna' }, root);
    ben = await services.people.create({ name: 'ben' }, root);
    await services.hosts.create({ id: 'web', targets: ['ws://h:1/'], tags: ['lab'] }, root);
  });
  afterAll(() => database.remove());

  const onWeb = (over: Partial<GrantCreateInput> = {}): GrantCreateInput => ({
    subject: { kind: 'user', id: anna.id },
    target: { kind: 'host', id: 'web' },
    access: 'view',
    ...over,
  });
  const grants = async (filter: object = {}) => (await services.grants.list(grantQuerySchema.parse(filter))).items;
  const since = async (work: () => Promise<unknown>) => {
    const before = await services.lastChange();
    await work();
    return services.changesSince(before);
  };

  it('a grant keeps what it says, and the audit tells of it with names', async () => {
    const input = onWeb({ access: 'control', endsAt: START + HOUR, hours: workdays, note: 'on call' });
    const grant = await services.grants.create(input, root);
    expect(grant).toMatchObject({ ...input, subject: { kind: 'user', id: anna.id, name: 'anna' }, createdBy: 'root', createdAt: START });
    expect(await services.grants.get(grant.id)).toEqual(grant);
    const [row] = await services.audited('grant.create');
    const hours = 'Mon-Fri 08:00-18:00 Europe/Berlin';
    expect(row).toMatchObject({
      actorName: 'root',
      hostId: 'web',
      detail: { grant: grant.id, user: 'anna', access: 'control', until: START + HOUR, hours, note: 'on call' },
    });
    await services.grants.remove(grant.id, root);
    await expect(services.grants.get(grant.id)).rejects.toMatchObject({ code: 'grant_not_found' });
  });

  it('for or at what is not there is refused, naming the field, and so is one that has ended before it began', async () => {
    const refused = async (over: Partial<GrantCreateInput>) =>
      services.grants.create(onWeb(over), root).then(
        () => null,
        (error: unknown) => (isPortalError(error) ? [error.code, Object.keys(error.options.fields ?? {})] : error),
      );
    expect(await refused({ subject: { kind: 'user', id: 'nobody' } })).toEqual(['invalid', ['subject.id']]);
    expect(await refused({ subject: { kind: 'group', id: anna.id } })).toEqual(['invalid', ['subject.id']]);
    expect(await refused({ target: { kind: 'host', id: 'none' } })).toEqual(['invalid', ['target.id']]);
    expect(await refused({ endsAt: START })).toEqual(['invalid', ['endsAt']]);
    expect(await refused({ hours: { ...workdays, timeZone: 'Mars/Olympus' } })).toEqual(['invalid', ['hours.timeZone']]);
    expect(await refused({ hours: { ...workdays, slots: [] } })).toEqual(['invalid', ['hours.slots']]);
    expect(await refused({ target: { kind: 'tag', tag: 'no host has it yet' } })).toEqual(['invalid', ['target.tag']]);
    expect(await refused({ target: { kind: 'tag', tag: 'nowhere-yet' } })).toBeNull();
  });

  it('a change or an end of it is announced to whom it concerns, and giving takes nothing away', async () => {
    const group = await services.groups.create({ name: 'announced' }, root);
    const own = await services.grants.create(onWeb(), root);
    const shared = await services.grants.create(onWeb({ subject: { kind: 'group', id: group.id } }), root);
    expect(await since(() => services.grants.create(onWeb({ access: 'control' }), root))).toEqual([]);
    expect(await since(() => services.grants.update(own.id, { note: own.note }, root))).toEqual([]);
    const changed = await since(() => services.grants.update(own.id, { access: 'control', endsAt: START - 1 }, root));
    expect(changed).toMatchObject([{ kind: 'access', subject: anna.id }]);
    expect(await since(() => services.grants.remove(own.id, root))).toMatchObject([{ kind: 'access', subject: anna.id }]);
    expect(await since(() => services.grants.remove(shared.id, root))).toMatchObject([{ kind: 'access', subject: '*' }]);
    await expect(services.grants.update('none', {}, root)).rejects.toMatchObject({ code: 'grant_not_found' });
    await services.groups.remove(group.id, root);
  });

  it('groups have one name each, whatever its case; renaming and removing one is announced to all', async () => {
    const group = await services.groups.create({ name: 'Ärzte', description: 'Visite' }, root);
    await expect(services.groups.create({ name: ' ärzte ' }, root)).rejects.toMatchObject({ code: 'group_exists' });
    const other = await services.groups.create({ name: 'other' }, root);
    await expect(services.groups.update(other.id, { name: 'ÄRZTE' }, root)).rejects.toMatchObject({ code: 'group_exists' });
    expect((await services.groups.list(groupQuerySchema.parse({ q: 'visite' }))).items).toEqual([group]);
    expect(await services.groups.getByName('äRZTE')).toEqual(group);
    expect(await since(() => services.groups.update(other.id, { description: 'words' }, root))).toEqual([]);
    expect(await since(() => services.groups.update(other.id, { name: 'another' }, root))).toMatchObject([
      { kind: 'access', subject: '*' },
    ]);
    expect(await since(() => services.groups.remove(other.id, root))).toMatchObject([{ kind: 'access', subject: '*' }]);
    await expect(services.groups.get(other.id)).rejects.toMatchObject({ code: 'group_not_found' });
    expect((await services.audited('group.update'))[0]?.detail).toEqual({ group: 'another', before: 'other' });
    await services.groups.remove(group.id, root);
  });

  it('who is in a group is told, by whomever it was said; leaving is announced, joining twice is once', async () => {
    const group = await services.groups.create({ name: 'Night' }, root);
    await services.db
      .insertInto('claimed_groups')
      .values([
        { user_id: ben.id, provider: 'ldap', key: 'night' },
        { user_id: ben.id, provider: 'keycloak', key: 'night' },
      ])
      .execute();
    await services.groups.join(group.id, anna.id, root);
    await services.groups.join(group.id, anna.id, root);
    await services.groups.join(group.id, ben.id, root);
    expect(await services.groups.members(group.id)).toMatchObject([
      { userId: anna.id, name: 'anna', local: true, providers: [] },
      { userId: ben.id, name: 'ben', local: true, providers: ['keycloak', 'ldap'] },
    ]);
    expect((await services.groups.get(group.id)).members).toBe(2);
    expect(await services.audited('group.join')).toHaveLength(2);
    expect(await since(() => services.groups.leave(group.id, ben.id, root))).toMatchObject([{ kind: 'access', subject: ben.id }]);
    expect(await since(() => services.groups.leave(group.id, ben.id, root))).toEqual([]);
    expect(await services.groups.members(group.id)).toMatchObject([{ local: true }, { userId: ben.id, local: false }]);
    await expect(services.groups.join(group.id, 'none', root)).rejects.toMatchObject({ code: 'user_not_found' });
    await expect(services.groups.join('none', anna.id, root)).rejects.toMatchObject({ code: 'group_not_found' });
    await services.groups.remove(group.id, root);
  });

  it('a list shows what reaches a person or a host, by group, tag and all, a page at a time', async () => {
    for (const { id } of await grants()) await services.grants.remove(id, root);
    const group = await services.groups.create({ name: 'paged' }, root);
    await services.groups.join(group.id, ben.id, root);
    const subject = { kind: 'group', id: group.id } as const;
    const made = [
      await services.grants.create(onWeb(), root),
      await services.grants.create(onWeb({ subject, target: { kind: 'tag', tag: 'lab' } }), root),
      await services.grants.create(onWeb({ subject, target: { kind: 'all' } }), root),
      await services.grants.create(onWeb({ subject: { kind: 'user', id: ben.id }, target: { kind: 'tag', tag: 'office' } }), root),
    ].map(({ id }) => id);
    const ids = async (filter: object) => new Set((await grants(filter)).map(({ id }) => id));
    expect(await ids({ user: anna.id })).toEqual(new Set([made[0]]));
    expect(await ids({ user: ben.id })).toEqual(new Set(made.slice(1)));
    expect(await ids({ group: group.id })).toEqual(new Set(made.slice(1, 3)));
    expect(await ids({ host: 'web' })).toEqual(new Set(made.slice(0, 3)));
    expect(await ids({ tag: 'office' })).toEqual(new Set(made.slice(3)));
    const first = await services.grants.list(grantQuerySchema.parse({ limit: 3 }));
    const rest = await services.grants.list(grantQuerySchema.parse({ limit: 3, cursor: first.nextCursor }));
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id))).toEqual(new Set(made));
    expect(rest.nextCursor).toBeNull();

    await services.hosts.remove('web', root);
    expect(await ids({})).toEqual(new Set(made.slice(1)));
    await services.groups.remove(group.id, root);
    expect(await ids({})).toEqual(new Set(made.slice(3)));
  });

  it('a tag that is taken off a host is announced to all; one that is put on is not', async () => {
    await services.hosts.create({ id: 'tagged', targets: ['ws://h:1/'], tags: ['a'] }, root);
    expect(await since(() => services.hosts.update('tagged', { tags: ['a', 'b'] }, root))).toEqual([]);
    expect(await since(() => services.hosts.update('tagged', { tags: ['b'] }, root))).toMatchObject([{ kind: 'access', subject: '*' }]);
  });
});
