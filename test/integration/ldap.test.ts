import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTypedName } from '../../server/auth/typed-name';
import { parseEnvironment } from '../../server/config/environment';
import { createAuthority, type Authority } from '../support/certificates';
import { freePort } from '../support/ports';
import { ADMIN, startPortal, type Administrator, type Portal } from '../support/portal';
import { openDirectory } from '../support/directory';
import { BASE, groupDn, personDn, SEARCHER, startSlapd, type Slapd } from '../support/slapd';
import { WebBrowser } from '../support/web-browser';

const PASSWORD = 'of the directory';
let authority: Authority;
let slapd: Slapd;

const people = ['anna', 'bob', 'carl', 'admin', 'dora'].map((uid) => ({ uid, cn: `${uid} of the directory`, password: PASSWORD }));
const named = [
  { uid: 'eva', cn: 'Eva', password: PASSWORD, mail: 'e.berg@mail.example' },
  // Somebody whose address is another person's account name.
  { uid: 'shadow', cn: 'Shadow', password: 'of the shadow', mail: 'eva' },
  { uid: 'one', cn: 'One', password: PASSWORD, mail: 'shared@mail.example' },
  { uid: 'two', cn: 'Two', password: PASSWORD, mail: 'shared@mail.example' },
];
const groups = { team: ['anna', 'bob'], bosses: ['bob'], 'Ops, East+West': ['carl'] };
const startDirectory = async (name: string) => startSlapd(await authority.issue(name), [...people, ...named], groups);

beforeAll(async () => {
  authority = await createAuthority();
  slapd = await startDirectory('directory');
});
afterAll(async () => {
  await slapd.stop();
  authority.stop();
});

const settings = (more: Record<string, string> = {}) => ({
  LDAP_URL: slapd.url,
  LDAP_STARTTLS: 'on',
  LDAP_CA: authority.caFile,
  LDAP_BIND_DN: SEARCHER.dn,
  LDAP_BIND_PASSWORD: SEARCHER.password,
  LDAP_USER_BASE: BASE,
  ...more,
});

