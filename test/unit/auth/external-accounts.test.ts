import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExternalAccount, GroupRules } from '../../../server/auth/external-accounts';
import { fittingName, numberedName } from '../../../server/auth/external-name';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, PASSWORD, root, type Services } from '../../support/services';

const noRules: GroupRules = { adminGroups: null, allowedGroups: null };
const account = (subject: string, more: Partial<ExternalAccount> = {}): ExternalAccount => ({
  ...{ provider: 'home', issuer: 'https://home', subject, name: subject, displayName: null, groups: [] },
  ...more,
});

describe.each(databases)('accounts of other places on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  const enter = (entered: ExternalAccount, rules = noRules) => services.external.enter(entered, rules, '192.0.2.4');
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
  });
  afterAll(() => test.remove());

  it('are no way around the setup, but for those whom their place calls administrators', async () => {
    await expect(enter(account('early'))).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await services.people.count()).toBe(0);
    expect(await enter(account('chief', { groups: ['Ops'] }), { ...noRules, adminGroups: ['ops'] })).toMatchObject({ role: 'admin' });
  });

  it('keep the last administrator, whatever their groups say', async () => {
    expect(await enter(account('chief'), { ...noRules, adminGroups: ['ops'] })).toMatchObject({ role: 'admin' });
    await services.people.create({ name: 'second', password: PASSWORD, role: 'admin' }, root);
    const before = await services.lastChange();
    expect(await enter(account('chief'), { ...noRules, adminGroups: ['ops'] })).toMatchObject({ role: 'user' });
    expect(await services.changesSince(before)).toMatchObject([{ kind: 'access', reason: 'role' }]);
  });

  it('are known by issuer and subject alone', async () => {
    const first = await enter(account('anna', { name: 'Anna' }));
    expect(await enter(account('anna', { name: 'other name' }))).toMatchObject({ id: first.id, name: 'anna' });
    expect(await enter(account('anna', { issuer: 'https://away', provider: 'away' }))).toMatchObject({ name: 'anna-2' });
    expect(await enter(account('anna-at-home', { name: 'second' }))).toMatchObject({ name: 'second-2', role: 'user' });
  });

  it('bring their groups, and tell of a change once', async () => {
    const group = await services.groups.create({ name: 'Team' }, root);
    const user = await enter(account('bob', { groups: ['/TEAM', '', 'x'.repeat(300)] }));
    expect(user.groups).toEqual([{ id: group.id, name: 'Team' }]);
    const before = await services.lastChange();
    await enter(account('bob', { groups: ['team'] }));
    expect(await services.changesSince(before)).toEqual([]);
    expect((await enter(account('bob'))).groups).toEqual([]);
    expect(await services.changesSince(before)).toEqual([{ kind: 'access', subject: user.id, reason: 'groups' }]);
  });

  it('that are refused lose what they have open', async () => {
    const user = await enter(account('carl', { groups: ['guests'] }), { ...noRules, allowedGroups: ['guests'] });
    const upstream = { issuer: 'https://home', subject: 'carl' };
    await services.logins.create(user, { address: '', userAgent: '' }, { provider: 'home', upstream });
    await expect(enter(account('carl'), { ...noRules, allowedGroups: ['guests'] })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await services.logins.list(user.id)).toEqual([]);
    expect((await services.audited('login.failure'))[0]).toMatchObject({ actorName: 'carl', address: '192.0.2.4' });
  });

  it('stay out when they are disabled here', async () => {
    const user = await enter(account('dora'));
    await services.people.update(user.id, { disabled: true }, root);
    await expect(enter(account('dora'))).rejects.toMatchObject({ code: 'account_disabled' });
  });
});

it.each([
  ['Anna.Berg', 'anna.berg'],
  ['Ärger Öl', 'arger-ol'],
  ['CORP\\anna', 'corp-anna'],
  ['-.anna-', 'anna'],
  ['王伟', 'user'],
  ['', 'user'],
  ['a'.repeat(100), 'a'.repeat(63)],
])('the name %j becomes %j', (wished, name) => expect(fittingName(wished)).toBe(name));

it('a numbered name is no longer than any other', () => {
  expect(numberedName('a'.repeat(63), 12)).toBe(`${'a'.repeat(60)}-12`);
});
