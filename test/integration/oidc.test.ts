import { UnsecuredJWT, generateKeyPair, type JWTPayload } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import { beginAt, CLIENT, OpenIdProvider } from '../support/openid-provider';
import { freePort } from '../support/ports';
import { startPortal, type Administrator, type Portal } from '../support/portal';
import { WebBrowser } from '../support/web-browser';
import { within } from '../support/waiting';

/** What a revocation promises, ms. */
const A_SECOND = 1000;

let home: OpenIdProvider;
let other: OpenIdProvider;
/** Other ones than RS256 sign at providers of their own. */
const ALGORITHMS = ['ES256', 'PS256', 'EdDSA'] as const;
let signing: OpenIdProvider[];
let portal: Portal;
let admin: Administrator;
let echo: Awaited<ReturnType<typeof startEcho>>;

beforeAll(async () => {
  [home, other, echo] = await Promise.all([OpenIdProvider.listen(), OpenIdProvider.listen(), startEcho()]);
  signing = await Promise.all(ALGORITHMS.map((algorithm) => OpenIdProvider.listen(algorithm)));
  const of = (id: string, issuer: string) => ({
    [`OIDC_${id}_ISSUER`]: issuer,
    [`OIDC_${id}_CLIENT_ID`]: CLIENT.id,
    [`OIDC_${id}_CLIENT_SECRET`]: CLIENT.secret,
  });
  const env = {
    OIDC_PROVIDERS: ['home,other,down', ...ALGORITHMS].join(),
    ...(Object.assign({}, ...ALGORITHMS.map((algorithm, index) => of(algorithm.toUpperCase(), signing[index]!.issuer))) as object),
    ...of('HOME', home.issuer),
    OIDC_HOME_NAME: 'Home of all',
    OIDC_HOME_ADMIN_GROUPS: 'Admins',
    ...of('OTHER', other.issuer),
    OIDC_OTHER_ALLOWED_GROUPS: 'guests',
    ...of('DOWN', `http://127.0.0.1:${await freePort()}`),
  };
  portal = await startPortal({ env });
  admin = await portal.admin();
  await Promise.all([
    home.serve(portal.url, 'home'),
    other.serve(portal.url, 'other'),
    ...signing.map((provider, index) => provider.serve(portal.url, ALGORITHMS[index]!.toLowerCase())),
    admin.api.addHost('desk', echo.url),
  ]);
  const team = await admin.api.create<{ id: string }>('/groups', { name: 'Team' });
  await admin.api.create('/grants', { subject: { kind: 'group', id: team.id }, target: { kind: 'host', id: 'desk' }, access: 'control' });
  home.accounts.set('sub-anna', { name: 'Anna Berg', preferred_username: 'Anna.Berg', email: 'anna@example.org', groups: ['/Team', 'x'] });
  other.accounts.set('sub-anna', { name: 'Anna Berg', preferred_username: 'anna.berg', email: 'anna@example.org', groups: ['guests'] });
});
afterAll(async () => {
  await portal.stop();
  await Promise.all([home.stop(), other.stop(), ...signing.map((provider) => provider.stop()), echo.stop()]);
});

async function enter(sub: string, provider = home, id = 'home') {
  const browser = new WebBrowser(portal);
  const { location, session } = await provider.signIn(browser, id, sub);
  return { browser, location, session };
}
const me = async (browser: WebBrowser) =>
  (await browser.get('/api/v1/me')).json<{ id: string; name: string; role: string; groups: { name: string }[] }>();
/** Of the one sign-in that is under way. */
const cookieOf = (browser: WebBrowser, name: string) => [...browser.cookies].find(([known]) => known.startsWith(`${name}-vnc-portal-`))!;
const errorAt = (location: string) => new URL(location, portal.url).searchParams.get('error');