describe('the portal', () => {
  let portal: Portal;
  let admin: Administrator;
  beforeAll(async () => {
    // As people write them: blanks, case, escapes and numbers of types; and one that is no name.
    const adminGroups =
      'CN = Bosses , ou=Groups, DC=example,dc=ORG; cn=ops\\2C east\\+west,2.5.4.11=groups,dc=example,dc=org; cn=broken\\zz,dc=x';
    const dead = `ldap://127.0.0.1:${await freePort()}`;
    portal = await startPortal({ env: settings({ LDAP_URL: `${dead} ${slapd.url}`, LDAP_ADMIN_GROUPS: adminGroups }) });
    admin = await portal.admin();
    const team = await admin.api.create<{ id: string }>('/groups', { name: 'Team' });
    await admin.api.addHost('desk', 'vnc://127.0.0.1:5900');
    await admin.api.create('/grants', { subject: { kind: 'group', id: team.id }, target: { kind: 'host', id: 'desk' }, access: 'view' });
  });
  afterAll(() => portal.stop());

  const enter = async (name: string, password = PASSWORD) => {
    const browser = new WebBrowser(portal);
    const { url } = (await browser.submitSignIn(name, password)).json<{ url: string }>();
    return { browser, error: new URL(url).searchParams.get('error') };
  };

  test('lets people of the directory in, with what its groups grant and as what they say', async () => {
    const [anna, bob] = await Promise.all([enter('Anna'), enter('bob')]);
    expect((await anna.browser.get('/api/v1/me')).json()).toMatchObject({
      name: 'anna',
      displayName: 'anna of the directory',
      role: 'user',
      providers: ['ldap'],
      groups: [{ name: 'Team' }],
      hasPassword: false,
    });
    expect((await anna.browser.get('/api/v1/hosts')).json<{ items: { id: string }[] }>().items.map(({ id }) => id)).toEqual(['desk']);
    expect((await bob.browser.get('/api/v1/me')).json()).toMatchObject({ role: 'admin' });
    await slapd.modify(
      `dn: ${groupDn('bosses')}\nchangetype: modify\nadd: member\nmember: ${personDn('carl')}\n-\ndelete: member\nmember: ${personDn('bob')}\n`,
    );
    expect((await (await enter('bob')).browser.get('/api/v1/me')).json()).toMatchObject({ role: 'user' });
  });

  test('compares names of groups as a directory does, and warns of one that is none', async () => {
    expect((await (await enter('carl')).browser.get('/api/v1/me')).json()).toMatchObject({ role: 'admin' });
    expect((await portal.process.line(/.*LDAP_ADMIN_GROUPS.*/))[0]).toContain('cn=broken');
  });

  test('keeps its own accounts apart: a name that is taken here is not the directory’s', async () => {
    expect((await enter(ADMIN.name, PASSWORD)).error).toBe('wrong_credentials');
    expect((await enter(ADMIN.name, ADMIN.password)).error).toBeNull();
  });

  test('answers an unknown name, a wrong password and an empty one alike', async () => {
    expect((await enter('anna', 'wrong')).error).toBe('wrong_credentials');
    expect((await enter('nobody-there')).error).toBe('wrong_credentials');
    expect((await enter('anna', '')).error).toBe('wrong_credentials');
  });

  test('counts guesses at one account together, however its name is typed and whether or not anybody has it', async () => {
    const spellings = (name: string) => [
      name,
      `EXAMPLE\\${name}`,
      `${name}@example.org`,
      ` ${name.toUpperCase()} `,
      `X\\${name}`,
      `${name}\u200B`,
    ];
    for (const name of ['dora', 'nobody-at-all']) {
      const errors: (string | null)[] = [];
      for (const spelling of spellings(name)) errors.push((await enter(spelling, 'wrong')).error);
      expect(errors).toEqual([...Array<string>(5).fill('wrong_credentials'), 'too_many_attempts:30']);
    }
    // A name that the spelling does not show to be the same: the account itself is counted.
    for (let time = 0; time < 5; time++) expect((await enter('e.berg@mail.example', 'wrong')).error).toBe('wrong_credentials');
    expect((await enter('eva')).error).toMatch(/^too_many_attempts/);
  });

  test('lets its own accounts in while the directory is down, and answers all other attempts alike', async () => {
    await slapd.stop();
    try {
      for (const [name, password] of [
        ['anna', PASSWORD],
        [ADMIN.name, 'wrong'],
        ['carl', 'wrong'],
        ['no-such-name', 'x'],
      ] as const) {
        expect([name, (await enter(name, password)).error]).toEqual([name, 'directory_unavailable']);
      }
      expect((await enter(ADMIN.name, ADMIN.password)).error).toBeNull();
      // What gets no answer is counted, for names of the portal and for others.
      await admin.api.create('/users', { name: 'local', password: 'a password of the portal' });
      for (const name of ['local', 'no-such-name-either']) {
        for (let time = 0; time < 5; time++) expect((await enter(name, 'wrong')).error).toBe('directory_unavailable');
        expect((await enter(name, 'wrong')).error).toBe('too_many_attempts:30');
      }
      const rows = await admin.api.must('GET', '/audit?action=login.failure');
      const { items } = rows.json<{ items: { detail: { user?: string; reason?: string } }[] }>();
      expect(items.filter(({ detail }) => detail.user === 'local' && detail.reason === 'wrong password')).toHaveLength(5);
    } finally {
      slapd = await startDirectory('again');
    }
  });
});

