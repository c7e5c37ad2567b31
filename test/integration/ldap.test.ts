import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

beforeAll(async () => {
  authority = await createAuthority();
  const people = ['anna', 'bob', 'carl', 'admin'].map((uid) => ({ uid, cn: `${uid} of the directory`, password: PASSWORD }));
  slapd = await startSlapd(await authority.issue('directory'), people, { team: ['anna', 'bob'], bosses: ['bob'] });
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
    const dead = `ldap://127.0.0.1:${await freePort()}`;
    portal = await startPortal({ env: settings({ LDAP_URL: `${dead} ${slapd.url}`, LDAP_ADMIN_GROUPS: groupDn('bosses') }) });
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

  test('keeps its own accounts apart: a name that is taken here is not the directory’s', async () => {
    expect((await enter(ADMIN.name, PASSWORD)).error).toBe('wrong_credentials');
    expect((await enter(ADMIN.name, ADMIN.password)).error).toBeNull();
  });

  test('answers an unknown name, a wrong password and an empty one alike', async () => {
    expect((await enter('anna', 'wrong')).error).toBe('wrong_credentials');
    expect((await enter('nobody-there')).error).toBe('wrong_credentials');
    expect((await enter('anna', '')).error).toBe('wrong_credentials');
  });

  test('lets its own accounts in while the directory is down, and tells the others', async () => {
    await slapd.stop();
    const people = ['anna'].map((uid) => ({ uid, cn: uid, password: PASSWORD }));
    try {
      expect((await enter('anna')).error).toBe('directory_unavailable');
      expect((await enter(ADMIN.name, ADMIN.password)).error).toBeNull();
    } finally {
      slapd = await startSlapd(await authority.issue('again'), people, { team: ['anna'] });
    }
  });
});

describe('the directory', () => {
  const ask = (env: Record<string, string>, name = 'anna', password = PASSWORD) =>
    openDirectory(parseEnvironment(env, false).ldap!).signIn(name, password, '');

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
    async (name) => expect(await ask(settings(), name)).toBeNull(),
  );

  test('takes no empty password, which a directory would take for nobody’s bind', async () => {
    expect(await ask(settings(), 'anna', '')).toBeNull();
  });

  test('tells groups by a search of its own, by short name and whole', async () => {
    const directory = openDirectory(parseEnvironment(settings({ LDAP_GROUP_BASE: `ou=groups,${BASE}` }), false).ldap!);
    await directory.signIn('anna', PASSWORD, '');
    expect(directory.groups).toEqual(['team', groupDn('team')]);
  });
});