describe('signing in at a provider', () => {
  test('makes the person a user, with the groups that the provider tells, and opens what these grant', async () => {
    const { browser, location } = await enter('sub-anna');
    expect(location).toBe(`${portal.url}/`);
    expect(await me(browser)).toMatchObject({
      name: 'anna.berg',
      displayName: 'Anna Berg',
      role: 'user',
      providers: ['home'],
      groups: [{ name: 'Team' }],
    });
    const console = await browser.open('desk');
    console.send('hello');
    expect(await console.text()).toBe('Server received from client: hello');
    await console.close();
    const again = await enter('sub-anna');
    expect((await me(again.browser)).id).toBe((await me(browser)).id);
  });

  test('asks with PKCE, state and nonce, and keeps them in cookies of their own', async () => {
    const browser = new WebBrowser(portal);
    const { searchParams } = new URL(await beginAt(browser, 'home'));
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    expect(searchParams.get('redirect_uri')).toBe(`${portal.url}/api/auth/callback/home`);
    for (const name of ['state', 'nonce', 'pkce']) expect(cookieOf(browser, name)[1].attributes).toMatch(/HttpOnly/i);
  });

  test('takes nobody over: the same subject, name and e-mail address at another provider are another user', async () => {
    const [here, there] = await Promise.all([enter('sub-anna'), enter('sub-anna', other, 'other')]);
    const [one, two] = await Promise.all([me(here.browser), me(there.browser)]);
    expect([one.name, two.name]).toEqual(['anna.berg', 'anna.berg-2']);
    home.accounts.set('sub-evil', { preferred_username: 'admin', email: 'admin@example.org' });
    const evil = await me((await enter('sub-evil')).browser);
    expect(evil).toMatchObject({ name: 'admin-2', role: 'user' });
  });

  test('follows the groups: who leaves them loses the console within a second, who enters those of admins is one', async () => {
    home.accounts.set('sub-eve', { preferred_username: 'eve', groups: ['team'] });
    const { browser } = await enter('sub-eve');
    const console = await browser.open('desk');
    home.accounts.set('sub-eve', { preferred_username: 'eve', groups: [] });
    await enter('sub-eve');
    expect((await within('the end of the console', console.closed, A_SECOND)).code).toBe(4001);
    home.accounts.set('sub-eve', { preferred_username: 'eve', groups: ['ADMINS'] });
    expect((await me((await enter('sub-eve')).browser)).role).toBe('admin');
    home.accounts.set('sub-eve', { preferred_username: 'eve' });
    expect((await me((await enter('sub-eve')).browser)).role).toBe('user');
  });

  test('lets nobody in who is in no allowed group, or disabled', async () => {
    other.accounts.set('sub-stranger', { preferred_username: 'stranger' });
    const stranger = await enter('sub-stranger', other, 'other');
    expect([errorAt(stranger.location), stranger.browser.sessionCookie]).toEqual(['not_allowed', undefined]);
    home.accounts.set('sub-gone', { preferred_username: 'gone' });
    const { id } = await me((await enter('sub-gone')).browser);
    await admin.api.must('PATCH', `/users/${id}`, { disabled: true });
    const gone = await enter('sub-gone');
    expect([errorAt(gone.location), gone.browser.sessionCookie]).toEqual(['account_disabled', undefined]);
  });

  test.each<[string, (back: URL, browser: WebBrowser) => void]>([
    ['another state', (back) => back.searchParams.set('state', 'x'.repeat(43))],
    ['another issuer', (back) => back.searchParams.set('iss', other.issuer)],
    [
      'the nonce of another sign-in',
      (_, browser) => browser.cookies.set(cookieOf(browser, 'nonce')[0], { ...cookieOf(browser, 'state')[1] }),
    ],
    ['no cookies of the one who began', (_, browser) => browser.cookies.clear()],
    ['a refusal', (back) => back.searchParams.set('error', 'access_denied')],
  ])('refuses an answer with %s', async (_, change) => {
    const browser = new WebBrowser(portal);
    const { location } = await home.signIn(browser, 'home', 'sub-anna', (back) => {
      change(back, browser);
      return back;
    });
    expect(errorAt(location)).toMatch(/^((OAuth)?Callback|oidc_failed|sign_in_lost)$/);
    expect(browser.sessionCookie).toBeUndefined();
  });

  test.each(ALGORITHMS)('takes identity tokens that are signed with %s', async (algorithm) => {
    const provider = signing[ALGORITHMS.indexOf(algorithm)]!;
    provider.accounts.set('sub-anna', { preferred_username: `anna-${algorithm}` });
    const { browser } = await enter('sub-anna', provider, algorithm.toLowerCase());
    expect(await me(browser)).toMatchObject({ name: `anna-${algorithm.toLowerCase()}` });
  });

  describe('with another identity token', () => {
    afterEach(() => (home.changeIdToken = null));
    const seconds = () => Math.floor(Date.now() / 1000);
    const shifted =
      (by: number, more: object = {}) =>
      (claims: JWTPayload) =>
        home.sign({ ...claims, iat: claims.iat! + by, exp: claims.exp! + by, ...more });

    test.each<[string, string | null, (claims: JWTPayload) => Promise<string>]>([
      ['of a clock that is 40 s ahead', null, (claims) => shifted(40, { nbf: seconds() + 40 })(claims)],
      ['of a clock that is 40 s behind', null, (claims) => home.sign({ ...claims, exp: seconds() - 40 })],
      ['of a clock that is five minutes ahead', 'oidc_clock_ahead', (claims) => shifted(300, { nbf: seconds() + 300 })(claims)],
      ['of a clock that is five minutes ahead, which says so only by when it was made', 'oidc_clock_ahead', shifted(300)],
      ['of a clock that is far behind', 'oidc_clock_behind', (claims) => home.sign({ ...claims, exp: seconds() - 300 })],
      [
        'that is signed with the client’s secret',
        'oidc_failed',
        (claims) => home.sign(claims, { key: Buffer.from(CLIENT.secret), alg: 'HS256' }),
      ],
      ['that nobody has signed', 'oidc_failed', (claims) => Promise.resolve(new UnsecuredJWT(claims).encode())],
      ['by another key', 'oidc_failed', async (claims) => home.sign(claims, { key: (await generateKeyPair('RS256')).privateKey })],
      ['of another sign-in', 'oidc_failed', (claims) => home.sign({ ...claims, nonce: 'another' })],
      ['for another client', 'oidc_failed', (claims) => home.sign({ ...claims, aud: 'another' })],
      [
        'made for another client among several',
        'oidc_failed',
        (claims) => home.sign({ ...claims, aud: [CLIENT.id, 'another'], azp: 'another' }),
      ],
      ['of another issuer', 'oidc_failed', (claims) => home.sign({ ...claims, iss: other.issuer })],
      ['of another access token', 'oidc_failed', (claims) => home.sign({ ...claims, at_hash: 'another' })],
    ])('%s ends with %j', async (_, error, change) => {
      home.changeIdToken = change;
      const { location, browser } = await enter('sub-anna');
      expect([errorAt(location), browser.sessionCookie !== undefined]).toEqual([error, error === null]);
    });

    test('is in the audit when it is refused, with what was wrong', async () => {
      home.changeIdToken = (claims) => home.sign({ ...claims, aud: 'another' });
      await enter('sub-anna');
      const rows = await admin.api.must('GET', '/audit?action=login.failure&limit=200');
      const { items } = rows.json<{ items: { address: string; detail: Record<string, string> }[] }>();
      const detail = { reason: 'refused identity token', provider: 'home', cause: expect.stringContaining('aud') as unknown };
      expect(items).toContainEqual(expect.objectContaining({ address: '127.0.0.1', detail }));
    });
  });

  test('counts roles that are given as an object, and warns once of a claim that holds no names', async () => {
    home.accounts.set('sub-zoe', { preferred_username: 'zoe', groups: { team: { 'org-1': 'example.org' }, admins: false } });
    expect(await me((await enter('sub-zoe')).browser)).toMatchObject({ role: 'user', groups: [{ name: 'Team' }] });
    home.accounts.set('sub-zoe', { preferred_username: 'zoe', groups: [{ name: 'team' }, 'team', 7] as never });
    for (let time = 0; time < 2; time++) expect(await me((await enter('sub-zoe')).browser)).toMatchObject({ groups: [{ name: 'Team' }] });
    await portal.process.line(/the claim of groups is no list of names/);
    expect(portal.process.output.split('the claim of groups is no list of names')).toHaveLength(2);
  });

  test('lets two sign-ins of one browser succeed that are under way at once', async () => {
    const browser = new WebBrowser(portal);
    const [one, two] = await Promise.all([beginAt(browser, 'home'), beginAt(browser, 'home')]);
    for (const begun of [two, one]) {
      const { location } = await home.comeBack(browser, begun, 'sub-anna');
      expect(location).toBe(`${portal.url}/`);
    }
    expect([...browser.cookies.keys()].filter((name) => /^(state|nonce|pkce)-/.test(name))).toEqual([]);
  });

  test('keeps the cookies of four sign-ins that are under way, and of those that were begun last', async () => {
    const browser = new WebBrowser(portal);
    const begun: string[] = [];
    for (let time = 0; time < 6; time++) begun.push(await beginAt(browser, 'home'));
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('state-'))).toHaveLength(4);
    expect(errorAt((await home.comeBack(browser, begun[0]!, 'sub-anna')).location)).toBe('sign_in_lost');
    expect((await home.comeBack(browser, begun[5]!, 'sub-anna')).location).toBe(`${portal.url}/`);
  });

  test('tells that a provider is down, and the others go on', async () => {
    expect(new URL(await beginAt(new WebBrowser(portal), 'down')).searchParams.get('error')).toBe('OAuthSignin');
    expect((await enter('sub-anna')).location).toBe(`${portal.url}/`);
    const options = (await new WebBrowser(portal).get('/api/v1/sign-in/options')).json<{ providers: unknown[] }>();
    expect(options).toMatchObject({ password: true, proxy: false });
    expect(options.providers[0]).toEqual({ id: 'home', name: 'Home of all' });
  });
});