describe('the directory', () => {
  const uncounted = () => Promise.resolve();
  const directoryOf = (env: Record<string, string>) => openDirectory(parseEnvironment(env, false).ldap!);
  const ask = (env: Record<string, string>, name = 'anna', password = PASSWORD) =>
    directoryOf(env).signIn(readTypedName(name)!, password, '', uncounted);

  test.each([
    ['EXAMPLE\\anna', 'anna'],
    ['example\\ANNA', 'anna'],
    ['anna@example.org', 'anna'],
    ['anna@EXAMPLE', 'anna'],
    ['ＥＸＡＭＰＬＥ＼ａｎｎａ', 'anna'],
    ['e.berg@mail.example', 'eva'],
    ['eva', 'eva'],
    ['OTHER\\anna', null],
    ['anna@example.com', null],
    ['shared@mail.example', null],
    ['\\anna', null],
    ['EXAMPLE\\', null],
    ['EXAMPLE\\*', null],
  ])('takes %j for %j', async (typed, user) => {
    expect((await ask(settings(), typed))?.user.name ?? null).toBe(user);
  });

  test('knows no other domains than those that are configured', async () => {
    const env = settings({ LDAP_DOMAINS: 'CORP, corp.example' });
    expect(await ask(env, 'corp\\anna')).toMatchObject({ user: { name: 'anna' } });
    expect(await ask(env, 'anna@corp.example')).toMatchObject({ user: { name: 'anna' } });
    expect(await ask(env, 'EXAMPLE\\anna')).toBeNull();
  });

  test('counts an account for every name, and does as much for a name whose password the portal keeps', async () => {
    const counted: string[] = [];
    const count = (account: string) => Promise.resolve(void counted.push(account));
    const directory = directoryOf(settings());
    for (const typed of ['anna', 'EXAMPLE\\anna', 'nobody']) await directory.signIn(readTypedName(typed)!, 'wrong', '', count);
    await directory.pretend(readTypedName('anna')!, count);
    expect(counted.map((account) => account.replace(/[\da-f-]{36}/, 'id'))).toEqual([
      'ldap\nid',
      'ldap\nid',
      'ldap\nnobody nobody',
      'ldap\nnobody anna',
    ]);
    expect(counted[0]).toBe(counted[1]);
  });

  test('is not asked again for a moment once no replica could be reached, whichever name is tried', async () => {
    const attempts: string[] = [];
    const server = createServer((socket) => {
      attempts.push('asked');
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const clock = { now: 0 };
    const url = `ldap://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const directory = openDirectory(parseEnvironment(settings({ LDAP_URL: url }), false).ldap!, () => clock.now);
    const tries = () =>
      Promise.allSettled([
        directory.signIn(readTypedName('anna')!, 'x', '', uncounted),
        directory.pretend(readTypedName('admin')!, uncounted),
      ]);
    await directory.signIn(readTypedName('anna')!, 'x', '', uncounted).catch(() => undefined);
    expect(attempts).toHaveLength(1);
    const refused = { status: 'rejected', reason: expect.objectContaining({ code: 'directory_unavailable' }) as unknown };
    expect(await tries()).toEqual([refused, refused]);
    expect(attempts).toHaveLength(1);
    clock.now = 3000;
    expect(await tries()).toEqual([refused, refused]);
    expect(attempts).toHaveLength(3);
    await new Promise((resolve) => server.close(resolve));
  });

  test('is asked over StartTLS, over LDAPS, and in the clear only where that is said', async () => {
    expect(await ask(settings())).toMatchObject({ user: { name: 'anna' } });
    expect(await ask(settings({ LDAP_URL: slapd.secureUrl, LDAP_STARTTLS: '' }))).toMatchObject({ user: { name: 'anna' } });
    expect(() => parseEnvironment(settings({ LDAP_STARTTLS: 'off' }), false)).toThrow(/^LDAP_URL /);
    expect(await ask(settings({ LDAP_STARTTLS: 'off', LDAP_INSECURE: 'on' }))).toMatchObject({ user: { name: 'anna' } });
  });

  test('is not believed with a certificate of another authority, or for another name', async () => {
    const stranger = await createAuthority();
    const misnamed = await authority.issue('misnamed', { names: 'DNS:directory.example' });
    const other = await startSlapd(misnamed, [{ uid: 'anna', cn: 'anna', password: PASSWORD }], {});
    try {
      for (const url of [slapd.url, slapd.secureUrl]) {
        const env = settings({ LDAP_URL: url, LDAP_STARTTLS: url === slapd.url ? 'on' : '', LDAP_CA: stranger.caFile });
        await expect(ask(env)).rejects.toMatchObject({ code: 'directory_unavailable' });
      }
      for (const url of [other.url, other.secureUrl]) {
        const env = settings({ LDAP_URL: url, LDAP_STARTTLS: url.startsWith('ldaps') ? '' : 'on' });
        await expect(ask(env)).rejects.toMatchObject({ code: 'directory_unavailable' });
      }
    } finally {
      await other.stop();
      stranger.stop();
    }
  });

  test.each(['*', 'an*', '*)(uid=*', 'anna)(objectClass=*', 'anna\\2a', 'anna\0', 'x)(|(uid=*', '\\'])(
    'finds nobody by the name %j',
    async (name) => {
      const typed = readTypedName(name);
      expect(typed && (await directoryOf(settings()).signIn(typed, PASSWORD, '', uncounted))).toBeNull();
    },
  );

  test('takes no empty password, which a directory would take for nobody’s bind', async () => {
    expect(await ask(settings(), 'anna', '')).toBeNull();
  });

  test('tells groups by a search of its own, by short name and whole', async () => {
    const directory = openDirectory(parseEnvironment(settings({ LDAP_GROUP_BASE: `ou=groups,${BASE}` }), false).ldap!);
    await directory.signIn(readTypedName('anna')!, PASSWORD, '', uncounted);
    expect(directory.groups).toEqual(['team', groupDn('team')]);
  });
});
