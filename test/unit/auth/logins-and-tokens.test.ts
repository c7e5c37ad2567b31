import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LOGIN_LIFETIME_MS } from '../../../server/auth/login-service';
import type { User } from '../../../server/contract/people';
import { fullScope } from '../../../server/contract/token-scope';
import { TokenRepository } from '../../../server/auth/token-repository';
import { TokenService } from '../../../server/auth/token-service';
import { databases, silent, type TestDatabase } from '../../support/databases';
import { buildServices, DAY, HOUR, MINUTE, PASSWORD, root, START, type Services } from '../../support/services';

const from = { address: '192.0.2.1', userAgent: 'Browser/1.0' };
let names = 0;

class Unwritable extends TokenRepository {
  override used(): Promise<void> {
    return Promise.reject(new Error('nothing is written'));
  }
}

describe.each(databases)('on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let user: User;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
  });
  beforeEach(async () => {
    services.clock.time = START;
    user = await services.people.create({ name: `user-${++names}`, password: PASSWORD }, root);
  });
  afterAll(() => test.remove());
  const actor = () => ({ id: user.id, name: user.name, address: '192.0.2.1' });

  describe('a sign-in', () => {
    it('holds for twelve hours to the millisecond, however busy', async () => {
      const { id, expiresAt } = await services.logins.create(user, from);
      expect([LOGIN_LIFETIME_MS, expiresAt]).toEqual([12 * HOUR, START + 12 * HOUR]);
      for (let hour = 0; hour < 11; hour++) {
        services.clock.pass(HOUR);
        expect(await services.logins.find(id)).not.toBeNull();
      }
      services.clock.pass(HOUR - 1);
      expect((await services.logins.find(id))?.via.expiresAt).toBe(expiresAt);
      services.clock.pass(1);
      expect(await services.logins.find(id)).toBeNull();
      expect(await services.logins.list(user.id)).toEqual([]);
    });

    it('is swept away after it has expired, when somebody signs in', async () => {
      const { id } = await services.logins.create(user, from);
      services.clock.pass(12 * HOUR);
      await services.logins.create(user, from);
      expect(await services.db.selectFrom('logins').select('id').where('id', '=', id).execute()).toEqual([]);
    });

    it('is nobody when unknown, ended, or of a disabled user', async () => {
      const one = await services.logins.create(user, from);
      const two = await services.logins.create(user, from);
      await services.logins.end(one.id, { userId: user.id, actor: actor() });
      expect(await services.logins.find(one.id)).toBeNull();
      expect(await services.logins.find('unknown')).toBeNull();
      await services.db.updateTable('users').set({ disabled: 1 }).where('id', '=', user.id).execute();
      expect(await services.logins.find(two.id)).toBeNull();
    });

    it('notes at most once a minute when it was last seen', async () => {
      const { id } = await services.logins.create(user, from);
      const seen = async (after: number): Promise<number> => {
        services.clock.pass(after);
        await services.logins.find(id);
        return (await services.logins.list(user.id))[0]!.lastSeenAt - START;
      };
      expect([await seen(59_999), await seen(1), await seen(30_000), await seen(30_000)]).toEqual([0, MINUTE, MINUTE, 2 * MINUTE]);
    });

    it('is ended by its user only, once, and the change tells its consoles', async () => {
      const { id } = await services.logins.create(user, from);
      const other = await services.people.create({ name: `other-${names}`, password: PASSWORD }, root);
      const before = await services.lastChange();
      await expect(services.logins.end(id, { userId: other.id, actor: root })).rejects.toMatchObject({ code: 'login_not_found' });
      expect(await services.logins.find(id)).not.toBeNull();
      await services.logins.end(id, { userId: user.id, actor: actor() });
      await expect(services.logins.end(id, { userId: user.id, actor: actor() })).rejects.toMatchObject({ code: 'login_not_found' });
      expect(await services.changesSince(before)).toEqual([{ kind: 'login', subject: id, reason: 'signed out' }]);
      expect((await services.audited('login.end'))[0]).toMatchObject({ actorName: user.name, address: '192.0.2.1' });
    });

    it('ends with all of the user, but for one where that is wanted', async () => {
      const ids = [];
      for (let count = 0; count < 3; count++) ids.push((await services.logins.create(user, from)).id);
      const before = await services.lastChange();
      expect(await services.logins.endAll(user.id, { except: ids[1]!, actor: actor() })).toBe(2);
      expect((await services.logins.list(user.id)).map(({ id }) => id)).toEqual([ids[1]]);
      expect((await services.changesSince(before)).map(({ subject }) => subject).sort()).toEqual([ids[0], ids[2]].sort());
      expect(await services.logins.endAll(user.id, { actor: actor() })).toBe(1);
      expect(await services.logins.endAll(user.id, { actor: actor() })).toBe(0);
    });

    it('is signed out by whoever holds it, and a second time without an error', async () => {
      const { id } = await services.logins.create(user, from);
      await services.logins.signOut(id);
      await services.logins.signOut(id);
      expect(await services.logins.find(id)).toBeNull();
      expect((await services.audited('login.end'))[0]).toMatchObject({ actorId: user.id, address: from.address });
    });

    it('keeps a bounded, printable user agent', async () => {
      await services.logins.create(user, { ...from, userAgent: `a\n\0b${'x'.repeat(1000)}` });
      const [login] = await services.logins.list(user.id);
      expect(login!.userAgent).toMatch(/^abx{296}$/);
    });
  });

  describe('an API token', () => {
    it('is shown once, is stored as its SHA-256 only, and finds its user', async () => {
      const created = await services.tokens.create(user, { name: 'backup', expiresInDays: null }, actor());
      expect(created.token).toMatch(/^vp_[A-Za-z0-9_-]{43}$/);
      expect(await services.tokens.find(created.token)).toEqual({
        user: { id: user.id, name: user.name, displayName: user.displayName, role: 'user', locale: null },
        via: { kind: 'token', id: created.id, expiresAt: null, provider: '', factorAt: null, provedAt: null, scope: fullScope },
      });
      const rows = JSON.stringify([
        await services.db.selectFrom('tokens').selectAll().execute(),
        await services.audited('token.create'),
        await services.tokens.list(user.id),
      ]);
      expect(rows).not.toContain(created.token);
      expect(rows).not.toContain(created.token.slice(3, 20));
    });

    it('keeps what it may do of what its owner may, and whoever tampers with that finds nothing', async () => {
      const scope = { powers: ['read' as const, 'connect' as const, 'read' as const], hosts: ['web', 'web'], tags: [] };
      const created = await services.tokens.create(user, { name: 'narrow', scope }, actor());
      const kept = { powers: ['read', 'connect'], hosts: ['web'], tags: [] };
      expect(created.scope).toEqual(kept);
      expect((await services.tokens.find(created.token))?.via.scope).toEqual(kept);
      expect((await services.tokens.list(user.id)).map((token) => token.scope)).toContainEqual(kept);
      expect((await services.audited('token.create'))[0]?.detail).toMatchObject({ powers: 'read, connect', hosts: 'web', tags: '' });
      await expect(services.tokens.create(user, { name: 'none', scope: { powers: [] } }, actor())).rejects.toMatchObject({
        code: 'invalid',
      });
      await services.db.updateTable('tokens').set({ scope: '{"powers":["root"]}' }).where('id', '=', created.id).execute();
      await expect(services.tokens.find(created.token)).rejects.toThrow();
      await services.db.deleteFrom('tokens').where('id', '=', created.id).execute();
    });

    it('may all that its owner may, and what was made before there was a power over people has none', async () => {
      const created = await services.tokens.create(user, { name: 'all' }, actor());
      expect(created.scope.powers).toContain('people');
      await services.db.updateTable('tokens').set({ scope: null }).where('id', '=', created.id).execute();
      expect((await services.tokens.find(created.token))?.via.scope).toEqual({ powers: ['read', 'connect', 'manage'] });
    });

    it('expires after 90 days where nothing else was asked for, and never only where that was', async () => {
      expect(await services.tokens.create(user, { name: 'usual' }, actor())).toMatchObject({ expiresAt: START + 90 * DAY });
      expect(await services.tokens.create(user, { name: 'for ever', expiresInDays: null }, actor())).toMatchObject({ expiresAt: null });
      expect(await services.people.get(user.id)).toMatchObject({ tokens: 2 });
      services.clock.pass(90 * DAY);
      expect(await services.people.get(user.id)).toMatchObject({ tokens: 1 });
    });

    it('is one of at most 200 of its owner', async () => {
      const row = { user_id: user.id, name: 'many', created_at: START, expires_at: null, last_used_at: null, scope: null };
      const rows = Array.from({ length: 199 }, (_, n) => ({
        ...row,
        id: `${user.id}-${n}`,
        hash: `${user.id}-${n}`,
        last_used_address: null,
      }));
      await services.db.insertInto('tokens').values(rows).execute();
      await services.tokens.create(user, { name: 'the last' }, actor());
      await expect(services.tokens.create(user, { name: 'too many' }, actor())).rejects.toMatchObject({ code: 'bad_request' });
    });

    it('goes with all of its user at once, and the audit names each', async () => {
      const kept = await services.tokens.create(await services.people.create({ name: `other-${names}` }, root), { name: 'kept' }, root);
      const gone = [await services.tokens.create(user, { name: 'a' }, actor()), await services.tokens.create(user, { name: 'b' }, actor())];
      const before = await services.lastChange();
      expect(await services.tokens.revokeAll(user.id, root)).toBe(2);
      expect((await services.changesSince(before)).map(({ kind, subject }) => `${kind} ${subject}`).sort()).toEqual(
        gone.map(({ id }) => `token ${id}`).sort(),
      );
      for (const { token } of gone) expect(await services.tokens.find(token)).toBeNull();
      expect(await services.tokens.find(kept.token)).not.toBeNull();
      const audit = (await services.audited('token.revoke')).slice(0, 2);
      expect(audit.map(({ actorName, detail }) => [actorName, detail.user, detail.token]).sort()).toEqual(
        ['a', 'b'].map((name) => ['root', user.name, name]),
      );
      expect(await services.tokens.revokeAll(user.id, root)).toBe(0);
    });

    it('expires on the day that was asked for', async () => {
      const { token, expiresAt } = await services.tokens.create(user, { name: 'short', expiresInDays: 2 }, actor());
      expect(expiresAt).toBe(START + 2 * DAY);
      services.clock.pass(2 * DAY - 1);
      expect((await services.tokens.find(token))?.via.expiresAt).toBe(expiresAt);
      services.clock.pass(1);
      expect(await services.tokens.find(token)).toBeNull();
      expect(await services.tokens.list(user.id)).toHaveLength(1);
    });

    it.each([
      '',
      'vp_',
      'vp_x',
      `vp_${'a'.repeat(44)}`,
      `vp_${'a'.repeat(42)}=`,
      `xx_${'a'.repeat(43)}`,
      `vp_${'a'.repeat(43)}\n`,
      `vp_${'a'.repeat(43)}`,
    ])('is nobody when it is %j', async (token) => {
      expect(await services.tokens.find(token)).toBeNull();
    });

    it('is nobody when one letter differs, its user is disabled, or it was revoked', async () => {
      const { token, id } = await services.tokens.create(user, { name: 'x' }, actor());
      const last = token.at(-2) === 'A' ? 'B' : 'A';
      expect(await services.tokens.find(token.slice(0, -2) + last + token.at(-1)!)).toBeNull();
      await services.db.updateTable('users').set({ disabled: 1 }).where('id', '=', user.id).execute();
      expect(await services.tokens.find(token)).toBeNull();
      await services.db.updateTable('users').set({ disabled: 0 }).where('id', '=', user.id).execute();
      expect(await services.tokens.find(token)).not.toBeNull();

      const before = await services.lastChange();
      await expect(services.tokens.revoke(id, 'somebody else', actor())).rejects.toMatchObject({ code: 'token_not_found' });
      await services.tokens.revoke(id, user.id, actor());
      expect(await services.tokens.find(token)).toBeNull();
      expect(await services.changesSince(before)).toEqual([{ kind: 'token', subject: id, reason: 'revoked' }]);
      await expect(services.tokens.revoke(id, user.id, actor())).rejects.toMatchObject({ code: 'token_not_found' });
    });

    it('notes at most once a minute when it was last used', async () => {
      const { token } = await services.tokens.create(user, { name: 'x' }, actor());
      const used = async (after: number): Promise<number> => {
        services.clock.pass(after);
        await services.tokens.find(token, `192.0.2.${after % 200}`);
        return (await services.tokens.list(user.id))[0]!.lastUsedAt! - START;
      };
      expect((await services.tokens.list(user.id))[0]!.lastUsedAt).toBeNull();
      expect([await used(5), await used(59_999), await used(1)]).toEqual([5, 5, MINUTE + 5]);
      expect((await services.tokens.list(user.id))[0]).toMatchObject({ lastUsedAddress: '192.0.2.1' });
      // Nobody who uses a token waits for that to be written, nor is refused when it cannot be.
      services.clock.pass(HOUR);
      const parts = { tokens: new Unwritable(services.db), changes: services.changes, audit: services.audit, log: silent };
      expect(await new TokenService({ ...parts, now: services.clock.now }).find(token)).not.toBeNull();
    });

    it.each([
      [{ name: '' }, 'name'],
      [{ name: 'x', expiresInDays: 0 }, 'expiresInDays'],
      [{ name: 'x', expiresInDays: 3651 }, 'expiresInDays'],
    ])('is refused when asked for as %j', async (input, field) => {
      await expect(services.tokens.create(user, input, actor())).rejects.toMatchObject({
        code: 'invalid',
        options: { fields: { [field]: expect.any(String) as string } },
      });
    });
  });
});
