import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Passwords } from '../../../server/auth/passwords';
import { SignIn } from '../../../server/auth/sign-in';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, cheap, PASSWORD, root, START, type Services } from '../../support/services';

const from = { address: '192.0.2.1', userAgent: 'Browser/1.0' };

/** Notes what is really verified, and does it. */
class WatchedPasswords extends Passwords {
  readonly verified: { hashed: string | null; password: string }[] = [];
  override verify(hashed: string | null, password: string): Promise<boolean> {
    this.verified.push({ hashed, password });
    return super.verify(hashed, password);
  }
}

describe.each(databases)('signing in on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let passwords: WatchedPasswords;
  let signIn: SignIn;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    await services.people.create({ name: 'anna', displayName: 'Anna A.', role: 'admin', password: PASSWORD }, root);
    const gone = await services.people.create({ name: 'gone', password: PASSWORD }, root);
    await services.people.update(gone.id, { disabled: true }, root);
    await services.people.create({ name: 'elsewhere' }, root);
  });
  beforeEach(async () => {
    passwords = new WatchedPasswords(cheap);
    const { db, users, logins, audit, tickets, throttle, external: promotions } = services;
    await db.deleteFrom('failures').execute();
    signIn = new SignIn({ users, logins, passwords, throttle, audit, tickets, promotions });
  });
  afterAll(() => test.remove());
  const failure = (name: string, password: string) =>
    signIn.signIn({ name, password, ...from }).then(
      () => 'signed in',
      (error: unknown) => error,
    );

  it('gives a sign-in that is found again, and notes when and from where', async () => {
    const result = await signIn.signIn({ name: 'anna', password: PASSWORD, ...from });
    if (result.kind !== 'login') throw new Error('something more was wanted');
    const { user, login } = result;
    expect(user).toMatchObject({ name: 'anna', displayName: 'Anna A.', role: 'admin' });
    expect(await services.logins.find(login.id)).toMatchObject({ user: { id: user.id }, via: { kind: 'login', id: login.id } });
    expect((await services.people.get(user.id)).lastSignInAt).toBe(START);
    expect(await services.logins.list(user.id)).toMatchObject([{ id: login.id, provider: 'password', ...from }]);
    expect((await services.audited('login.success'))[0]).toMatchObject({ actorId: user.id, actorName: 'anna', address: '192.0.2.1' });
  });

  it('takes the name as people write it', async () => {
    await expect(signIn.signIn({ name: ' ANNA ', password: PASSWORD, ...from })).resolves.toMatchObject({ user: { name: 'anna' } });
  });

  it.each([
    ['an unknown name', 'nobody', PASSWORD],
    ['a wrong password', 'anna', 'wrong password'],
    ['a disabled user with the right password', 'gone', PASSWORD],
    ['a user without a password', 'elsewhere', PASSWORD],
    ['a user without a password, given none', 'elsewhere', ''],
    ['no name', '', PASSWORD],
    ['no password', 'anna', ''],
    ['a name that nobody can have', "x' or 1=1 --\0", PASSWORD],
    ['a password that is too long', 'anna', 'x'.repeat(100_000)],
  ])('answers %s with the same error after the same work', async (_, name, password) => {
    expect(await failure(name, password)).toMatchObject({
      code: 'wrong_credentials',
      status: 401,
      message: 'The name or the password is wrong. Check both and try again.',
    });
    expect(passwords.verified).toHaveLength(1);
    expect(passwords.verified[0]!.password).toBe(password);
  });

  it('verifies the password of an unknown name against the dummy, and of a disabled user against their own', async () => {
    await failure('nobody', PASSWORD);
    await failure('gone', PASSWORD);
    expect(passwords.verified.map(({ hashed }) => hashed?.slice(0, 10) ?? null)).toEqual([null, '$argon2id$']);
  });

  it('writes each failure down: who it was about if they exist, else not what was typed', async () => {
    await failure('my-password-in-the-wrong-field', 'x');
    await failure('anna', 'another secret');
    const [wrong, unknown] = await services.audited('login.failure');
    expect(wrong).toMatchObject({ actorId: '', actorName: '', address: '192.0.2.1', detail: { user: 'anna', reason: 'wrong password' } });
    expect(unknown).toMatchObject({ detail: { reason: 'unknown name' } });
    expect(JSON.stringify([wrong, unknown])).not.toMatch(/my-password|another secret/);
  });

  it('makes guessers wait, says until when, verifies nothing meanwhile, and audits the first refusal only', async () => {
    const before = (await services.audited('login.throttled')).length;
    for (let time = 0; time < 5; time++) await failure('anna', 'wrong');
    expect(await failure('anna', PASSWORD)).toMatchObject({
      code: 'too_many_attempts',
      status: 429,
      message: 'Too many failed attempts. Try again in 30 seconds.',
      options: { retryAfterSeconds: 30 },
    });
    await failure('anna', PASSWORD);
    expect(passwords.verified).toHaveLength(5);
    expect((await services.audited('login.throttled')).length - before).toBe(1);
    services.clock.pass(30_000);
    await expect(signIn.signIn({ name: 'anna', password: PASSWORD, ...from })).resolves.toBeTruthy();
  });

  it('speaks of minutes when it is minutes', async () => {
    for (let time = 0; time < 5; time++) await failure('anna', 'wrong');
    for (const wait of [30_000, 60_000, 120_000]) {
      services.clock.pass(wait);
      await failure('anna', 'wrong');
    }
    expect(await failure('anna', 'wrong')).toMatchObject({ message: 'Too many failed attempts. Try again in 4 minutes.' });
  });

  it('makes guesses at an unknown name wait just the same', async () => {
    for (let time = 0; time < 5; time++) await failure('nobody', 'wrong');
    expect(await failure('nobody', 'wrong')).toMatchObject({ code: 'too_many_attempts', options: { retryAfterSeconds: 30 } });
  });

  it('does not count against the account what failed for want of the database', async () => {
    const lost = await test.open();
    const broken = buildServices(lost);
    await lost.destroy();
    for (let time = 0; time < 6; time++) await broken.signIn.signIn({ name: 'anna', password: PASSWORD, ...from }).catch(() => undefined);
    expect(await services.throttle.check('anna', '192.0.2.1')).toBe(0);
  });
});
