import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { OidcProvider } from '../../../server/config/oidc-settings';
import type { LoginService } from '../../../server/auth/login-service';
import type { LogoutTokenRepository } from '../../../server/auth/logout-token-repository';
import { BackchannelLogout } from '../../../server/auth/oidc-logout';
import { silent } from '../../support/databases';

const CLIENT = 'portal';
let server: Server;
let key: CryptoKey;
let provider: OidcProvider;
let asked: string[];
let broken: boolean;
let elapsed: number;
let ended: number;
let logout: BackchannelLogout;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'known', alg: 'ES256', use: 'sig' };
  server = createServer((request, response) => {
    asked.push(request.url!);
    const issuer = provider.issuer;
    response.statusCode = broken ? 503 : 200;
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider = { id: 'home', issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, clientId: CLIENT } as OidcProvider;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  [asked, broken, elapsed, ended] = [[], false, 0, 0];
  const logins = { endUpstream: () => Promise.resolve(++ended) } as unknown as LoginService;
  const tokens = {} as unknown as LogoutTokenRepository;
  logout = new BackchannelLogout({ providers: [provider], ca: undefined, tokens, logins, log: silent, elapsed: () => elapsed });
});

const seconds = () => Math.floor(Date.now() / 1000);
const claims = (more: object = {}) => ({
  ...{ iss: provider.issuer, aud: CLIENT, iat: seconds(), sub: 'anna', jti: crypto.randomUUID() },
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  ...more,
});
const token = (more: object = {}, kid = 'known') => new SignJWT(claims(more)).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
const send = (given: string, address = '192.0.2.1') =>
  logout.end('home', given, address).then(
    () => 'ended',
    (error: unknown) => (error as { code: string }).code,
  );

it('asks the provider for keys once, and for an unknown key not again at once', async () => {
  expect(await Promise.all([send(await token()), send(await token())])).toEqual(['ended', 'ended']);
  expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  for (let time = 0; time < 20; time++) expect(await send(await token({}, `unknown-${time}`))).toBe('bad_request');
  expect(asked).toHaveLength(2);
  expect([await send(await token()), ended]).toEqual(['ended', 3]);
});

it.each<[string, () => string | Promise<string>]>([
  ['no token', () => 'x.y.z'],
  ['a token of another issuer', () => token({ iss: 'https://another.example' })],
  ['a token for another client', () => token({ aud: ['another'] })],
  ['an old token', () => token({ iat: seconds() - 3600 })],
  ['a token of tomorrow', () => token({ iat: seconds() + 86_400 })],
  ['an identity token', () => token({ events: undefined })],
  ['an unsigned token', () => new UnsecuredJWT(claims()).encode()],
  ['a token signed with the secret', () => new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'known' }).sign(Buffer.alloc(32))],
  ['a token that is too long', () => token({ more: 'x'.repeat(9000) })],
])('asks the provider nothing for %s', async (_, make) => {
  expect(await send(await make())).toBe('bad_request');
  expect([asked, ended]).toEqual([[], 0]);
});

it('asks a provider that fails once in ten seconds, however many tokens come', async () => {
  broken = true;
  for (let time = 0; time < 10; time++) expect(await send(await token())).toBe('bad_request');
  expect(asked).toHaveLength(1);
  broken = false;
  elapsed += 10_000;
  expect(await send(await token())).toBe('ended');
});

it('verifies no more tokens of an address that has sent thirty bad ones in a minute, and those of others', async () => {
  for (let time = 0; time < 30; time++) expect(await send('x')).toBe('bad_request');
  expect(await send(await token())).toBe('too_many_attempts');
  expect(await send(await token(), '192.0.2.2')).toBe('ended');
  elapsed += 60_000;
  expect(await send(await token())).toBe('ended');
});
