import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../server/auth/identity';
import { needsStepUp, operations, powerFor, type Operation, type OperationName } from '../../../server/contract/operations';
import type { User } from '../../../server/contract/people';
import { anotherDay } from '../../support/another-day';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, HOUR, MINUTE, PASSWORD, root, type Services } from '../../support/services';

/** `identity`, `factor`: what is proved afresh. `no`: it gives nobody a right or a secret that outlives the stolen session. */
type Verdict = 'identity' | 'factor' | 'no';
const settled: Partial<Record<OperationName, Verdict>> = {
  createUser: 'identity',
  updateUser: 'identity',
  removeUser: 'identity',
  inviteUser: 'identity',
  resetFactors: 'identity',
  createToken: 'identity',
  // It takes the present password itself.
  changePassword: 'factor',
  beginTotp: 'identity',
  confirmTotp: 'identity',
  removeTotp: 'identity',
  beginPasskey: 'identity',
  addPasskey: 'identity',
  removePasskey: 'identity',
  drawRecoveryCodes: 'identity',
  renamePasskey: 'no',
  // These give the proof.
  beginFresh: 'no',
  freshByPasskey: 'no',
  freshByTotp: 'no',
  freshByRecoveryCode: 'no',
  freshByPassword: 'no',
  // These only take away: whoever sees an attack stops it at once.
  withdrawInvite: 'no',
  signOutUser: 'no',
  revokeUserToken: 'no',
  revokeUserTokens: 'no',
  revokeToken: 'no',
  endLogin: 'no',
  endLogins: 'no',
  updateSettings: 'no',
  // Groups and grants open hosts, which the administrator's own session opens anyway; no role comes from a group of the portal.
  createGroup: 'no',
  updateGroup: 'no',
  removeGroup: 'no',
  addMember: 'no',
  removeMember: 'no',
  createGrant: 'no',
  updateGrant: 'no',
  removeGrant: 'no',
};

describe('the calls about people, groups, grants, sign-ins, tokens and factors', () => {
  const all = Object.entries(operations) as [OperationName, Operation][];
  const changing = all.filter(([, { method, path }]) => method !== 'GET' && /^\/(users|groups|grants|tokens|me)\b/.test(path));

  it('each have a decision about step-up, and the table decides what they do', () => {
    const found = changing.map(([name, { stepUp }]) => [name, stepUp?.proof ?? 'no']);
    expect(Object.fromEntries(found)).toEqual(settled);
  });

  it('take the power `people` of a token where they change people', () => {
    const ofPeople = changing.filter(([, { path }]) => path.startsWith('/users'));
    expect(new Set(ofPeople.map(([, operation]) => powerFor(operation)))).toEqual(new Set(['people']));
    expect(all.filter(([, operation]) => powerFor(operation) === 'people')).toEqual(ofPeople);
  });

  it.each([
    [{}, null],
    [{ displayName: 'x' }, null],
    [{ displayName: 'x', role: 'user' }, 'identity'],
    [{ disabled: false }, 'identity'],
    [{ password: 'x' }, 'identity'],
    [{ mustChangePassword: true }, 'identity'],
    [null, null],
  ])('take a proof of who changes a user by %j: %s', (body, proof) => expect(needsStepUp(operations.updateUser, body)).toBe(proof));
});

const address = '192.0.2.1';