describe('back-channel logout', () => {
  const send = (token: string, id = 'home') =>
    portal.http(`/api/auth/backchannel/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
    });

  test('by the provider itself ends the console within a second, and nobody else’s', async () => {
    const [one, two] = await Promise.all([enter('sub-anna'), enter('sub-anna')]);
    const [ended, stays] = await Promise.all([one.browser.open('desk'), two.browser.open('desk')]);
    await home.signOut(one.session);
    expect(await within('the end of the console', ended.closed, A_SECOND)).toMatchObject({ code: 4001, reason: 'signed out' });
    expect((await one.browser.get('/api/v1/me')).status).toBe(401);
    stays.send('still here');
    expect(await stays.text()).toContain('still here');
    await stays.close();
  });

  test('counts once', async () => {
    const token = await home.logoutToken({ sub: 'sub-anna' });
    expect((await send(token)).status).toBe(200);
    const { browser } = await enter('sub-anna');
    expect((await send(token)).status).toBe(400);
    expect((await browser.get('/api/v1/me')).status).toBe(200);
  });

  test('is refused when it is forged, old, for others, or an identity token', async () => {
    const { browser } = await enter('sub-anna');
    const sub = 'sub-anna';
    const foreign = (await generateKeyPair('RS256')).privateKey;
    const old = Math.floor(Date.now() / 1000) - 3600;
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const unsigned = new UnsecuredJWT({ iss: home.issuer, aud: CLIENT.id, sub, events, jti: 'u' }).setIssuedAt().encode();
    const tokens: [string, string][] = [
      ['signed by another key', await home.logoutToken({ sub }, { key: foreign })],
      ['unsigned', unsigned],
      ['of another provider', await other.logoutToken({ sub })],
      ['of another issuer', await home.logoutToken({ sub, iss: other.issuer })],
      ['for another client', await home.logoutToken({ sub, aud: 'another' })],
      ['expired', await home.logoutToken({ sub, iat: old, exp: old + 60 })],
      ['without an event', await home.logoutToken({ sub, events: undefined })],
      ['with a nonce', await home.logoutToken({ sub, nonce: 'n' })],
      ['about nobody', await home.logoutToken({})],
      ['no token', 'x'],
    ];
    const refused = await Promise.all(tokens.map(async ([what, token]) => [what, (await send(token)).status]));
    expect(refused).toEqual(tokens.map(([what]) => [what, 400]));
    expect((await send('x'.repeat(20_000))).status).toBe(400);
    expect((await send(await home.logoutToken({ sub }), 'nobody')).status).toBe(404);
    expect((await browser.get('/api/v1/me')).status).toBe(200);
  });
});
