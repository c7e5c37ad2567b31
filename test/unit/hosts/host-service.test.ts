import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { text } from '../../../messages/text';
import type { Host, HostPatchInput } from '../../../server/contract/host';
import type { Identity } from '../../../server/auth/identity';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, identityOf, PASSWORD, root, START, type Services } from '../../support/services';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const SECRET = 'vnc secret';

/** What a session would sign in with. */
async function credentialsOf({ hosts }: Services, id: string): Promise<object> {
  return hosts.credentialsIn((await hosts.findStored(id))!);
}

describe.each(databases)('hosts on $name', ({ name, create }) => {
  let test: TestDatabase;
  let services: Services;
  let admin: Identity;
  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
    admin = identityOf(await services.people.create({ name: 'admin', password: PASSWORD, role: 'admin' }, root));
  });
  afterEach(() => test.remove());

  describe('registering', () => {
    it('keeps everything, with addresses in their stored form and defaults for the rest', async () => {
      const host = await services.hosts.create({ id: 'web-1', targets: ['10.0.0.5:1', 'ws://b:6080/websockify?token=x'] }, root);
      expect(host).toEqual({
        ...{ id: 'web-1', name: 'web-1', description: '', tags: [], balance: 'failover', tls: {} },
        targets: ['vnc://10.0.0.5:5901', 'ws://b:6080/websockify?token=x'],
        credentials: { hasPassword: false },
        policy: { clipboard: 'both', record: false, exclusive: false, secondFactor: false },
        ...{ banner: '', keyboard: null },
        ...{ createdAt: START, updatedAt: START },
      });
      expect(await services.hosts.find('web-1')).toEqual(host);
      expect(await services.hosts.get(admin, 'web-1')).toEqual({ ...host, access: 'control', favourite: false, openedAt: null });
      expect(await services.audited('host.create')).toMatchObject([{ actorId: 'root', hostId: 'web-1', detail: { name: 'web-1' } }]);
    });

    it('keeps every option', async () => {
      const input = {
        ...{
          id: 'full',
          name: 'Full',
          description: 'line\nline',
          tags: ['a', 'b', 'a'],
          targets: ['wss://h'],
          balance: 'round-robin' as const,
        },
        tls: { ca: PEM, servername: 'x.example', insecure: false, allowAnonymous: true },
        credentials: { username: 'root', password: SECRET },
        policy: { clipboard: 'none' as const, record: true, exclusive: true, secondFactor: true, maxViewers: 3 },
        banner: 'Ask first.\nThen restart.',
        keyboard: 'de' as const,
      };
      expect(await services.hosts.create(input, root)).toMatchObject({
        ...input,
        tags: ['a', 'b'],
        targets: ['wss://h:443/'],
        credentials: { username: 'root', hasPassword: true },
      });
    });

    it('refuses an id that is taken, and leaves the one that has it alone', async () => {
      await services.hosts.create({ id: 'x', name: 'First', targets: ['a'] }, root);
      await expect(services.hosts.create({ id: 'x', name: 'Second', tags: ['t'], targets: ['b'] }, root)).rejects.toMatchObject({
        code: 'host_exists',
        status: 409,
      });
      expect(await services.hosts.find('x')).toMatchObject({ name: 'First', tags: [] });
      expect(await services.audited('host.create')).toHaveLength(1);
    });

    it.each([
      [{ id: 'Not An Id', targets: ['a'] }, 'id'],
      [{ id: 'x', targets: [] }, 'targets'],
      [{ id: 'x', targets: ['a', 'a:0'] }, 'targets'],
      [{ id: 'x', targets: ['a', 'ftp://b'] }, 'targets.1'],
      [{ id: 'x', targets: ['a'], tags: ['has space'] }, 'tags.0'],
      [{ id: 'x', targets: ['a'], tls: { ca: 'not pem' } }, 'tls.ca'],
      [{ id: 'x', targets: ['a'], policy: { clipboard: 'maybe' } }, 'policy.clipboard'],
      [{ id: 'x', targets: ['a'], banner: 'x'.repeat(501) }, 'banner'],
      [{ id: 'x', targets: ['a'], banner: 'bell\x07' }, 'banner'],
      [{ id: 'x', targets: ['a'], keyboard: 'klingon' }, 'keyboard'],
    ])('refuses %j and names the field', async (input, field) => {
      await expect(services.hosts.create(input as never, root)).rejects.toMatchObject({
        code: 'invalid',
        options: { fields: { [field]: expect.any(String) as string } },
      });
    });

    it('refuses an address that the portal may not connect to, beside its field', async () => {
      services.refused.set('vnc://169.254.169.254:5900', text('fields.targetNotAllowed'));
      const answer = services.hosts.create({ id: 'x', targets: ['a', '169.254.169.254'] }, root);
      await expect(answer).rejects.toMatchObject({
        code: 'invalid',
        options: { fields: { 'targets.1': expect.stringContaining('may not connect') as string } },
      });
      await services.hosts.create({ id: 'x', targets: ['a'] }, root);
      await expect(services.hosts.update('x', { targets: ['169.254.169.254'] }, root)).rejects.toMatchObject({ code: 'invalid' });
    });
  });

  describe('the stored password', () => {
    const stored = async () => JSON.stringify(await services.db.selectFrom('hosts').selectAll().execute());
    beforeEach(() => services.hosts.create({ id: 'h', targets: ['a'], credentials: { username: 'u', password: SECRET } }, root));

    it('is sealed, given to the gateway only, and in no list, audit or answer', async () => {
      expect(await credentialsOf(services, 'h')).toEqual({ username: 'u', password: SECRET });
      const shown = JSON.stringify([
        await services.hosts.find('h'),
        await services.hosts.get(admin, 'h'),
        await services.hosts.all(),
        await services.audit.list({ limit: 500 }),
      ]);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain('v1.');
      expect(await stored()).not.toContain(SECRET);
    });

    it('is no use in the row of another host', async () => {
      await services.hosts.create({ id: 'mine', targets: ['evil'] }, root);
      const { vnc_password } = await services.db.selectFrom('hosts').select('vnc_password').where('id', '=', 'h').executeTakeFirstOrThrow();
      await services.db.updateTable('hosts').set({ vnc_password }).where('id', '=', 'mine').execute();
      await expect(credentialsOf(services, 'mine')).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining('Enter it again') as string,
      });
    });

    it('stays when it is not mentioned, is replaced, is forgotten', async () => {
      await services.hosts.update('h', { credentials: { username: 'v' } }, root);
      expect(await credentialsOf(services, 'h')).toEqual({ username: 'v', password: SECRET });
      await services.hosts.update('h', { credentials: { password: 'new' } }, root);
      expect(await credentialsOf(services, 'h')).toEqual({ username: 'v', password: 'new' });
      const host = await services.hosts.update('h', { credentials: { username: null, password: null } }, root);
      expect(host.credentials).toEqual({ hasPassword: false });
      expect(await credentialsOf(services, 'h')).toEqual({});
      expect(await stored()).not.toContain('v1.');
    });

    it('can be replaced after the secret of the portal was lost', async () => {
      const other = buildServices(services.db, { secret: Buffer.from('another secret of another portal') });
      await expect(credentialsOf(other, 'h')).rejects.toMatchObject({ code: 'internal' });
      await other.hosts.update('h', { credentials: { password: SECRET } }, root);
      expect(await credentialsOf(other, 'h')).toMatchObject({ password: SECRET });
    });
  });

  describe('the stored password goes with the targets and verification that it was stored for', () => {
    const tls = { ca: PEM, allowAnonymous: true };
    beforeEach(() =>
      services.hosts.create({ id: 'h', targets: ['a', 'ws://b/x'], tls, credentials: { username: 'u', password: SECRET } }, root),
    );

    it.each<[string, HostPatchInput]>([
      ['another target', { targets: ['evil'], credentials: { username: 'v' } }],
      ['other TLS options', { tls: { ...tls, insecure: true } }],
    ])('and is forgotten with %s', async (_, patch) => {
      const since = await services.lastChange();
      const host = await services.hosts.update('h', patch, root);
      expect(host.credentials).toEqual({ username: patch.credentials?.username ?? 'u', hasPassword: false });
      expect(await credentialsOf(services, 'h')).not.toHaveProperty('password');
      expect(await services.changesSince(since)).toEqual([{ kind: 'host', subject: 'h', reason: 'changed' }]);
      const [row] = await services.audited('host.update');
      expect(row?.detail['changed']).toContain('credentials');
    });

    it('and stays with fewer of them, written otherwise, and with another name and rule', async () => {
      await services.hosts.update('h', { targets: ['ws://b:80/x'], name: 'New', policy: { clipboard: 'none' } }, root);
      expect(await credentialsOf(services, 'h')).toEqual({ username: 'u', password: SECRET });
    });

    it('and does not come back with a target that was removed and added again', async () => {
      await services.hosts.update('h', { targets: ['a'] }, root);
      await services.hosts.update('h', { targets: ['a', 'evil'] }, root);
      await services.hosts.update('h', { targets: ['a'] }, root);
      expect(await credentialsOf(services, 'h')).toEqual({ username: 'u' });
    });

    it('and stays when the change has it, or is the new one that the change has', async () => {
      await services.hosts.update('h', { targets: ['other'], credentials: { password: SECRET } }, root);
      expect(await credentialsOf(services, 'h')).toEqual({ username: 'u', password: SECRET });
      await services.hosts.update('h', { tls: {}, credentials: { password: 'new' } }, root);
      expect(await credentialsOf(services, 'h')).toEqual({ username: 'u', password: 'new' });
    });
  });

  describe('what a host showed first', () => {
    const pin = Array(32).fill('AB').join(':');
    let seen: Host;
    beforeEach(async () => {
      const password = SECRET;
      const tls = { trustOnFirstUse: true };
      seen = await services.hosts.create({ id: 'h', targets: ['vncs://a', 'vncs://b'], tls, credentials: { password } }, root);
    });

    it('is remembered, and the password stays', async () => {
      await services.hosts.rememberPin(seen, 'vncs://a:5900', { pin });
      expect((await services.hosts.find('h'))?.tls).toEqual({ trustOnFirstUse: true, pin });
      expect(await credentialsOf(services, 'h')).toEqual({ password: SECRET });
    });

    it.each<[string, HostPatchInput]>([
      ['that was removed meanwhile', { targets: ['vncs://b'] }],
      ['of a host whose verification was changed meanwhile', { tls: { trustOnFirstUse: true, servername: 'b' } }],
    ])('is not remembered of a target %s', async (_, patch) => {
      await services.hosts.update('h', patch, root);
      await services.hosts.rememberPin(seen, 'vncs://a:5900', { pin });
      expect((await services.hosts.find('h'))?.tls).not.toHaveProperty('pin');
    });

    it('is not joined by another certificate, nor by a key of another kind', async () => {
      const keyPin = Array(32).fill('CD').join(':');
      const remember = (shown: { pin?: string; keyPin?: string }) => services.hosts.rememberPin(seen, 'vncs://a:5900', shown);
      expect(await remember({})).toBe(true);
      expect(await remember({ pin })).toBe(true);
      expect(await remember({ pin })).toBe(true);
      expect([await remember({ pin: keyPin }), await remember({ keyPin })]).toEqual([false, false]);
      expect((await services.hosts.find('h'))?.tls).toEqual({ trustOnFirstUse: true, pin });
    });

    it('stays when the targets change, and is forgotten with the password when an administrator empties it', async () => {
      await services.hosts.rememberPin(seen, 'vncs://a:5900', { pin });
      await services.hosts.update('h', { targets: ['vncs://c'], credentials: { password: SECRET } }, root);
      expect((await services.hosts.find('h'))?.tls).toMatchObject({ pin });
      const emptied = await services.hosts.update('h', { tls: { trustOnFirstUse: true } }, root);
      expect([emptied.tls, emptied.credentials]).toEqual([{ trustOnFirstUse: true }, { hasPassword: false }]);
    });
  });

  describe('changing', () => {
    let since: number;
    beforeEach(async () => {
      const tls = { ca: PEM };
      await services.hosts.create(
        {
          id: 'h',
          name: 'H',
          tags: ['t'],
          targets: ['a', 'b'],
          tls,
          credentials: { username: 'u', password: SECRET },
          policy: { maxViewers: 2 },
        },
        root,
      );
      since = await services.lastChange();
      services.clock.pass(1000);
    });

    it.each<[string, HostPatchInput]>([
      ['the name', { name: 'New' }],
      ['the description', { description: 'New' }],
      ['the tags', { tags: ['t', 'u'] }],
      ['all three', { name: 'New', description: 'x', tags: ['u', 't'] }],
      ['the keyboard', { keyboard: 'jp' }],
    ])('%s ends no console', async (_, patch) => {
      expect(await services.hosts.update('h', patch, root)).toMatchObject({ ...patch, updatedAt: START + 1000 });
      expect(await services.changesSince(since)).toEqual([]);
      expect(await services.audited('host.update')).toHaveLength(1);
    });

    it('the banner ends no console, and is told to those that show it', async () => {
      const banner = 'Ask the web team\r\nbefore you restart it.\n';
      expect(await services.hosts.update('h', { banner }, root)).toMatchObject({ banner: 'Ask the web team\nbefore you restart it.' });
      expect(await services.changesSince(since)).toEqual([{ kind: 'banner', subject: 'h', reason: 'changed' }]);
      expect(await services.audited('host.update')).toMatchObject([{ detail: { changed: 'banner' } }]);
      expect(await services.hosts.update('h', { banner: '' }, root)).toMatchObject({ banner: '' });
    });

    it('a layout that this version does not know any more is none', async () => {
      await services.db.updateTable('hosts').set({ keyboard: 'klingon' }).where('id', '=', 'h').execute();
      expect(await services.hosts.find('h')).toMatchObject({ keyboard: null });
    });

    it.each<[string, HostPatchInput]>([
      ['a target', { targets: ['a', 'c'] }],
      ['the order of targets', { targets: ['b', 'a'] }],
      ['the balance', { balance: 'round-robin' }],
      ['the TLS options', { tls: { insecure: true } }],
      ['the user name', { credentials: { username: 'v' } }],
      ['the password', { credentials: { password: 'another' } }],
      ['the password to none', { credentials: { password: null } }],
      ['the clipboard policy', { policy: { clipboard: 'none' } }],
      ['the limit of viewers', { policy: { maxViewers: null } }],
      ['the second factor', { policy: { secondFactor: true } }],
      ['a target and the name', { name: 'New', targets: ['c'] }],
    ])('%s ends its consoles', async (_, patch) => {
      await services.hosts.update('h', patch, root);
      expect(await services.changesSince(since)).toEqual([{ kind: 'host', subject: 'h', reason: 'changed' }]);
      expect(await services.audited('host.update')).toHaveLength(1);
    });

    it.each<[string, HostPatchInput]>([
      ['nothing', {}],
      [
        'everything to what it is',
        {
          name: 'H',
          tags: ['t'],
          targets: ['a:0', 'b'],
          tls: { ca: PEM },
          balance: 'failover',
          policy: { clipboard: 'both', maxViewers: 2 },
        },
      ],
      ['the password to what it is', { credentials: { username: 'u', password: SECRET } }],
    ])('%s does nothing', async (_, patch) => {
      expect(await services.hosts.update('h', patch, root)).toMatchObject({ updatedAt: START });
      expect(await services.changesSince(since)).toEqual([]);
      expect(await services.audited('host.update')).toEqual([]);
    });

    it('credentials that have just opened a console are kept and audited, and end no console', async () => {
      await services.hosts.keepCredentials('h', { username: 'v', password: 'typed' }, root);
      expect(await credentialsOf(services, 'h')).toEqual({ username: 'v', password: 'typed' });
      expect(await services.changesSince(since)).toEqual([]);
      const [row] = await services.audited('host.update');
      expect(row).toMatchObject({ hostId: 'h', actorName: 'root', detail: { changed: 'credentials' } });
      expect(JSON.stringify(row)).not.toContain('typed');
    });

    it('takes single policies and the limit of viewers away', async () => {
      expect((await services.hosts.update('h', { policy: { record: true } }, root)).policy).toEqual({
        clipboard: 'both',
        record: true,
        exclusive: false,
        secondFactor: false,
        maxViewers: 2,
      });
      expect((await services.hosts.update('h', { policy: { maxViewers: null } }, root)).policy).toEqual({
        clipboard: 'both',
        record: true,
        exclusive: false,
        secondFactor: false,
      });
    });

    it('says in the audit what was changed, but not to what', async () => {
      await services.hosts.update('h', { name: 'New', targets: ['ws://x/?token=abc'], credentials: { password: 'pw-in-audit' } }, root);
      const [row] = await services.audited('host.update');
      expect(row).toMatchObject({ hostId: 'h', actorName: 'root', detail: { name: 'H', changed: 'name, targets, credentials' } });
      expect(JSON.stringify({ ...row, id: '', hash: '' })).not.toMatch(/abc|pw-in-audit/);
    });

    it('is found by the new words and no more by the old', async () => {
      await services.hosts.update('h', { name: 'Renamed', tags: ['fresh'], targets: ['elsewhere'] }, root);
      const total = async (q: string) => (await services.hosts.list(admin, { q, sort: 'name', limit: 5 })).total;
      expect([await total('renamed fresh elsewhere:5900'), await total('vnc://a')]).toEqual([1, 0]);
      expect(await services.hosts.tags(admin)).toEqual([{ tag: 'fresh', hosts: 1 }]);
    });

    it('by two at the same time loses neither, every time', async () => {
      // Two SQLite connections in one process wait for each other inside libsql's threads; the portal has one, and a queue.
      const other = name === 'SQLite' ? services : buildServices(await test.open());
      for (const on of [true, false, true, false, true]) {
        await Promise.all([
          services.hosts.update('h', { policy: { record: on } }, root),
          other.hosts.update('h', { policy: { exclusive: on } }, root),
          services.hosts.update('h', { description: `both ${String(on)}` }, root),
        ]);
        expect(await services.hosts.find('h')).toMatchObject({ description: `both ${String(on)}`, policy: { record: on, exclusive: on } });
      }
    });

    it('falls back to the id for a name that is emptied, and refuses an unknown host', async () => {
      expect((await services.hosts.update('h', { name: '' }, root)).name).toBe('h');
      await expect(services.hosts.update('unknown', { name: 'x' }, root)).rejects.toMatchObject({ code: 'host_not_found' });
      await expect(services.hosts.update('h', { id: 'other' } as never, root)).rejects.toMatchObject({ code: 'invalid' });
    });
  });

  it('are removed with their tags and visits, and their consoles end', async () => {
    await services.hosts.create({ id: 'h', targets: ['a'], tags: ['t'] }, root);
    await services.hosts.setFavourite(admin.user.id, 'h', true);
    const since = await services.lastChange();
    await services.hosts.remove('h', root);
    expect(await services.changesSince(since)).toEqual([{ kind: 'host', subject: 'h', reason: 'removed' }]);
    expect(await services.audited('host.remove')).toMatchObject([{ hostId: 'h', detail: { name: 'h' } }]);
    expect([await services.hosts.find('h'), await services.hosts.tags(admin)]).toEqual([null, []]);
    await expect(services.hosts.remove('h', root)).rejects.toMatchObject({ code: 'host_not_found' });
    await services.hosts.create({ id: 'h', targets: ['a'] }, root);
    expect((await services.hosts.get(admin, 'h')).favourite).toBe(false);
  });

  it('become favourites and not again, independent of when they were opened', async () => {
    await services.hosts.create({ id: 'h', targets: ['a'] }, root);
    const { id } = admin.user;
    await services.hosts.setFavourite(id, 'h', true);
    await services.hosts.setFavourite(id, 'h', true);
    services.clock.pass(5);
    await services.hosts.markOpened([{ userId: id, hostId: 'h', at: services.clock.time }]);
    expect(await services.hosts.get(admin, 'h')).toMatchObject({ favourite: true, openedAt: START + 5 });
    await services.hosts.setFavourite(id, 'h', false);
    expect(await services.hosts.get(admin, 'h')).toMatchObject({ favourite: false, openedAt: START + 5 });
    await expect(services.hosts.setFavourite(id, 'gone', true)).rejects.toMatchObject({ code: 'host_not_found' });
    await services.hosts.markOpened([
      { userId: id, hostId: 'gone', at: START },
      { userId: id, hostId: 'h', at: START + 6 },
    ]);
  });

  it('are all there for the prober, with what it needs', async () => {
    await services.hosts.create({ id: 'b', targets: ['ws://x'], tls: { insecure: true } }, root);
    await services.hosts.create({ id: 'a', targets: ['y'] }, root);
    expect(await services.hosts.all()).toEqual([
      { id: 'a', targets: ['vnc://y:5900'], tls: {}, updatedAt: START },
      { id: 'b', targets: ['ws://x:80/'], tls: { insecure: true }, updatedAt: START },
    ]);
  });
});