describe.each(databases)('a fresh proof on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let user: User;
  let login: string;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
  });
  beforeEach(async () => {
    await anotherDay(services);
    user = await services.people.create({ name: 'anna', password: PASSWORD }, root);
    login = (await services.logins.create(user, { address, userAgent: '' })).id;
  });
  afterAll(() => test.remove());
  const identity = async (): Promise<Identity> => (await services.logins.find(login))!;
  const ensure = async (proof?: 'identity' | 'factor', own = services) =>
    own.stepUp.ensure(await identity(), proof).then(
      () => 'let through',
      (error: unknown) => (error as { code: string }).code,
    );
  async function addTotp(): Promise<string> {
    const { secret } = await services.factors.beginTotp(await identity());
    await services.factors.confirmTotp(await identity(), codeOf(secret), address);
    return secret;
  }
  const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: services.clock.time });

  it('is the sign-in for 15 minutes, then the password, for an account without a second factor', async () => {
    services.clock.pass(15 * MINUTE - 1);
    expect(await ensure()).toBe('let through');
    services.clock.pass(1);
    expect([await ensure(), await ensure('factor')]).toEqual(['fresh_password_needed', 'let through']);
    await services.people.givePassword(await identity(), PASSWORD, address);
    services.clock.pass(15 * MINUTE - 1);
    expect(await ensure()).toBe('let through');
    expect((await services.audited('factor.fresh'))[0]).toMatchObject({ actorName: 'anna', address, detail: { factor: 'password' } });
  });

  it('is a second factor where the account has one, however fresh the password is', async () => {
    const secret = await addTotp();
    services.clock.pass(HOUR);
    await services.people.givePassword(await identity(), PASSWORD, address);
    expect([await ensure(), await ensure('factor')]).toEqual(['fresh_factor_needed', 'fresh_factor_needed']);
    await services.factors.freshByTotp(await identity(), codeOf(secret), address);
    expect([await ensure(), await ensure('factor')]).toEqual(['let through', 'let through']);
  });

  it('is a new sign-in where the account has no password that opens anything here', async () => {
    services.clock.pass(HOUR);
    const elsewhere = buildServices(services.db, { ownPasswords: false });
    elsewhere.clock.time = services.clock.time;
    expect(await ensure('identity', elsewhere)).toBe('fresh_sign_in_needed');
    await services.db.updateTable('users').set({ password_hash: '' }).where('id', '=', user.id).execute();
    expect(await ensure()).toBe('fresh_sign_in_needed');
    login = (await services.logins.create(user, { address, userAgent: '' })).id;
    expect(await ensure()).toBe('let through');
  });

  it('counts in the sign-in that gave it alone, and not after a clock that was set back', async () => {
    services.clock.pass(HOUR);
    const other = (await services.logins.create(user, { address, userAgent: '' })).id;
    expect(await ensure()).toBe('fresh_password_needed');
    login = other;
    services.clock.pass(-HOUR);
    expect(await ensure()).toBe('fresh_password_needed');
  });

  it('is asked of nobody who calls by a token, which has a power of its own', async () => {
    const { token } = await services.tokens.create(user, { name: 't' }, root);
    await expect(services.stepUp.ensure((await services.tokens.find(token))!)).resolves.toBeUndefined();
  });

  it('comes before the first second factor, and before another that somebody else has just added', async () => {
    services.clock.pass(HOUR);
    await expect(services.factors.beginTotp(await identity())).rejects.toMatchObject({ code: 'fresh_password_needed', status: 403 });
    await services.people.givePassword(await identity(), PASSWORD, address);
    const thief = await identity();
    const { secret } = await services.factors.beginTotp(thief);
    await services.db.insertInto('passkeys').values(passkeyOf(user.id)).execute();
    await expect(services.factors.confirmTotp(thief, codeOf(secret), address)).rejects.toMatchObject({ code: 'fresh_factor_needed' });
    expect(await services.people.get(user.id)).toMatchObject({ totp: false, passkeys: 1 });
  });

  it('takes no wrong password, writes it down, and makes guessers wait with the sign-in', async () => {
    const give = async (password: string) =>
      services.people.givePassword(await identity(), password, address).catch((error: unknown) => error);
    for (let time = 0; time < 5; time++)
      expect(await give('wrong')).toMatchObject({ code: 'invalid', options: { fields: { password: expect.any(String) as string } } });
    expect(await give(PASSWORD)).toMatchObject({ code: 'too_many_attempts' });
    const reasons = [...(await services.audited('login.failure')), ...(await services.audited('login.throttled'))];
    expect(reasons).toContainEqual(expect.objectContaining({ detail: { user: 'anna', reason: 'wrong password' } }));
    expect((await services.audited('login.throttled'))[0]).toMatchObject({ address, detail: { user: 'anna' } });
  });

  it('is no way to guess codes: a right password does not clear the count of an account that has a second factor', async () => {
    const secret = await addTotp();
    services.clock.pass(HOUR);
    const guess = async () => services.factors.freshByTotp(await identity(), '000000', address).catch((error: unknown) => error);
    for (let time = 0; time < 5; time++) {
      await guess();
      if (time === 3) await services.people.givePassword(await identity(), PASSWORD, address);
    }
    await expect(services.factors.freshByTotp(await identity(), codeOf(secret), address)).rejects.toMatchObject({
      code: 'too_many_attempts',
    });
  });
});

function passkeyOf(userId: string) {
  const keys = { credential_id: 'c', public_key: 'k', counter: 0, transports: '[]' };
  return { id: 'p', user_id: userId, ...keys, name: '', backed_up: 0, created_at: 0, last_used_at: null };
}
