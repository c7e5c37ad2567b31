import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExternalAccount, GroupRules } from '../../../server/auth/external-accounts';
import { fittingName, numberedName } from '../../../server/auth/external-name';
import { up } from '../../../server/db/migrations/008-proxied-names';
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

  it('keep a name in other letters as the one that is shown', async () => {
    const user = await enter(account('sub-wang', { name: '王伟', email: 'wang.wei@example.org' }));
    expect(user).toMatchObject({ name: 'wang.wei', displayName: '王伟' });
    const olga = await enter(account('sub-olga', { name: 'Ольга' }));
    expect(olga).toMatchObject({ name: expect.stringMatching(/^user-[0-9a-f]{6}$/) as unknown, displayName: 'Ольга' });
    expect((await enter(account('sub-olga', { name: 'Ольга', issuer: 'https://away' }))).name).not.toContain(olga.name);
  });

  it('of a place that writes one name in several ways are one, and two that were made before stay two', async () => {
    const proxied = (exactSubject: string) =>
      account(exactSubject.toLowerCase(), { provider: 'proxy', issuer: 'proxy', exactSubject, name: exactSubject });
    const one = await enter(proxied('Emil'));
    expect(await enter(proxied('emil'))).toMatchObject({ id: one.id, name: 'emil' });
    expect(await enter(proxied('EMIL'))).toMatchObject({ id: one.id });
    const old = await enter(account('Frida', { provider: 'proxy', issuer: 'proxy' }));
    const other = await enter(account('frida', { provider: 'proxy', issuer: 'proxy' }));
    expect([(await enter(proxied('Frida'))).id, (await enter(proxied('frida'))).id, (await enter(proxied('FRIDA'))).id]).toEqual([
      old.id,
      other.id,
      other.id,
    ]);
  });

  it('that a proxy named in capitals before are found by any spelling after the upgrade, and none changes hands', async () => {
    const before = (subject: string) => account(subject, { provider: 'proxy', issuer: 'proxy' });
    const [gert, large, small] = [await enter(before('Gert')), await enter(before('HANNA')), await enter(before('hanna'))];
    await up(services.db as never);
    const now = async (name: string) => (await enter({ ...before(name.toLowerCase()), exactSubject: name })).id;
    expect([await now('Gert'), await now('gert'), await now('HANNA'), await now('hanna'), await now('Hanna')]).toEqual([
      ...[gert.id, gert.id, large.id, small.id, small.id],
    ]);
  });

  it('that are refused lose what they have open', async () => {
    const user = await enter(account('carl', { groups: ['guests'] }), { ...noRules, allowedGroups: ['guests'] });
    const upstream = { issuer: 'https://home', subject: 'carl' };
    await services.logins.create(user, { address: '', userAgent: '' }, { provider: 'home', upstream });
    await expect(enter(account('carl'), { ...noRules, allowedGroups: ['guests'] })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await services.logins.list(user.id)).toEqual([]);
    expect((await services.audited('login.failure'))[0]).toMatchObject({ actorName: 'carl', address: '192.0.2.4' });
  });

  it('that their place promotes lose the sign-ins of before, which were made for less', async () => {
    const user = await enter(account('emil'));
    const { id } = await services.logins.create(user, { address: '', userAgent: '' }, { provider: 'home' });
    const promoted = await enter(account('emil', { groups: ['ops'] }), { ...noRules, adminGroups: ['ops'] });
    expect([promoted.role, await services.logins.find(id)]).toEqual(['admin', null]);
  });

  describe('whose groups make an administrator, where that role demands a second factor', () => {
    const rules = { ...noRules, adminGroups: ['ops'] };
    const from = { address: '192.0.2.4', userAgent: '' };
    /** As a directory does, which knows passwords alone, and as a provider or a proxy does. */
    async function signIn(strict: Services, entered: ExternalAccount, factorsElsewhere: boolean) {
      const user = await strict.external.enter(entered, rules, from.address);
      const promotes = strict.external.promotes(user, entered, rules) ? ({ promotes: true } as const) : {};
      const elsewhere = factorsElsewhere ? ({ factorsElsewhere: true } as const) : {};
      const upstream = { issuer: entered.issuer, subject: entered.subject };
      return { user, result: await strict.signIn.proceed(user, { provider: entered.provider, upstream, ...elsewhere, ...promotes }, from) };
    }

    it.each([
      ['a directory', false, 'known'],
      ['a directory', false, 'new'],
      ['a provider', true, 'known'],
      ['a provider', true, 'new'],
    ] as const)(
      'of %s (factors elsewhere: %s) have the role once it was shown, and no older sign-in has it: %s',
      async (_, elsewhere, kind) => {
        const strict = buildServices(services.db, { rule: 'admin' });
        const entered = account(`riser-${kind}-${elsewhere}`, { groups: ['ops'] });
        const older = kind === 'new' ? null : await signIn(strict, { ...entered, groups: [] }, elsewhere);
        if (older && older.result.kind !== 'login') throw new Error('more was wanted');
        const { user, result } = await signIn(strict, entered, elsewhere);
        if (result.kind !== 'more') throw new Error('nothing more was wanted');
        expect([user.role, (await strict.people.get(user.id)).role]).toEqual(['user', 'user']);
        if (older?.result.kind === 'login') expect((await strict.logins.find(older.result.login.id))?.user.role).toBe('user');
        expect(await strict.signInSteps.state(result.ticket)).toMatchObject({ step: 'enrol' });
        await expect(strict.signIn.complete(result.ticket, from)).rejects.toMatchObject({ code: 'sign_in_lost' });
        // Another sign-in that got as far is over too.
        const rival = await signIn(strict, entered, elsewhere);
        const { secret } = await strict.signInSteps.beginTotp(result.ticket);
        const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: strict.clock.time });
        await strict.signInSteps.enrolTotp(result.ticket, code, from.address);
        expect((await strict.people.get(user.id)).role).toBe('user');
        const before = await strict.lastChange();
        const { login } = await strict.signIn.complete(result.ticket, from);
        expect((await strict.logins.find(login.id))?.user.role).toBe('admin');
        if (older?.result.kind === 'login') expect(await strict.logins.find(older.result.login.id)).toBeNull();
        expect(await strict.changesSince(before)).toContainEqual({ kind: 'access', subject: user.id, reason: 'role' });
        expect((await strict.audited('user.update'))[0]).toMatchObject({
          actorName: user.name,
          detail: { role: 'admin', provider: 'home' },
        });
        if (rival.result.kind === 'more')
          await expect(strict.signInSteps.state(rival.result.ticket)).rejects.toMatchObject({ code: 'sign_in_lost' });
        // The role is there: the next sign-in is asked as any other of its place.
        expect((await signIn(strict, entered, elsewhere)).result.kind).toBe(elsewhere ? 'login' : 'more');
      },
    );
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
  ['Łukasz Groß', 'lukasz-gross'],
  ['CORP\\anna', 'corp-anna'],
  ['-.anna-', 'anna'],
  ['a'.repeat(100), 'a'.repeat(63)],
])('the name %j becomes %j', (wished, name) => expect(fittingName([wished], 'key')).toBe(name));

it.each<[(string | null)[], string]>([
  [['王伟', 'wang.wei', 'Wang Wei'], 'wang.wei'],
  [['Ольга2', null, 'Olga Ivanova'], 'olga-ivanova'],
  [['王伟', '王伟', '王伟'], 'user-2c70e1'],
  [['', null], 'user-2c70e1'],
  [['٣٤'], 'user-2c70e1'],
  [['12345'], '12345'],
])('of the wishes %j the name becomes %j', (wishes, name) => expect(fittingName(wishes, 'key')).toBe(name));

it('a numbered name is no longer than any other', () => {
  expect(numberedName('a'.repeat(63), 12)).toBe(`${'a'.repeat(60)}-12`);
});
