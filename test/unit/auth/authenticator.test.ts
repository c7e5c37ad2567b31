import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fullScope } from '../../../server/contract/token-scope';
import { Authenticator } from '../../../server/auth/authenticator';
import { sessionKey } from '../../../server/auth/session-key';
import type { User } from '../../../server/contract/people';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, HOUR, PASSWORD, root, START, type Services } from '../../support/services';

describe.each(databases)('the authenticator on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let authenticator: Authenticator;
  let user: User;
  let login: string;
  let token: string;
  let tokenId: string;
  const from = { address: '', userAgent: '' };
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    authenticator = new Authenticator(services);
    user = await services.people.create({ name: 'anna', password: PASSWORD, role: 'admin' }, root);
  });
  beforeEach(async () => {
    services.clock.time = START;
    login = (await services.logins.create(user, from)).id;
    ({ token, id: tokenId } = await services.tokens.create(user, { name: 'x' }, root));
  });
  afterAll(() => test.remove());

  const cookieWith = async (claims: Record<string, unknown>, { secret = services.secret, maxAge = 3600, name = 'vnc-portal' } = {}) =>
    `${name}=${await encode({ token: claims, secret: sessionKey(secret), maxAge })}`;
  const session = () => cookieWith({ sub: user.id, login });
  const identify = (headers: { cookie?: string; authorization?: string }, secure = false) => authenticator.identify(headers, secure);

  it('knows a browser by its session cookie', async () => {
    expect(await identify({ cookie: await session() })).toEqual({
      user: { id: user.id, name: 'anna', displayName: 'anna', role: 'admin', locale: null },
      via: {
        kind: 'login',
        id: login,
        expiresAt: START + 12 * HOUR,
        provider: 'password',
        factorAt: null,
        provedAt: START,
        scope: fullScope,
      },
    });
  });

  it('knows a program by its token', async () => {
    expect(await identify({ authorization: `Bearer ${token}` })).toMatchObject({
      user: { name: 'anna' },
      via: { kind: 'token', id: tokenId },
    });
    expect(await identify({ authorization: `bearer   ${token}  ` })).toMatchObject({ via: { id: tokenId } });
  });

  it('knows nobody by nothing', async () => {
    expect(await identify({})).toBeNull();
    expect(await identify({ cookie: '', authorization: '' })).toBeNull();
  });

  it('lets a token decide alone: a bad one is nobody even beside a good cookie', async () => {
    const cookie = await session();
    expect(await identify({ cookie, authorization: 'Bearer vp_wrong' })).toBeNull();
    for (const bad of ['Bearer', 'bearer ', 'Bearer\tx', `Bearer ${token} ${token}`])
      expect(await identify({ cookie, authorization: bad })).toBeNull();
    expect(await identify({ cookie, authorization: `Bearer ${token}` })).toMatchObject({ via: { kind: 'token' } });
  });

  it('leaves another scheme to the proxy in front that it is for', async () => {
    expect(await identify({ cookie: await session(), authorization: 'Basic eDp5' })).toMatchObject({ via: { kind: 'login' } });
    expect(await identify({ authorization: `Basic ${token}` })).toBeNull();
    expect(await identify({ authorization: token })).toBeNull();
  });

  it('reads on https the cookie of https only', async () => {
    const plain = await session();
    const secure = await cookieWith({ sub: user.id, login }, { name: '__Host-vnc-portal' });
    expect([await identify({ cookie: plain }, true), await identify({ cookie: secure }, false)]).toEqual([null, null]);
    expect(await identify({ cookie: `${plain}x; ${secure}` }, true)).not.toBeNull();
  });

  it('reads a cookie in chunks', async () => {
    const [name, value] = (await session()).split('=') as [string, string];
    expect(await identify({ cookie: `${name}.1=${value.slice(50)}; ${name}.0=${value.slice(0, 50)}` })).toMatchObject({
      via: { id: login },
    });
  });

  it('knows nobody whose sign-in is over, although the cookie is good', async () => {
    const cookie = await session();
    services.clock.pass(12 * HOUR);
    expect(await identify({ cookie })).toBeNull();
    services.clock.time = START;
    await services.logins.signOut(login);
    expect(await identify({ cookie })).toBeNull();
  });

  it.each<[string, () => Promise<string>]>([
    ['encrypted by another portal', () => cookieWith({ sub: user.id, login }, { secret: Buffer.from('the secret of another portal!!!!') })],
    ['expired in itself', () => cookieWith({ sub: user.id, login }, { maxAge: -60 })],
    ["of one user for another's sign-in", () => cookieWith({ sub: 'somebody else', login })],
    ['without a sign-in', () => cookieWith({ sub: user.id })],
    ['with a sign-in that is no text', () => cookieWith({ sub: user.id, login: [login] })],
    ['with an empty user', () => cookieWith({ sub: '', login })],
    ['of an unknown sign-in', () => cookieWith({ sub: user.id, login: 'unknown' })],
    ['tampered with', async () => flipped(await session())],
    ['cut short', async () => (await session()).slice(0, -3)],
    ['in the clear', () => Promise.resolve(`vnc-portal=${Buffer.from(JSON.stringify({ sub: user.id, login })).toString('base64url')}....`)],
  ])('knows nobody by a cookie %s', async (_, make) => {
    expect(await identify({ cookie: await make() })).toBeNull();
  });

  it('says that it could not find out when the database is away, instead of letting in or out', async () => {
    const lost = await test.open();
    const broken = new Authenticator(buildServices(lost));
    await lost.destroy();
    await expect(broken.identify({ authorization: `Bearer ${token}` }, false)).rejects.toThrow();
    await expect(broken.identify({ cookie: await session() }, false)).rejects.toThrow();
  });
});

/** With one letter of the ciphertext changed. */
function flipped(cookie: string): string {
  const at = cookie.length - 40;
  return cookie.slice(0, at) + (cookie[at] === 'A' ? 'B' : 'A') + cookie.slice(at + 1);
}
