import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../../server/contract/people';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, identityOf, PASSWORD, root, START, type Services } from '../../support/services';

const from = { address: '192.0.2.1', userAgent: '' };

describe.each(databases)('people on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let admin: User;
  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
    admin = await services.people.create({ name: 'admin', password: PASSWORD, role: 'admin' }, root);
  });
  afterEach(() => test.remove());
  const canSignIn = (name: string, password = PASSWORD) =>
    services.signIn.signIn({ name, password, ...from }).then(
      () => true,
      () => false,
    );

  describe('creating', () => {
    it('keeps a user in a normal form, and never the password', async () => {
      const user = await services.people.create({ name: ' Anna.B@Example ', displayName: ' Anna B. ', password: PASSWORD }, root);
      expect(user).toEqual({
        ...{ id: user.id, name: 'anna.b@example', displayName: 'Anna B.', role: 'user', disabled: false },
        ...{ createdAt: START, lastSignInAt: null, hasPassword: true, mustChangePassword: false, invitedUntil: null },
        ...{ providers: [], totp: false, passkeys: 0, tokens: 0, groups: [] },
      });
      expect(await services.people.get(user.id)).toEqual(user);
      expect(await services.people.getByName('ANNA.B@EXAMPLE')).toEqual(user);
      const [row] = await services.audited('user.create');
      expect(row).toMatchObject({ actorId: 'root', address: root.address, detail: { user: 'anna.b@example', role: 'user' } });
      const stored = JSON.stringify([await services.db.selectFrom('users').selectAll().execute(), row]);
      expect(stored).not.toContain(PASSWORD);
    });

    it('refuses a name that is taken, in any case of letters, also of two at the same time', async () => {
      await expect(services.people.create({ name: 'ADMIN', password: PASSWORD }, root)).rejects.toMatchObject({
        code: 'user_exists',
        status: 409,
      });
      const other = buildServices(await test.open());
      const both = await Promise.allSettled(
        [services, other].map(({ people }) => people.create({ name: 'twice', password: PASSWORD }, root)),
      );
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await services.audited('user.create')).toHaveLength(2);
    });

    it.each([
      [{ name: 'x', password: 'short' }, 'password'],
      [{ name: '-x', password: PASSWORD }, 'name'],
      [{ name: 'x', password: PASSWORD, role: 'root' }, 'role'],
      [{ name: 'x', password: PASSWORD, displayName: 'a\nb' }, 'displayName'],
      [{ name: 'x', password: PASSWORD, passwordHash: 'mine' }, 'body'],
    ])('refuses %j and names the field', async (input, field) => {
      const answer = services.people.create(input as never, root);
      await expect(answer).rejects.toMatchObject({ code: 'invalid', options: { fields: { [field]: expect.any(String) as string } } });
      await answer.catch((error: unknown) => expect(String(error)).not.toContain(PASSWORD));
    });

    it('finds nobody by an unknown id or a name that cannot be', async () => {
      await expect(services.people.get('unknown')).rejects.toMatchObject({ code: 'user_not_found' });
      await expect(services.people.getByName('no such')).rejects.toMatchObject({ code: 'user_not_found' });
    });
  });

  describe('changing', () => {
    let user: User;
    let login: string;
    let since: number;
    beforeEach(async () => {
      user = await services.people.create({ name: 'anna', password: PASSWORD }, root);
      login = (await services.logins.create(user, from)).id;
      since = await services.lastChange();
    });
    const signedIn = async () => (await services.logins.find(login)) !== null;

    it('disables: signed out everywhere, tokens revoked, consoles told; and enables again without them', async () => {
      const { id, token } = await services.tokens.create(user, { name: 't' }, root);
      expect((await services.people.update(user.id, { disabled: true }, root)).disabled).toBe(true);
      expect([await signedIn(), await services.tokens.find(token), await canSignIn('anna')]).toEqual([false, null, false]);
      expect(await services.changesSince(since)).toEqual([
        { kind: 'user', subject: user.id, reason: 'disabled' },
        { kind: 'token', subject: id, reason: 'revoked' },
      ]);
      await services.people.update(user.id, { disabled: false }, root);
      expect([await signedIn(), await canSignIn('anna')]).toEqual([false, true]);
      expect([await services.tokens.find(token), await services.tokens.list(user.id)]).toEqual([null, []]);
      expect(await services.audited('token.revoke')).toMatchObject([{ actorName: 'root', detail: { user: 'anna', token: 't' } }]);
      expect([await services.audited('user.disable'), await services.audited('user.enable')]).toMatchObject([
        [{ detail: { user: 'anna' } }],
        [{ detail: { user: 'anna' } }],
      ]);
    });

    it('sets a password: the old one is dead, who signed in is signed out, and tokens stay', async () => {
      const { token } = await services.tokens.create(user, { name: 't' }, root);
      const before = await services.lastChange();
      await services.people.update(user.id, { password: 'another password' }, root);
      expect([await signedIn(), await canSignIn('anna'), await canSignIn('anna', 'another password')]).toEqual([false, false, true]);
      expect(await services.tokens.find(token)).not.toBeNull();
      expect(await services.changesSince(before)).toEqual([{ kind: 'login', subject: login, reason: 'signed out' }]);
      expect(await services.audited('user.password')).toMatchObject([{ actorName: 'root', detail: { user: 'anna' } }]);
    });

    it('revokes the tokens with a password, factors, sign-ins or an invitation where that is asked for', async () => {
      const { people, invites, tokens } = services;
      const ways: [string, (revokeTokens: boolean) => Promise<unknown>][] = [
        ['password', (revokeTokens) => people.update(user.id, { password: 'another password', revokeTokens }, root)],
        ['factors', (revokeTokens) => people.resetFactors(user.id, root, revokeTokens)],
        ['sign-ins', (revokeTokens) => people.signOut(user.id, root, revokeTokens)],
        ['invitation', (revokeTokens) => invites.invite(user.id, { revokeTokens }, root)],
        [
          'own password',
          (revokeTokens) => people.changePassword(identityOf(user), 'another password', 'another password', '', revokeTokens),
        ],
        ['tokens alone', (revokeTokens) => (revokeTokens ? people.revokeTokens(user.id, root) : Promise.resolve())],
      ];
      for (const [what, act] of ways) {
        const { token } = await tokens.create(user, { name: what }, root);
        await act(false);
        expect([what, (await tokens.find(token)) !== null]).toEqual([what, true]);
        await act(true);
        expect([what, (await tokens.find(token)) !== null]).toEqual([what, false]);
      }
    });

    it("refuses the own account all but the display name, whatever one's own calls would ask for", async () => {
      const self = { id: admin.id, name: admin.name, address: '' };
      const forbidden = { code: 'forbidden', status: 403 };
      await services.people.create({ name: 'second', password: PASSWORD, role: 'admin' }, root);
      for (const patch of [{ password: 'another password' }, { role: 'user' as const }, { disabled: true }, { mustChangePassword: true }])
        await expect(services.people.update(admin.id, { displayName: 'Boss', ...patch }, self)).rejects.toMatchObject(forbidden);
      await expect(services.people.resetFactors(admin.id, self)).rejects.toMatchObject(forbidden);
      await expect(services.invites.invite(admin.id, {}, self)).rejects.toMatchObject(forbidden);
      expect([await canSignIn('admin'), await services.people.get(admin.id)]).toEqual([true, { ...admin, lastSignInAt: START }]);
      expect(await services.people.update(admin.id, { displayName: 'Boss' }, self)).toMatchObject({ displayName: 'Boss' });
    });

    it('demands a new password at the next sign-in, and no longer once one is set', async () => {
      expect(await services.people.update(user.id, { mustChangePassword: true }, root)).toMatchObject({ mustChangePassword: true });
      expect([await signedIn(), await services.changesSince(since)]).toEqual([true, []]);
      expect(await services.signIn.signIn({ name: 'anna', password: PASSWORD, ...from })).toMatchObject({ kind: 'more' });
      await services.people.update(user.id, { password: 'another password', mustChangePassword: true }, root);
      expect(await services.people.get(user.id)).toMatchObject({ mustChangePassword: true });
      await services.people.changePassword(identityOf(user), 'another password', 'a third password', '');
      expect(await services.people.get(user.id)).toMatchObject({ mustChangePassword: false });
    });

    it('changes the role: the rights are read again, and the sign-in stays', async () => {
      expect((await services.people.update(user.id, { role: 'admin' }, root)).role).toBe('admin');
      expect((await services.logins.find(login))?.user.role).toBe('admin');
      expect(await services.changesSince(since)).toEqual([{ kind: 'access', subject: user.id, reason: 'role' }]);
      expect(await services.audited('user.update')).toMatchObject([{ detail: { user: 'anna', role: 'admin', before: 'user' } }]);
    });

    it('signs out whoever gets a role that demands a second factor, so that the next sign-in asks for it', async () => {
      const strict = buildServices(services.db, { rule: 'admin' });
      await strict.people.update(user.id, { role: 'admin' }, root);
      expect(await signedIn()).toBe(false);
      expect(await services.changesSince(since)).toContainEqual({ kind: 'login', subject: login, reason: 'signed out' });
    });

    it('signs somebody out everywhere, but for their tokens', async () => {
      const { token } = await services.tokens.create(user, { name: 't' }, root);
      const before = await services.lastChange();
      await services.people.signOut(user.id, root);
      expect([await signedIn(), await canSignIn('anna')]).toEqual([false, true]);
      expect(await services.tokens.find(token)).not.toBeNull();
      expect(await services.changesSince(before)).toEqual([{ kind: 'login', subject: login, reason: 'signed out' }]);
      await expect(services.people.signOut('unknown', root)).rejects.toMatchObject({ code: 'user_not_found' });
    });

    it('changes the display name, which ends nothing, and is found by it', async () => {
      await services.people.update(user.id, { displayName: 'Änne Müller' }, root);
      expect(await signedIn()).toBe(true);
      expect(await services.changesSince(since)).toEqual([]);
      expect((await services.people.list({ q: 'müller ÄNNE', limit: 10 })).items).toMatchObject([{ name: 'anna' }]);
    });

    it('does nothing where nothing differs', async () => {
      await services.people.update(user.id, { role: 'user', disabled: false, displayName: 'anna' }, root);
      await services.people.update(user.id, {}, root);
      expect(await services.changesSince(since)).toEqual([]);
      for (const action of ['user.update', 'user.enable'] as const) expect(await services.audited(action)).toEqual([]);
    });

    it('refuses an unknown user and unknown fields', async () => {
      await expect(services.people.update('unknown', { disabled: true }, root)).rejects.toMatchObject({ code: 'user_not_found' });
      await expect(services.people.update(user.id, { name: 'other' } as never, root)).rejects.toMatchObject({ code: 'invalid' });
    });
  });

  describe('deleting', () => {
    it('takes sign-ins, tokens and consoles with it, and leaves the name in the audit', async () => {
      const user = await services.people.create({ name: 'anna', password: PASSWORD }, root);
      const { id: login } = await services.logins.create(user, from);
      const { token } = await services.tokens.create(user, { name: 't' }, root);
      const since = await services.lastChange();
      await services.people.remove(user.id, root);
      expect([await services.logins.find(login), await services.tokens.find(token), await canSignIn('anna')]).toEqual([null, null, false]);
      await expect(services.people.get(user.id)).rejects.toMatchObject({ code: 'user_not_found' });
      expect(await services.changesSince(since)).toEqual([{ kind: 'user', subject: user.id, reason: 'removed' }]);
      expect(await services.audited('user.remove')).toMatchObject([{ actorName: 'root', detail: { user: 'anna' } }]);
      expect(await services.audited('token.create')).toHaveLength(1);
    });

    it('never deletes oneself', async () => {
      await services.people.create({ name: 'second', password: PASSWORD, role: 'admin' }, root);
      const self = { id: admin.id, name: admin.name, address: '' };
      await expect(services.people.remove(admin.id, self)).rejects.toMatchObject({ code: 'forbidden', message: /own account/ });
      await expect(services.people.remove('unknown', self)).rejects.toMatchObject({ code: 'user_not_found' });
    });

    it('never deletes the last administrator, also of two at the same time', async () => {
      await expect(services.people.remove(admin.id, root)).rejects.toMatchObject({ code: 'last_admin' });
      const second = await services.people.create({ name: 'second', password: PASSWORD, role: 'admin' }, root);
      const elsewhere = buildServices(await test.open());
      const both = await Promise.allSettled([services.people.remove(admin.id, root), elsewhere.people.remove(second.id, root)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await services.people.countActiveAdmins()).toBe(1);
    });
  });

  describe('the last administrator', () => {
    it.each([{ disabled: true }, { role: 'user' as const }])('stays one: %j is refused', async (patch) => {
      await services.people.create({ name: 'user', password: PASSWORD }, root);
      const off = await services.people.create({ name: 'off', password: PASSWORD, role: 'admin' }, root);
      await services.people.update(off.id, { disabled: true }, root);
      await expect(services.people.update(admin.id, { ...patch, displayName: 'x' }, root)).rejects.toMatchObject({
        code: 'last_admin',
        status: 409,
      });
      expect(await services.people.get(admin.id)).toMatchObject({ role: 'admin', disabled: false, displayName: 'admin' });
    });

    it('may leave when there is another', async () => {
      await services.people.create({ name: 'second', password: PASSWORD, role: 'admin' }, root);
      await expect(services.people.update(admin.id, { role: 'user' }, root)).resolves.toMatchObject({ role: 'user' });
    });

    it('is left over when two demote each other at the same time in two processes, every time', async () => {
      const second = await services.people.create({ name: 'second', password: PASSWORD, role: 'admin' }, root);
      const elsewhere = buildServices(await test.open());
      for (let round = 0; round < 10; round++) {
        const answers = await Promise.allSettled([
          services.people.update(admin.id, { role: 'user' }, root),
          elsewhere.people.update(second.id, { disabled: true }, root),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(await services.users.countActiveAdmins()).toBe(1);
        for (const { id } of [admin, second]) await services.people.update(id, { role: 'admin', disabled: false }, root);
      }
    });

    it('may change everything else', async () => {
      await services.people.update(admin.id, { displayName: 'Boss', password: 'another password', role: 'admin', disabled: false }, root);
      expect(await canSignIn('admin', 'another password')).toBe(true);
    });
  });

  describe('changing the own password', () => {
    it('asks for the present one, keeps this sign-in and ends the others', async () => {
      const [here, there] = [await services.logins.create(admin, from), await services.logins.create(admin, from)];
      const since = await services.lastChange();
      const identity = identityOf(admin, here.id);
      await services.people.changePassword(identity, PASSWORD, 'another password', '192.0.2.5');
      expect(await services.logins.find(here.id)).not.toBeNull();
      expect(await services.logins.find(there.id)).toBeNull();
      expect(await services.changesSince(since)).toEqual([{ kind: 'login', subject: there.id, reason: 'signed out' }]);
      expect([await canSignIn('admin'), await canSignIn('admin', 'another password')]).toEqual([false, true]);
      expect(await services.audited('user.password')).toMatchObject([{ actorId: admin.id, address: '192.0.2.5' }]);
    });

    it('refuses a wrong present one beside its field, and a new one that is too short', async () => {
      const change = (current: string, next: string) => services.people.changePassword(identityOf(admin), current, next, '');
      await expect(change('wrong', 'another password')).rejects.toMatchObject({
        code: 'invalid',
        options: { fields: { current: expect.any(String) as string } },
      });
      await expect(change(PASSWORD, 'short')).rejects.toMatchObject({
        code: 'invalid',
        options: { fields: { password: expect.any(String) as string } },
      });
      expect(await canSignIn('admin')).toBe(true);
    });

    it('is no way to guess: it waits with the sign-in', async () => {
      const change = () =>
        services.people.changePassword(identityOf(admin), 'wrong', 'another password', '192.0.2.5').catch((error: unknown) => error);
      for (let time = 0; time < 5; time++) await change();
      expect(await change()).toMatchObject({ code: 'too_many_attempts' });
      expect(await canSignIn('admin')).toBe(false);
    });
  });
});

describe.each(databases)('the list of people on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  const names = Array.from({ length: 250 }, (_, index) => `user-${String(index).padStart(3, '0')}`);
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    await Promise.all(
      names.map((name, index) =>
        services.users.insert({ name, displayName: `100%_${index}`, role: 'user', passwordHash: 'x', createdAt: START }),
      ),
    );
  });
  afterAll(() => test.remove());

  it('is paged in the order of names, each once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await services.people.list({ q: '', limit: 33, cursor });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(names);
  });

  it('tells in one query what each has: invitations, places, factors, groups', async () => {
    const [first, second] = (await services.people.list({ q: '', limit: 2 })).items;
    const user_id = first!.id;
    const { db } = services;
    await db
      .insertInto('invites')
      .values([{ user_id, hash: 'x', created_at: START, expires_at: START + 1 }])
      .execute();
    await db
      .insertInto('invites')
      .values([{ user_id: second!.id, hash: 'x', created_at: START - 2, expires_at: START }])
      .execute();
    const identity = { issuer: 'https://a', user_id, provider: 'keycloak', created_at: START, last_used_at: START };
    await db
      .insertInto('identities')
      .values(['1', '2'].map((subject) => ({ ...identity, subject })))
      .execute();
    await db.insertInto('totp').values({ user_id, secret: '', created_at: START, confirmed_at: START }).execute();
    await db.insertInto('totp').values({ user_id: second!.id, secret: '', created_at: START, confirmed_at: null }).execute();
    for (const name of ['Ops', 'Lab']) {
      const group = await services.groups.create({ name }, root);
      await db.insertInto('claimed_groups').values({ user_id, provider: 'keycloak', key: name.toLowerCase() }).execute();
      if (name === 'Ops') await db.insertInto('memberships').values({ user_id, group_id: group.id, created_at: START }).execute();
    }
    const { items } = await services.people.list({ q: '', limit: 2 });
    expect(items[0]).toMatchObject({ invitedUntil: START + 1, providers: ['keycloak'], totp: true, passkeys: 0 });
    expect(items[0]!.groups.map(({ name }) => name)).toEqual(['Lab', 'Ops']);
    expect(items[1]).toMatchObject({ invitedUntil: null, providers: [], totp: false, groups: [] });
  });

  it.each([
    ['USER-01', 10],
    ['0%_5', 11],
    ['%', 250],
    ['%%', 0],
    ['user 24 100%_24', 10 + 1],
    ['_0_', 0],
    ['\\', 0],
  ])('finds by %j the %i that have every word', async (q, count) => {
    const { items } = await services.people.list({ q, limit: 500 });
    const words = q.toLowerCase().split(' ');
    expect(items.map(({ name }) => name)).toEqual(
      names.filter((name, index) => words.every((word) => `${name}\n100%_${index}`.includes(word))),
    );
    expect(items.length).toBe(count);
  });

  it('refuses a cursor of another list', async () => {
    await expect(services.people.list({ q: '', limit: 5, cursor: Buffer.from('[1,"x"]').toString('base64url') })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
