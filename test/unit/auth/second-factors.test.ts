import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../server/auth/identity';
import type { User } from '../../../server/contract/people';
import type { AuditAction } from '../../../server/contract/audit';
import { anotherDay } from '../../support/another-day';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, HOUR, MINUTE, PASSWORD, root, type Services } from '../../support/services';

const address = '192.0.2.1';
const from = { address, userAgent: '' };
const STEP = 30_000;

describe.each(databases)('second factors on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  /** Another process. */
  let elsewhere: Services;
  let user: User;
  let start: number;
  let identity: Identity;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    elsewhere = buildServices(await test.open());
  });
  beforeEach(async () => {
    start = await anotherDay(services, elsewhere);
    user = await services.people.create({ name: 'anna', password: PASSWORD }, root);
    identity = await signedIn();
  });
  afterAll(() => test.remove());
  const audited = async (action: AuditAction) => (await services.audited(action)).filter(({ at }) => at >= start);

  async function signedIn(): Promise<Identity> {
    const { id } = await services.logins.create(user, from);
    return (await services.logins.find(id))!;
  }
  const again = async () => (await services.logins.find(identity.via.id))!;
  /** The code of an authenticator whose clock goes wrong by so many ms. */
  const codeOf = (secret: string, skew = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: services.clock.time + skew });
  /** An account with TOTP, whose first code has been used. */
  async function withTotp(own = services) {
    const { secret, uri } = await own.factors.beginTotp(identity);
    const codes = await own.factors.confirmTotp(identity, codeOf(secret), address);
    identity = await again();
    return { secret, uri, codes: codes ?? [] };
  }
  const fresh = (code: string, own = services) =>
    own.factors.freshByTotp(identity, code, address).then(
      () => 'right',
      (error: unknown) => error,
    );
  const wrong = { code: 'wrong_code', status: 401 };

  describe('TOTP', () => {
    it('draws a secret for any authenticator, kept sealed and counted from its first code on', async () => {
      const { secret, uri } = await services.factors.beginTotp(identity);
      expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
      expect(uri).toBe(`otpauth://totp/VNC%20Portal:anna?issuer=VNC%20Portal&secret=${secret}&algorithm=SHA1&digits=6&period=30`);
      expect(JSON.stringify(await services.db.selectFrom('totp').selectAll().execute())).not.toContain(secret);
      expect(await services.factors.list(identity)).toMatchObject({ totp: null });
      expect(await services.signIn.signIn({ name: 'anna', password: PASSWORD, ...from })).toMatchObject({ kind: 'login' });
      const codes = await services.factors.confirmTotp(identity, codeOf(secret), address);
      expect(codes).toHaveLength(10);
      expect(await services.factors.list(await again())).toMatchObject({ totp: { confirmedAt: start }, recoveryCodes: 10, freshAt: start });
      expect(await services.people.get(user.id)).toMatchObject({ totp: true });
      const audit = await audited('factor.add');
      expect(audit).toMatchObject([{ actorName: 'anna', address, detail: { factor: 'totp' } }]);
      expect(JSON.stringify(audit)).not.toMatch(new RegExp([secret, ...codes!].join('|')));
    });

    it('confirms nothing by a wrong code, and no secret but the last that was drawn', async () => {
      const first = await services.factors.beginTotp(identity);
      await expect(services.factors.confirmTotp(identity, '12345', address)).rejects.toMatchObject(wrong);
      const { secret } = await services.factors.beginTotp(identity);
      await expect(services.factors.confirmTotp(identity, codeOf(first.secret), address)).rejects.toMatchObject(wrong);
      await services.factors.confirmTotp(identity, codeOf(secret), address);
      await expect(services.factors.beginTotp(await again())).rejects.toMatchObject({ code: 'totp_exists', status: 409 });
    });

    it.each([
      [-2 * STEP, false],
      [-STEP, true],
      [0, true],
      [STEP, true],
      [2 * STEP, false],
    ])('with a clock that goes wrong by %i ms: %s', async (skew, right) => {
      const { secret } = await withTotp();
      services.clock.pass(HOUR);
      expect((await fresh(codeOf(secret, skew))) === 'right').toBe(right);
    });

    it('takes a code with blanks in it, and nothing that is none', async () => {
      const { secret } = await withTotp();
      services.clock.pass(HOUR);
      for (const code of ['', '000', 'abcdef', '1234567', ' ']) expect(await fresh(code)).toMatchObject(wrong);
      services.clock.pass(HOUR);
      const code = codeOf(secret);
      expect(await fresh(` ${code.slice(0, 3)} ${code.slice(3)} `)).toBe('right');
    });

    it('takes a code once, the one that confirmed it too, and no earlier one after it', async () => {
      const { secret } = await withTotp();
      expect(await fresh(codeOf(secret))).toMatchObject(wrong);
      services.clock.pass(HOUR);
      const [early, code] = [codeOf(secret, -STEP), codeOf(secret)];
      expect(await fresh(code)).toBe('right');
      expect(await fresh(code)).toMatchObject(wrong);
      expect(await fresh(early)).toMatchObject(wrong);
    });

    it('takes a code once when it is sent to two processes at the same time', async () => {
      const { secret } = await withTotp();
      for (let round = 1; round <= 5; round++) {
        for (const { clock } of [services, elsewhere]) clock.time = start + round * HOUR;
        const both = await Promise.all([fresh(codeOf(secret)), fresh(codeOf(secret), elsewhere)]);
        expect(both.filter((one) => one === 'right')).toHaveLength(1);
      }
    });

    it('does not open with a secret that was moved to another account', async () => {
      const { secret } = await withTotp();
      const ben = await services.people.create({ name: 'ben', password: PASSWORD }, root);
      const row = await services.db.selectFrom('totp').selectAll().executeTakeFirstOrThrow();
      await services.db
        .insertInto('totp')
        .values({ ...row, user_id: ben.id, last_step: 0 })
        .execute();
      identity = { ...identity, user: { ...identity.user, id: ben.id, name: 'ben' } };
      services.clock.pass(HOUR);
      expect(await fresh(codeOf(secret))).toMatchObject({ code: 'internal' });
    });

    it('makes guessers wait, together with the passwords of that account', async () => {
      const { secret } = await withTotp();
      services.clock.pass(HOUR);
      for (let time = 0; time < 5; time++) await fresh('000000');
      expect(await fresh(codeOf(secret))).toMatchObject({ code: 'too_many_attempts', options: { retryAfterSeconds: 30 } });
      await expect(services.signIn.signIn({ name: 'anna', password: PASSWORD, ...from })).rejects.toMatchObject({
        code: 'too_many_attempts',
      });
      expect((await audited('login.failure'))[0]).toMatchObject({ address, detail: { user: 'anna', reason: 'wrong code' } });
    });
  });

  describe('recovery codes', () => {
    const use = (code: string, own = services) =>
      own.factors.freshByRecoveryCode(identity, code, address).then(
        () => 'right',
        (error: unknown) => error,
      );

    it('count once each, however they are typed, and say in the audit how many are left', async () => {
      const { codes } = await withTotp();
      expect(await use(codes[0]!.toLowerCase().replaceAll('-', ''))).toBe('right');
      expect(await use(codes[0]!)).toMatchObject(wrong);
      expect(await use('AAAA-AAAA-AAAA')).toMatchObject(wrong);
      expect(await services.factors.list(identity)).toMatchObject({ recoveryCodes: 9 });
      expect(await audited('factor.recovery')).toMatchObject([{ actorName: 'anna', detail: { left: 9 } }]);
      const stored = JSON.stringify(await services.db.selectFrom('recovery_codes').selectAll().execute());
      for (const code of codes) expect(stored).not.toContain(code);
    });

    it('count once when they are sent to two processes at the same time', async () => {
      const { codes } = await withTotp();
      const both = await Promise.all([use(codes[0]!), use(codes[0]!, elsewhere)]);
      expect(both.filter((one) => one === 'right')).toHaveLength(1);
    });

    it('are worth nothing once new ones are drawn, which takes a second factor', async () => {
      await expect(services.factors.drawRecoveryCodes(identity, address)).rejects.toMatchObject({ code: 'bad_request' });
      const { codes } = await withTotp();
      const drawn = await services.factors.drawRecoveryCodes(identity, address);
      expect(new Set([...codes, ...drawn]).size).toBe(20);
      expect([await use(codes[1]!), await use(drawn[1]!)]).toMatchObject([wrong, 'right']);
    });

    it("are nobody else's", async () => {
      const { codes } = await withTotp();
      const ben = await services.people.create({ name: 'ben', password: PASSWORD }, root);
      const row = await services.db.selectFrom('recovery_codes').selectAll().executeTakeFirstOrThrow();
      await services.db
        .insertInto('recovery_codes')
        .values({ ...row, user_id: ben.id })
        .execute();
      identity = { ...identity, user: { ...identity.user, id: ben.id, name: 'ben' } };
      for (const code of codes.slice(0, 4)) expect(await use(code)).toMatchObject(wrong);
    });
  });

  describe('changing them', () => {
    it('takes a second factor that was shown in the last minutes in this very sign-in', async () => {
      await withTotp();
      const other = await signedIn();
      const needed = { code: 'fresh_factor_needed', status: 403 };
      await expect(services.factors.removeTotp(other, address)).rejects.toMatchObject(needed);
      await expect(services.factors.drawRecoveryCodes(other, address)).rejects.toMatchObject(needed);
      services.clock.pass(15 * MINUTE);
      await expect(services.factors.removeTotp(identity, address)).rejects.toMatchObject(needed);
      expect(await services.factors.list(identity)).toMatchObject({ totp: {} });
    });

    it('leaves no recovery codes with the last one, and writes it down', async () => {
      await withTotp();
      await services.factors.removeTotp(identity, address);
      expect(await services.factors.list(identity)).toMatchObject({ totp: null, recoveryCodes: 0 });
      expect(await audited('factor.remove')).toMatchObject([{ actorName: 'anna', detail: { factor: 'totp' } }]);
      await services.factors.removeTotp(identity, address);
      expect(await audited('factor.remove')).toHaveLength(1);
    });

    it('keeps the last one where the role demands one', async () => {
      await withTotp();
      const [strict, admins] = (['all', 'admin'] as const).map((rule) => buildServices(services.db, { rule })) as [Services, Services];
      strict.clock.time = admins.clock.time = services.clock.time;
      await expect(strict.factors.removeTotp(identity, address)).rejects.toMatchObject({ code: 'factor_required', status: 409 });
      expect(await strict.factors.list(identity)).toMatchObject({ totp: {}, recoveryCodes: 10, required: true });
      await expect(admins.factors.removeTotp(identity, address)).resolves.toBeUndefined();
    });

    it('is done for somebody who lost them by an administrator, and signs that person out everywhere', async () => {
      const { codes } = await withTotp();
      const since = await services.lastChange();
      await services.people.resetFactors(user.id, root);
      expect(await services.logins.find(identity.via.id)).toBeNull();
      expect(await services.changesSince(since)).toEqual([{ kind: 'login', subject: identity.via.id, reason: 'signed out' }]);
      expect(await services.people.get(user.id)).toMatchObject({ totp: false, passkeys: 0 });
      expect(await audited('user.factors')).toMatchObject([{ actorName: 'root', detail: { user: 'anna' } }]);
      await expect(services.factors.freshByRecoveryCode(identity, codes[0]!, address)).rejects.toMatchObject(wrong);
      await expect(services.people.resetFactors('unknown', root)).rejects.toMatchObject({ code: 'user_not_found' });
    });
  });
});
