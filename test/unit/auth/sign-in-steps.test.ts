import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../../server/contract/people';
import type { AuditAction } from '../../../server/contract/audit';
import { anotherDay } from '../../support/another-day';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, HOUR, MINUTE, PASSWORD, root, type Services } from '../../support/services';

const address = '192.0.2.1';
const from = { address, userAgent: 'Browser/1.0' };
const lost = { code: 'sign_in_lost', status: 401 };

describe.each(databases)('the steps of a sign-in on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  /** Another process. */
  let elsewhere: Services;
  let strict: Services;
  let user: User;
  let start: number;
  let secret: string;
  beforeAll(async () => {
    test = await create();
    const db = await test.open();
    services = buildServices(db);
    strict = buildServices(db, { rule: 'all' });
    elsewhere = buildServices(await test.open());
  });
  beforeEach(async () => {
    start = await anotherDay(services, strict, elsewhere);
    user = await services.people.create({ name: 'anna', password: PASSWORD }, root);
  });
  afterAll(() => test.remove());
  const audited = async (action: AuditAction) => (await services.audited(action)).filter(({ at }) => at >= start);

  const code = (own = services) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: own.clock.time });
  async function addTotp(): Promise<string[]> {
    const { id } = await services.logins.create(user, from);
    const identity = (await services.logins.find(id))!;
    ({ secret } = await services.factors.beginTotp(identity));
    const codes = await services.factors.confirmTotp(identity, code(), address);
    services.clock.pass(HOUR);
    return codes!;
  }
  async function ticketOf(own = services, password = PASSWORD): Promise<string> {
    const result = await own.signIn.signIn({ name: 'anna', password, ...from });
    if (result.kind !== 'more') throw new Error('nothing more was wanted');
    return result.ticket;
  }
  const logins = async () => (await services.logins.list(user.id)).length;

  describe('with a second factor', () => {
    it('makes a session only after the code, and says that a factor was shown', async () => {
      await addTotp();
      const before = await logins();
      const ticket = await ticketOf();
      expect(await services.signInSteps.state(ticket)).toEqual({ step: 'factor', methods: ['totp', 'recovery'], name: 'anna' });
      await expect(services.signIn.complete(ticket, from)).rejects.toMatchObject(lost);
      expect(await logins()).toBe(before);
      expect(await services.signInSteps.totp(ticket, code(), address)).toEqual({ step: 'done', methods: [], name: 'anna' });
      const { login } = await services.signIn.complete(ticket, from);
      expect((await services.logins.find(login.id))?.via).toMatchObject({ provider: 'password', factorAt: start + HOUR });
      expect((await audited('login.success'))[0]).toMatchObject({ detail: { provider: 'password', factor: true } });
    });

    it('takes a recovery code in its place, once', async () => {
      const [recovery] = await addTotp();
      expect(await services.signInSteps.recoveryCode(await ticketOf(), recovery!, address)).toMatchObject({ step: 'done' });
      await expect(services.signInSteps.recoveryCode(await ticketOf(), recovery!, address)).rejects.toMatchObject({ code: 'wrong_code' });
    });

    it('refuses a code that has been used in another sign-in', async () => {
      await addTotp();
      const [one, two] = [await ticketOf(), await ticketOf()];
      await services.signInSteps.totp(one, code(), address);
      await expect(services.signInSteps.totp(two, code(), address)).rejects.toMatchObject({ code: 'wrong_code' });
      await expect(services.signIn.complete(two, from)).rejects.toMatchObject(lost);
    });

    it('lets nobody guess codes by beginning again with the password', async () => {
      await addTotp();
      const answers: unknown[] = [];
      for (let round = 0; round < 3; round++) {
        const ticket = await ticketOf().catch((error: unknown) => error);
        for (let time = 0; time < 3; time++) {
          if (typeof ticket !== 'string') answers.push(ticket);
          else answers.push(await services.signInSteps.totp(ticket, '000000', address).catch((error: unknown) => error));
        }
      }
      expect(answers.filter((one) => (one as { code?: string }).code === 'wrong_code')).toHaveLength(5);
      expect(answers.at(-1)).toMatchObject({ code: 'too_many_attempts' });
    });

    it('asks whoever another place vouches for only where that place knows passwords alone', async () => {
      await addTotp();
      const upstream = { issuer: 'https://id.example', subject: '1', session: 's' };
      expect(await services.signIn.proceed(user, { provider: 'ldap', upstream }, from)).toMatchObject({ kind: 'more' });
      const result = await services.signIn.proceed(user, { provider: 'keycloak', upstream, factorsElsewhere: true }, from);
      if (result.kind !== 'login') throw new Error('more was wanted');
      expect((await services.logins.find(result.login.id))?.via).toMatchObject({ provider: 'keycloak', factorAt: null });
      const since = await services.lastChange();
      expect(await services.logins.endUpstream({ issuer: 'https://other.example', subject: '1' })).toBe(0);
      expect(await services.logins.endUpstream({ issuer: 'https://id.example' })).toBe(0);
      expect(await services.logins.endUpstream({ issuer: 'https://id.example', session: 's' })).toBe(1);
      expect(await services.changesSince(since)).toEqual([{ kind: 'login', subject: result.login.id, reason: 'signed out' }]);
    });
  });

  describe('where the role demands a second factor', () => {
    it('has it added on the way in, with recovery codes, and counts it as shown', async () => {
      const ticket = await ticketOf(strict);
      expect(await strict.signInSteps.state(ticket)).toMatchObject({ step: 'enrol' });
      ({ secret } = await strict.signInSteps.beginTotp(ticket));
      await expect(strict.signInSteps.enrolTotp(ticket, 'x', address)).rejects.toMatchObject({ code: 'wrong_code' });
      const { codes, step } = await strict.signInSteps.enrolTotp(ticket, code(strict), address);
      expect([codes?.length, step]).toEqual([10, 'done']);
      const { login } = await strict.signIn.complete(ticket, from);
      expect((await services.logins.find(login.id))?.via.factorAt).toBe(start);
    });

    it('adds none to an account that has one, whatever the ticket was for', async () => {
      const early = await ticketOf(strict);
      await addTotp();
      strict.clock.time = services.clock.time - 55 * MINUTE;
      const ticket = await ticketOf(strict);
      for (const one of [early, ticket]) {
        await expect(strict.signInSteps.beginTotp(one)).rejects.toMatchObject(lost);
        await expect(strict.signInSteps.beginEnrolPasskey(one, { id: 'x', origin: 'http://x' })).rejects.toMatchObject(lost);
      }
    });

    it('asks none of those whom another place asks', async () => {
      const upstream = { issuer: 'https://id.example', subject: '1' };
      expect(await strict.signIn.proceed(user, { provider: 'keycloak', upstream, factorsElsewhere: true }, from)).toMatchObject({
        kind: 'login',
      });
      expect(await strict.signIn.proceed(user, { provider: 'ldap', upstream }, from)).toMatchObject({ kind: 'more' });
    });
  });

  describe('where a new password is demanded', () => {
    beforeEach(() => services.people.update(user.id, { mustChangePassword: true }, root));

    it('sets it, ends the other sign-ins, and goes on', async () => {
      const { id: other } = await services.logins.create(user, from);
      const [ticket, stale] = [await ticketOf(), await ticketOf()];
      expect(await services.signInSteps.password(ticket, 'another password', address)).toMatchObject({ step: 'done' });
      const { login } = await services.signIn.complete(ticket, from);
      expect([await services.logins.find(login.id), await services.logins.find(other)]).toMatchObject([{ user: { id: user.id } }, null]);
      await expect(services.signInSteps.state(stale)).rejects.toMatchObject(lost);
      expect(await services.people.get(user.id)).toMatchObject({ mustChangePassword: false });
      expect(await services.signIn.signIn({ name: 'anna', password: 'another password', ...from })).toMatchObject({ kind: 'login' });
    });

    it('refuses the one that there was, and one that is too short', async () => {
      const ticket = await ticketOf();
      for (const password of [PASSWORD, 'short'])
        await expect(services.signInSteps.password(ticket, password, address)).rejects.toMatchObject({
          code: 'invalid',
          options: { fields: { password: expect.any(String) as string } },
        });
      expect(await services.signInSteps.state(ticket)).toMatchObject({ step: 'password' });
    });

    it('comes after the second factor: the password alone changes nothing', async () => {
      await addTotp();
      const ticket = await ticketOf();
      await expect(services.signInSteps.password(ticket, 'another password', address)).rejects.toMatchObject(lost);
      expect(await services.signInSteps.totp(ticket, code(), address)).toMatchObject({ step: 'password' });
      expect(await services.signInSteps.password(ticket, 'another password', address)).toMatchObject({ step: 'done' });
    });
  });

  describe('the ticket', () => {
    const done = async () => {
      const ticket = await ticketOf();
      await services.signInSteps.totp(ticket, code(), address);
      return ticket;
    };
    beforeEach(addTotp);

    it('is kept as a hash, and is no session', async () => {
      const ticket = await ticketOf();
      expect(JSON.stringify(await services.db.selectFrom('sign_ins').selectAll().execute())).not.toContain(ticket);
      expect(await services.logins.find(ticket)).toBeNull();
    });

    it('works once, also of two at the same time in two processes', async () => {
      const ticket = await done();
      const both = await Promise.allSettled([services, elsewhere].map(({ signIn }) => signIn.complete(ticket, from)));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(services.signIn.complete(ticket, from)).rejects.toMatchObject(lost);
    });

    it('lasts ten minutes', async () => {
      const ticket = await done();
      services.clock.pass(10 * MINUTE);
      await expect(services.signIn.complete(ticket, from)).rejects.toMatchObject(lost);
    });

    it.each<[string, (services: Services, id: string) => Promise<unknown>]>([
      ['disabled', ({ people }, id) => people.update(id, { disabled: true }, root)],
      ['deleted', ({ people }, id) => people.remove(id, root)],
      ['given another password', ({ people }, id) => people.update(id, { password: 'another password' }, root)],
      ['signed out everywhere', ({ people }, id) => people.signOut(id, root)],
      ['freed of their second factors', ({ people }, id) => people.resetFactors(id, root)],
    ])('is worth nothing once its user is %s', async (_, happen) => {
      const [halfway, ticket] = [await ticketOf(), await done()];
      await happen(services, user.id);
      await expect(services.signIn.complete(ticket, from)).rejects.toMatchObject(lost);
      await expect(services.signInSteps.state(halfway)).rejects.toMatchObject(lost);
    });

    it('is worth nothing once it is given up, which may be said twice', async () => {
      const ticket = await done();
      for (let time = 0; time < 2; time++) await services.signInSteps.cancel(ticket);
      await services.signInSteps.cancel(null);
      await expect(services.signIn.complete(ticket, from)).rejects.toMatchObject(lost);
    });

    it.each([null, '', 'x'.repeat(43)])('is needed for each step: %j is none', async (none) => {
      const { signInSteps } = services;
      const steps = [
        signInSteps.state(none),
        signInSteps.totp(none, code(), address),
        signInSteps.recoveryCode(none, 'x', address),
        signInSteps.password(none, 'another password', address),
        signInSteps.beginTotp(none),
        signInSteps.enrolTotp(none, '1', address),
        signInSteps.beginEnrolPasskey(none, { id: 'x', origin: 'http://x' }),
      ];
      for (const step of await Promise.allSettled(steps)) expect(step).toMatchObject({ status: 'rejected', reason: lost });
    });
  });

  it('lets no password in that was changed while it was checked', async () => {
    const { passwords } = services;
    const verify = passwords.verify.bind(passwords);
    passwords.verify = async (hashed, password) => {
      const right = await verify(hashed, password);
      await services.people.update(user.id, { password: 'another password' }, root);
      return right;
    };
    await expect(services.signIn.signIn({ name: 'anna', password: PASSWORD, ...from })).rejects.toMatchObject({
      code: 'wrong_credentials',
    });
    expect(await logins()).toBe(0);
  });
});
