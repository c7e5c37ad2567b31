import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../server/auth/identity';
import type { User } from '../../../server/contract/people';
import type { AuditAction } from '../../../server/contract/audit';
import { anotherDay } from '../../support/another-day';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, DAY, MINUTE, PASSWORD, root, type Services } from '../../support/services';
import { SoftwareAuthenticator } from '../../support/software-authenticator';

const party = { id: 'vnc.example.com', origin: 'https://vnc.example.com:8443' };
const address = '192.0.2.1';
const from = { address, userAgent: '' };

describe.each(databases)('passkeys on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  /** Another process. */
  let elsewhere: Services;
  let user: User;
  let start: number;
  let identity: Identity;
  let key: SoftwareAuthenticator;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    elsewhere = buildServices(await test.open());
  });
  beforeEach(async () => {
    start = await anotherDay(services, elsewhere);
    user = await services.people.create({ name: 'anna', displayName: 'Anna A.', password: PASSWORD }, root);
    identity = await signedIn(user);
    key = new SoftwareAuthenticator(party.origin);
  });
  afterAll(() => test.remove());
  let shown = 0;
  const audited = async (action: AuditAction) => (await services.audited(action)).filter(({ at }) => at >= start);

  async function signedIn(who: User): Promise<Identity> {
    const { id } = await services.logins.create(who, from);
    return (await services.logins.find(id))!;
  }
  const again = async () => (await services.logins.find(identity.via.id))!;
  async function register(who = identity, name = 'Laptop', by = key) {
    const { ceremony, options } = await services.factors.beginPasskey(who, party);
    return services.factors.addPasskey(who, { ceremony, response: by.create(options) }, { name, party, address });
  }
  /** Without a name, or with the ticket of a right password. */
  async function show(odd: Parameters<SoftwareAuthenticator['get']>[1] = {}, ticket: string | null = null, by = key) {
    const { ceremony, options } = await services.signInSteps.beginPasskey(ticket, party);
    // Each from an address of its own: the audit keeps only some refusals of one.
    const from = `192.0.2.${++shown}`;
    return services.signInSteps.passkey(ticket, { ceremony, response: by.get(options, odd) }, party, from);
  }
  const refused = { code: 'wrong_passkey', status: 401 };

  describe('registering', () => {
    it('asks for one that is found without a name and verifies its user, and names the portal by the address of this browser', async () => {
      const { options } = await services.factors.beginPasskey(identity, party);
      expect(options).toMatchObject({
        rp: { id: 'vnc.example.com' },
        user: { name: 'anna', displayName: 'Anna A.' },
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
      });
    });

    it('keeps it, gives recovery codes with the first factor alone, and writes it down', async () => {
      const codes = await register();
      expect(new Set(codes).size).toBe(10);
      expect(await services.factors.list(await again())).toMatchObject({
        passkeys: [{ name: 'Laptop', backedUp: false, createdAt: start, lastUsedAt: null }],
        recoveryCodes: 10,
        freshAt: start,
      });
      expect(await audited('factor.add')).toMatchObject([{ actorName: 'anna', address, detail: { factor: 'passkey', name: 'Laptop' } }]);
      expect(await register(await again(), 'Phone')).toBeNull();
      const { options } = await services.factors.beginPasskey(await again(), party);
      expect(options).toMatchObject({ excludeCredentials: [{}, {}] });
    });

    it.each([
      ['another origin', { origin: 'https://vnc.example.com' }],
      ['another party', { rpId: 'example.com' }],
      ['no verified user', { verified: false }],
    ])('refuses %s', async (_, odd) => {
      const { ceremony, options } = await services.factors.beginPasskey(identity, party);
      const answer = { ceremony, response: key.create(options, odd) };
      await expect(services.factors.addPasskey(identity, answer, { name: '', party, address })).rejects.toMatchObject(refused);
      expect((await services.factors.list(identity)).passkeys).toEqual([]);
    });

    it("refuses a ceremony of somebody else's, of another purpose, too old, or none at all", async () => {
      const other = await signedIn(await services.people.create({ name: 'ben', password: PASSWORD }, root));
      const add = (who: Identity, ceremony: string, options: Record<string, unknown>) =>
        services.factors.addPasskey(who, { ceremony, response: key.create(options) }, { name: '', party, address });
      const { ceremony, options } = await services.factors.beginPasskey(identity, party);
      await expect(add(other, ceremony, options)).rejects.toMatchObject(refused);
      const signIn = await services.signInSteps.beginPasskey(null, party);
      await expect(add(identity, signIn.ceremony, { ...options, ...signIn.options })).rejects.toMatchObject(refused);
      for (const invented of ['', 'x', 'zzzzzzzz.AAAAAAAAAAAAAAAAAAAAAA'])
        await expect(add(identity, invented, options)).rejects.toMatchObject(refused);
      services.clock.pass(5 * MINUTE);
      await expect(add(identity, ceremony, options)).rejects.toMatchObject(refused);
    });

    it('registers one passkey for one person only', async () => {
      const { ceremony, options } = await services.factors.beginPasskey(identity, party);
      const response = key.create(options);
      await services.factors.addPasskey(identity, { ceremony, response }, { name: '', party, address });
      await expect(services.factors.addPasskey(await again(), { ceremony, response }, { name: '', party, address })).rejects.toMatchObject(
        refused,
      );
      expect((await services.factors.list(identity)).passkeys).toHaveLength(1);
    });
  });

  describe('signing in', () => {
    it('needs neither name nor password, and counts as the second factor too', async () => {
      await register();
      const { state, ticket } = await show();
      expect(state).toEqual({ step: 'done', methods: [], name: 'anna' });
      const { login } = await services.signIn.complete(ticket!, from);
      expect((await services.logins.find(login.id))?.via).toMatchObject({ provider: 'passkey', factorAt: start });
      expect((await services.factors.list(identity)).passkeys[0]).toMatchObject({ lastUsedAt: start });
    });

    it.each([
      ['another origin', { origin: 'https://vnc.example.com.evil.example' }],
      ['another party', { rpId: 'evil.example' }],
      ['no verified user', { verified: false }],
      ['a counter that does not grow', { counter: 1 }],
    ])('refuses %s', async (_, odd) => {
      await register();
      await show();
      await expect(show(odd)).rejects.toMatchObject(refused);
    });

    it('takes passkeys that never count', async () => {
      key = new SoftwareAuthenticator(party.origin, false);
      await register();
      for (let time = 0; time < 2; time++) expect((await show()).state.step).toBe('done');
    });

    it('takes an answer once, also of two at the same time', async () => {
      key = new SoftwareAuthenticator(party.origin, false);
      await register();
      const { ceremony, options } = await services.signInSteps.beginPasskey(null, party);
      const answer = { ceremony, response: key.get(options) };
      const all = await Promise.allSettled([services, elsewhere].map((own) => own.signInSteps.passkey(null, answer, party)));
      expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(services.signInSteps.passkey(null, answer, party)).rejects.toMatchObject(refused);
    });

    it('refuses answers that are too late, forged or of a passkey that nobody has', async () => {
      await register();
      const { ceremony, options } = await services.signInSteps.beginPasskey(null, party);
      const response = key.get(options);
      const signature = Buffer.from('nonsense').toString('base64url');
      const forged = { ...response, response: { ...(response['response'] as object), signature } };
      for (const answer of [forged, { ...response, id: 'AAAA', rawId: 'AAAA' }, { id: response.id, type: 'public-key' as const }])
        await expect(services.signInSteps.passkey(null, { ceremony, response: answer }, party)).rejects.toMatchObject(refused);
      services.clock.pass(5 * MINUTE);
      await expect(services.signInSteps.passkey(null, { ceremony, response }, party)).rejects.toMatchObject(refused);
    });

    it('refuses a disabled user, and an account whose password another place knows', async () => {
      await register();
      const external = await services.people.create({ name: 'elsewhere' }, root);
      const other = new SoftwareAuthenticator(party.origin);
      await register(await signedIn(external), '', other);
      await expect(show({}, null, other)).rejects.toMatchObject(refused);
      await services.people.update(user.id, { disabled: true }, root);
      await expect(show()).rejects.toMatchObject(refused);
    });

    it('keeps a demanded new password as the next step', async () => {
      await register();
      await services.people.update(user.id, { mustChangePassword: true }, root);
      expect((await show()).state.step).toBe('password');
    });

    it('asks for nothing to be written before the answer is right', async () => {
      for (let time = 0; time < 3; time++) await services.signInSteps.beginPasskey(null, party);
      expect(await services.db.selectFrom('ceremonies').selectAll().execute()).toEqual([]);
    });
  });

  describe('as the second factor of a password', () => {
    const withPassword = async (name: string) => {
      const result = await services.signIn.signIn({ name, password: PASSWORD, ...from });
      return result.kind === 'more' ? result.ticket : null;
    };

    it('is asked for by the credentials of that account', async () => {
      await register();
      const ticket = await withPassword('anna');
      expect(await services.signInSteps.state(ticket)).toMatchObject({ step: 'factor', methods: ['passkey', 'recovery'] });
      const { options } = await services.signInSteps.beginPasskey(ticket, party);
      expect(options).toMatchObject({ allowCredentials: [{ id: key.credentials[0]!.id.toString('base64url') }] });
      expect((await show({}, ticket)).state.step).toBe('done');
    });

    it("refuses another user's passkey", async () => {
      await register();
      const ben = await services.people.create({ name: 'ben', password: PASSWORD }, root);
      const other = new SoftwareAuthenticator(party.origin);
      await register(await signedIn(ben), '', other);
      const ticket = await withPassword('anna');
      await expect(show({ credential: other.credentials[0]! }, ticket, other)).rejects.toMatchObject(refused);
      expect(await services.signInSteps.state(ticket)).toMatchObject({ step: 'factor', name: 'anna' });
      expect((await audited('login.failure'))[0]).toMatchObject({ detail: { reason: 'wrong passkey', user: 'anna' } });
    });

    it('refuses an answer that was made to sign in without a name', async () => {
      await register();
      const { ceremony, options } = await services.signInSteps.beginPasskey(null, party);
      const ticket = await withPassword('anna');
      const answer = { ceremony, response: key.get(options) };
      await expect(services.signInSteps.passkey(ticket, answer, party)).rejects.toMatchObject(refused);
    });
  });

  describe('at the account page', () => {
    it('counts as fresh for a while once it is shown again', async () => {
      await register();
      services.clock.pass(DAY / 4);
      const old = await again();
      await expect(services.factors.beginPasskey(old, party)).rejects.toMatchObject({ code: 'fresh_factor_needed', status: 403 });
      const { ceremony, options } = await services.factors.beginFresh(old, party);
      await services.factors.freshByPasskey(old, { ceremony, response: key.get(options) }, { party, address });
      await expect(services.factors.beginPasskey(await again(), party)).resolves.toBeTruthy();
      expect(await audited('factor.fresh')).toMatchObject([{ actorName: 'anna', detail: { factor: 'passkey' } }]);
    });

    it("renames and removes one's own only", async () => {
      await register();
      const ben = await signedIn(await services.people.create({ name: 'ben', password: PASSWORD }, root));
      const [passkey] = (await services.factors.list(identity)).passkeys;
      const missing = { code: 'passkey_not_found', status: 404 };
      await expect(services.factors.renamePasskey(ben, passkey!.id, 'mine')).rejects.toMatchObject(missing);
      await expect(services.factors.removePasskey(ben, passkey!.id, address)).rejects.toMatchObject(missing);
      await services.factors.renamePasskey(identity, passkey!.id, 'Desk');
      expect((await services.factors.list(identity)).passkeys).toMatchObject([{ name: 'Desk' }]);
      await services.factors.removePasskey(await again(), passkey!.id, address);
      expect(await services.factors.list(identity)).toMatchObject({ passkeys: [], recoveryCodes: 0 });
      expect(await audited('factor.remove')).toMatchObject([{ detail: { factor: 'passkey', name: 'Desk' } }]);
    });
  });
});
