import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Authenticator } from '../../../server/auth/authenticator';
import { ExternalSignIn } from '../../../server/auth/external-sign-in';
import { nextAuthOptions, type AuthRequest } from '../../../server/auth/options';
import type { User } from '../../../server/contract/people';
import { databases, silent, type TestDatabase } from '../../support/databases';
import { NextAuthServer } from '../../support/next-auth-server';
import { buildServices, PASSWORD, root, type Services } from '../../support/services';

const credentials = { name: 'anna', password: PASSWORD };
const headers = { 'x-vnc-portal-address': '192.0.2.77', 'user-agent': 'Browser/2' };

describe.each(databases)('signing in through next-auth on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let user: User;
  let server: NextAuthServer;
  beforeAll(async () => {
    vi.stubEnv('AUTH_TRUST_HOST', 'true');
    test = await create();
    services = buildServices(await test.open());
    user = await services.people.create({ ...credentials, role: 'admin' }, root);
  });
  beforeEach(() => serve({ secure: false, basePath: '' }));
  afterEach(() => server.close());
  afterAll(async () => {
    vi.unstubAllEnvs();
    await test.remove();
  });

  async function serve({ secure, basePath }: { secure: boolean; basePath: string }): Promise<void> {
    const options = nextAuthOptions(parts(basePath));
    server = new NextAuthServer(() => options({ ...request, secure }));
    await server.listen();
  }
  const request: AuthRequest = {
    secure: false,
    client: { address: '192.0.2.77', userAgent: 'Browser/2' },
    ticket: null,
    attempt: '',
    keepTicket: () => undefined,
    person: null,
  };
  function parts(basePath: string) {
    const { signIn, external: accounts, logins, secret } = services;
    const external = new ExternalSignIn({
      settings: { oidcProviders: [], proxy: null },
      accounts,
      signIn,
      refused: services.refusedProofs,
      log: silent,
    });
    return { signIn, external, providers: [], logins, secret, basePath, log: silent };
  }
  const identify = (secure = false, basePath = '') =>
    new Authenticator({ ...services, basePath }).identify({ cookie: server.cookieHeader }, secure);

  it('gives a cookie that the portal knows, for this address and browser', async () => {
    const { answer, url } = await server.signIn(credentials, headers);
    expect([answer.status, url]).toEqual([200, `${server.origin}/`]);
    expect(await identify()).toMatchObject({ user: { id: user.id, role: 'admin' }, via: { kind: 'login' } });
    expect((await services.logins.list(user.id))[0]).toMatchObject({ address: '192.0.2.77', userAgent: 'Browser/2' });
  });

  it('sets cookies that scripts and other sites cannot use', async () => {
    const { answer } = await server.signIn(credentials, headers);
    const session = answer.cookies.find((cookie) => cookie.startsWith('vnc-portal='))!;
    expect(session).toMatch(/; HttpOnly/i);
    expect(session).toMatch(/; SameSite=Lax/i);
    expect(session).toMatch(/; Path=\/(;|$)/i);
    expect(session).not.toMatch(/; Secure/i);
    const lasts = Date.parse(/Expires=([^;]+)/i.exec(session)![1]!) - Date.now();
    expect(Math.round(lasts / 3_600_000)).toBe(12);
    expect(session.length).toBeLessThan(1000);
  });

  it.each([
    ['', '__Host-', '/'],
    ['/sub', '__Secure-', '/sub'],
  ])('sets cookies for https only where https is spoken, below %j', async (basePath, prefix, path) => {
    await server.close();
    await serve({ secure: true, basePath });
    const { answer } = await server.signIn(credentials, headers);
    const names = [...server.cookies.keys()].sort();
    expect(names).toEqual([`${prefix}callback-vnc-portal`, `${prefix}csrf-vnc-portal`, `${prefix}vnc-portal`].sort());
    for (const cookie of answer.cookies) {
      expect(cookie).toMatch(/; Secure/i);
      expect(cookie).toMatch(new RegExp(`; Path=${path}(;|$)`, 'i'));
      expect(cookie).not.toMatch(/; Domain/i);
    }
    expect(await identify(true, basePath)).toMatchObject({ user: { id: user.id } });
  });

  it.each<[string, Record<string, string>, string]>([
    ['a wrong password', { ...credentials, password: 'wrong' }, 'wrong_credentials'],
    ['an unknown name', { ...credentials, name: 'nobody' }, 'wrong_credentials'],
    ['no fields', {}, 'wrong_credentials'],
  ])('answers %s with a code and no cookie', async (_, fields, code) => {
    const { answer, url } = await server.signIn(fields, headers);
    expect(answer.status).toBe(401);
    expect(new URL(url).searchParams.get('error')).toBe(code);
    expect(server.cookies.has('vnc-portal')).toBe(false);
  });

  it('says how many seconds a guesser has to wait', async () => {
    await services.people.create({ name: `guessed-${server.origin.slice(-5)}`, password: PASSWORD }, root);
    const guess = { name: `guessed-${server.origin.slice(-5)}`, password: 'wrong' };
    for (let time = 0; time < 5; time++) await server.signIn(guess, headers);
    const { url } = await server.signIn(guess, headers);
    expect(new URL(url).searchParams.get('error')).toBe('too_many_attempts:30');
  });

  it('takes no sign-in without the token against forged forms', async () => {
    const answer = await server.call('callback/credentials', { csrfToken: 'forged', json: 'true', ...credentials }, headers);
    expect(answer.cookies.some((cookie) => cookie.startsWith('vnc-portal='))).toBe(false);
    expect(await identify()).toBeNull();
  });

  it('ends the sign-in itself when its browser signs out', async () => {
    await server.signIn(credentials, headers);
    const stolen = server.cookieHeader;
    const before = await services.lastChange();
    await server.signOut();
    expect(server.cookies.has('vnc-portal')).toBe(false);
    expect(await new Authenticator(services).identify({ cookie: stolen }, false)).toBeNull();
    expect(await services.changesSince(before)).toMatchObject([{ kind: 'login', reason: 'signed out' }]);
    expect((await services.audited('login.end'))[0]).toMatchObject({ actorName: 'anna', address: '192.0.2.77' });
  });

  it('puts into the cookie which sign-in it is, and into the session endpoint nothing', async () => {
    await server.signIn(credentials, headers);
    const { body } = await server.call('session');
    expect(Object.keys(body as object)).toEqual(['expires']);
    expect(await identify()).toMatchObject({ user: { id: user.id } });
  });

  it('answers a forged session with an empty one', async () => {
    server.cookies.set('vnc-portal', 'a..b.c.d');
    expect((await server.call('session')).body).toEqual({});
  });

  it.each([
    ['', 'https://evil.example/', '/'],
    ['', '//evil.example/x', '/'],
    ['', '/\\evil.example/x', '/'],
    ['', 'javascript:alert(1)', '/'],
    ['', 'http://portal@evil.example/', '/'],
    ['', '/hosts?q=a#b', '/hosts?q=a#b'],
    ['', 'console/x', '/console/x'],
    ['/sub', '/sub/console/x', '/sub/console/x'],
    ['/sub', '/sub', '/sub'],
    ['/sub', '/other', '/sub/'],
    ['/sub', '/subversive', '/sub/'],
    ['/sub', '/sub/../other', '/sub/'],
    ['/sub', '/sub/%2e%2e/other', '/sub/'],
    ['/sub', 'https://evil.example/sub/', '/sub/'],
  ])('below %j returns from %j to %j', async (basePath, wanted, reached) => {
    const { callbacks } = nextAuthOptions(parts(basePath))(request);
    expect(await callbacks!.redirect!({ url: wanted, baseUrl: 'http://portal:3000' })).toBe(`http://portal:3000${reached}`);
  });
});
