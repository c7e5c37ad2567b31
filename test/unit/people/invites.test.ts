import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../../server/contract/people';
import type { AuditAction } from '../../../server/contract/audit';
import { anotherDay } from '../../support/another-day';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, HOUR, PASSWORD, root, type Services } from '../../support/services';

const from = { address: '192.0.2.1', userAgent: '' };
const CODE = /^[A-HJKMNP-TV-Z2-9]{4}(-[A-HJKMNP-TV-Z2-9]{4}){2}$/;

describe.each(databases)('inviting on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  /** Another process. */
  let elsewhere: Services;
  let user: User;
  let start: number;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    elsewhere = buildServices(await test.open());
  });
  beforeEach(async () => {
    start = await anotherDay(services, elsewhere);
    user = await services.people.create({ name: 'anna' }, root);
  });
  afterAll(() => test.remove());
  const audited = async (action: AuditAction) => (await services.audited(action)).filter(({ at }) => at >= start);
  const accept = (name: string, code: string, password = PASSWORD, own = services) =>
    own.signInSteps.acceptInvite({ name, code, password }, from.address);
  const answer = (...input: Parameters<typeof accept>) =>
    accept(...input).then(
      () => 'accepted',
      (error: unknown) => error,
    );
  const invite = async () => (await services.invites.invite(user.id, {}, root)).code;

  it('draws a code that is shown once, and kept as what nobody can guess it from', async () => {
    const { code, expiresAt } = await services.invites.invite(user.id, { hours: 2 }, root);
    expect(code).toMatch(CODE);
    expect(expiresAt).toBe(start + 2 * HOUR);
    expect(await services.people.get(user.id)).toMatchObject({ hasPassword: false, invitedUntil: expiresAt });
    const rows = await services.db.selectFrom('invites').selectAll().execute();
    const audit = await audited('user.invite');
    expect(audit).toMatchObject([{ actorName: 'root', detail: { user: 'anna', hours: 2 } }]);
    expect(JSON.stringify([rows, audit])).not.toContain(code);
  });

  it('sets the password and goes on as a sign-in, however the code was typed', async () => {
    const code = await invite();
    const { ticket, state } = await accept(' Anna ', code.toLowerCase().replaceAll('-', ' '));
    expect(state).toEqual({ step: 'done', methods: [], name: 'anna' });
    const { login } = await services.signIn.complete(ticket, from);
    expect((await services.logins.find(login.id))?.via).toMatchObject({ provider: 'invite', factorAt: null });
    expect(await services.signIn.signIn({ name: 'anna', password: PASSWORD, ...from })).toMatchObject({ kind: 'login' });
    expect(await services.people.get(user.id)).toMatchObject({ hasPassword: true, invitedUntil: null });
    expect(await audited('user.password')).toMatchObject([{ actorName: 'anna', address: from.address }]);
  });

  it('demands the second factor that the role has to have', async () => {
    const strict = buildServices(services.db, { rule: 'all' });
    const { state } = await accept('anna', await invite(), PASSWORD, strict);
    expect(state.step).toBe('enrol');
  });

  it('works once, also of two at the same time in two processes', async () => {
    const code = await invite();
    const both = await Promise.all([answer('anna', code, 'password one'), answer('anna', code, 'password two', elsewhere)]);
    expect(both.filter((one) => one === 'accepted')).toHaveLength(1);
    expect(await answer('anna', code)).toMatchObject({ code: 'wrong_invite' });
  });

  it('answers a wrong name, a wrong code, a used, old or withdrawn one and a disabled user all the same', async () => {
    const used = await invite();
    await accept('anna', used);
    const other = await services.people.create({ name: 'ben', password: PASSWORD }, root);
    const refused = [await answer('anna', used), await answer('nobody', used), await answer('', used), await answer('ben', used)];
    const withdrawn = await invite();
    await services.invites.withdraw(user.id, root);
    refused.push(await answer('anna', withdrawn));
    const replaced = await invite();
    const good = await invite();
    refused.push(await answer('anna', replaced), await answer('ben', good));
    const old = buildServices(services.db);
    old.clock.time = services.clock.time + 73 * HOUR;
    refused.push(await answer('anna', good, PASSWORD, old));
    const { code } = await services.invites.invite(other.id, {}, root);
    await services.people.update(other.id, { disabled: true }, root);
    refused.push(await answer('ben', code));
    expect(refused).toHaveLength(9);
    for (const one of refused) expect(one).toMatchObject({ code: 'wrong_invite', status: 401, message: (refused[0] as Error).message });
  });

  it('says of a short password before it looks at the code', async () => {
    const code = await invite();
    for (const [name, given] of [
      ['anna', code],
      ['nobody', 'wrong'],
    ] as const)
      expect(await answer(name, given, 'short')).toMatchObject({
        code: 'invalid',
        options: { fields: { password: expect.any(String) as string } },
      });
    expect(await answer('anna', code)).toBe('accepted');
  });

  it('makes guessers wait as those of passwords do', async () => {
    const code = await invite();
    for (let time = 0; time < 5; time++) await answer('anna', 'ABCD-EFGH-JKMN');
    expect(await answer('anna', code)).toMatchObject({ code: 'too_many_attempts', options: { retryAfterSeconds: 30 } });
    services.clock.pass(30_000);
    expect(await answer('anna', code)).toBe('accepted');
  });

  it('replaces a password that there was, and signs out whoever had it', async () => {
    await services.people.update(user.id, { password: 'the old password' }, root);
    const { id } = await services.logins.create(user, from);
    await accept('anna', await invite());
    expect(await services.logins.find(id)).toBeNull();
    await expect(services.signIn.signIn({ name: 'anna', password: 'the old password', ...from })).rejects.toMatchObject({
      code: 'wrong_credentials',
    });
  });

  it('is worth nothing once a password was set another way', async () => {
    const code = await invite();
    await services.people.update(user.id, { password: PASSWORD }, root);
    expect(await answer('anna', code)).toMatchObject({ code: 'wrong_invite' });
  });

  it('refuses unknown users and senseless times', async () => {
    await expect(services.invites.invite('unknown', {}, root)).rejects.toMatchObject({ code: 'user_not_found' });
    await expect(services.invites.withdraw('unknown', root)).rejects.toMatchObject({ code: 'user_not_found' });
    for (const hours of [0, -1, 721, 1.5])
      await expect(services.invites.invite(user.id, { hours }, root)).rejects.toMatchObject({ code: 'invalid' });
  });
});
