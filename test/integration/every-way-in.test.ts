/**
 * Every route handler, every page and the upgrade, found in the source, called as everybody who may call: what has no row here fails, so
 * nothing is added to the portal without somebody having said whom it lets in.
 */

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client';
import { startEcho, type EchoApplication } from '../support/backends';
import { ConsoleClient, Refused } from '../support/console-client';
import type { Answer } from '../support/http';
import { ADMIN, startPortal } from '../support/portal';
import type { Portal } from '../support/portal';
import { addressOf, everyRoute } from '../support/routes';
import type { Route } from '../support/routes';
import { WebBrowser } from '../support/web-browser';

/** `in`: past every check of who asks, whatever the call itself then says. `hidden`: as if it were not there. */
type Verdict = 'in' | 'sign in' | 'forbidden' | 'hidden';
const callers = ['nobody', 'user', 'viewer', 'read', 'connect', 'manage', 'people', 'here', 'elsewhere', 'admin'] as const;
/**
 * Nobody; a user without rights and one who may watch the host, by cookie; tokens of an administrator that may only read, connect, manage or
 * change people; with all powers but for this host, or for another one alone; and the administrator by cookie.
 */
type Caller = (typeof callers)[number];
type Row = Record<Caller, Verdict>;

const all = (verdict: Verdict): Row => Object.fromEntries(callers.map((caller) => [caller, verdict])) as Row;
const anybody = all('in');
const signedIn: Row = { ...all('in'), nobody: 'sign in' };
type Power = 'read' | 'connect' | 'manage' | 'people';
const power = (needed: Power): Pick<Row, Power> => ({
  ...{ read: 'forbidden', connect: 'forbidden', manage: 'forbidden', people: 'forbidden' },
  [needed]: 'in',
});
const narrow = { here: 'forbidden', elsewhere: 'forbidden' } as const;
const browser: Row = { ...signedIn, read: 'forbidden', connect: 'forbidden', manage: 'forbidden', people: 'forbidden', ...narrow };
/** What is one's own or a list of what one may see: a narrowed token sees its part of it. */
const own = (needed: Power): Row => ({ ...signedIn, ...power(needed) });
/** What is one's own and of no host in particular. */
const ownButNotNarrowed = (needed: Power): Row => ({ ...own(needed), ...narrow });
const admin = (needed: Power): Row => ({
  ...all('forbidden'),
  ...power(needed),
  nobody: 'sign in',
  admin: 'in',
});
const host = (needed: Power): Row => ({ ...own(needed), user: 'hidden', elsewhere: 'hidden' });
const adminOfHost = (needed: Power): Row => ({ ...admin(needed), here: 'in', elsewhere: 'hidden' });
/** A host that a user may not open and a narrowed token does not reach. */
const adminHost = (needed: Power): Row => ({ ...host(needed), viewer: 'hidden', here: 'hidden' });
const adminOfOther = (needed: Power): Row => ({ ...adminOfHost(needed), here: 'hidden' });
/** Pages know cookies alone: to them a token is nobody. */
const page: Row = {
  ...signedIn,
  read: 'sign in',
  connect: 'sign in',
  manage: 'sign in',
  people: 'sign in',
  here: 'sign in',
  elsewhere: 'sign in',
};
const adminPage: Row = { ...page, user: 'hidden', viewer: 'hidden' };
const hostPage: Row = { ...page, user: 'hidden' };

const expected: Record<string, Row> = {
  'GET /': page,
  'GET /account': page,
  'GET /audit': adminPage,
  'GET /people': adminPage,
  'GET /sessions': adminPage,
  'GET /nodes': adminPage,
  'GET /groups': adminPage,
  'GET /access': adminPage,
  'GET /access/why': adminPage,
  'GET /console/[id]': hostPage,
  // Set up already: it leads on.
  'GET /setup': all('sign in'),
  'GET /sign-in': anybody,
  'GET /invite': anybody,
  // To a token that may not connect there is no host.
  'GET /vnc/[id]': { ...host('connect'), read: 'hidden', manage: 'hidden', people: 'hidden' },

  'GET /api/auth/[...nextauth]': anybody,
  'POST /api/auth/[...nextauth]': anybody,

  'POST /api/auth/backchannel/[provider]': anybody,

  'GET /api/v1/openapi.json': anybody,
  'GET /api/v1/sign-in': anybody,
  'DELETE /api/v1/sign-in': anybody,
  'GET /api/v1/sign-in/options': anybody,
  'POST /api/v1/sign-in/totp': anybody,
  'POST /api/v1/sign-in/recovery': anybody,
  'POST /api/v1/sign-in/passkey/options': anybody,
  'POST /api/v1/sign-in/passkey': anybody,
  'POST /api/v1/sign-in/password': anybody,
  'POST /api/v1/sign-in/enrol/totp': anybody,
  'POST /api/v1/sign-in/enrol/totp/confirm': anybody,
  'POST /api/v1/sign-in/enrol/passkey/options': anybody,
  'POST /api/v1/sign-in/enrol/passkey': anybody,
  'POST /api/v1/sign-in/invite': anybody,
  'GET /api/v1/setup': anybody,
  'POST /api/v1/setup': anybody,

  'GET /api/v1/hosts': own('read'),
  'POST /api/v1/hosts': admin('manage'),
  'POST /api/v1/hosts/bulk': admin('manage'),
  'GET /api/v1/hosts/export': { ...admin('read'), here: 'in', elsewhere: 'in' },
  'POST /api/v1/hosts/import': admin('manage'),
  // Hosts of these names have their calls here.
  'GET /api/v1/hosts/bulk': adminHost('read'),
  'PATCH /api/v1/hosts/bulk': adminOfOther('manage'),
  'DELETE /api/v1/hosts/bulk': adminOfOther('manage'),
  'PATCH /api/v1/hosts/export': adminOfOther('manage'),
  'DELETE /api/v1/hosts/export': adminOfOther('manage'),
  'GET /api/v1/hosts/import': adminHost('read'),
  'PATCH /api/v1/hosts/import': adminOfOther('manage'),
  'DELETE /api/v1/hosts/import': adminOfOther('manage'),
  'GET /api/v1/hosts/[id]': host('read'),
  'PATCH /api/v1/hosts/[id]': adminOfHost('manage'),
  'DELETE /api/v1/hosts/[id]': adminOfHost('manage'),
  'POST /api/v1/hosts/[id]/test': adminOfHost('manage'),
  'POST /api/v1/hosts/[id]/ask': host('connect'),
  'GET /api/v1/hosts/[id]/holder': host('read'),
  'PUT /api/v1/hosts/[id]/favourite': host('manage'),
  'DELETE /api/v1/hosts/[id]/favourite': host('manage'),
  'GET /api/v1/hosts/[id]/settings': host('read'),
  'PATCH /api/v1/hosts/[id]/settings': host('manage'),
  'GET /api/v1/tags': own('read'),
  'GET /api/v1/nodes': admin('read'),
  'GET /api/v1/sessions': admin('read'),
  'DELETE /api/v1/sessions/[id]': admin('manage'),
  'POST /api/v1/sessions/[id]/end': admin('manage'),
  'GET /api/v1/attempts/[id]': own('connect'),
  'PUT /api/v1/attempts/[id]/credentials': own('connect'),
  'PUT /api/v1/attempts/[id]/kept-credentials': admin('manage'),
  'GET /api/v1/audit': admin('read'),
  'GET /api/v1/audit/export': admin('read'),
  'GET /api/v1/audit/forwarding': admin('read'),

  'GET /api/v1/access': admin('read'),
  'GET /api/v1/grants': admin('read'),
  'POST /api/v1/grants': admin('manage'),
  'GET /api/v1/grants/[id]': admin('read'),
  'PATCH /api/v1/grants/[id]': admin('manage'),
  'DELETE /api/v1/grants/[id]': admin('manage'),
  'GET /api/v1/groups': admin('read'),
  'POST /api/v1/groups': admin('manage'),
  'GET /api/v1/groups/[id]': admin('read'),
  'PATCH /api/v1/groups/[id]': admin('manage'),
  'DELETE /api/v1/groups/[id]': admin('manage'),
  'GET /api/v1/groups/[id]/members': admin('read'),
  'PUT /api/v1/groups/[id]/members/[userId]': admin('manage'),
  'DELETE /api/v1/groups/[id]/members/[userId]': admin('manage'),

  'GET /api/v1/users': admin('read'),
  'POST /api/v1/users': admin('people'),
  'GET /api/v1/users/[id]': admin('read'),
  'PATCH /api/v1/users/[id]': admin('people'),
  'DELETE /api/v1/users/[id]': admin('people'),
  'POST /api/v1/users/[id]/invite': admin('people'),
  'DELETE /api/v1/users/[id]/invite': admin('people'),
  'DELETE /api/v1/users/[id]/logins': admin('people'),
  'DELETE /api/v1/users/[id]/factors': admin('people'),
  'GET /api/v1/users/[id]/tokens': admin('read'),
  'DELETE /api/v1/users/[id]/tokens': admin('people'),
  'DELETE /api/v1/users/[id]/tokens/[tokenId]': admin('people'),

  'GET /api/v1/me': own('read'),
  'GET /api/v1/me/settings': ownButNotNarrowed('read'),
  'PATCH /api/v1/me/settings': ownButNotNarrowed('manage'),
  'POST /api/v1/me/password': browser,
  'GET /api/v1/me/logins': browser,
  'DELETE /api/v1/me/logins': browser,
  'DELETE /api/v1/me/logins/[id]': browser,
  'GET /api/v1/me/factors': browser,
  'POST /api/v1/me/factors/totp': browser,
  'POST /api/v1/me/factors/totp/confirm': browser,
  'DELETE /api/v1/me/factors/totp': browser,
  'POST /api/v1/me/factors/passkeys/options': browser,
  'POST /api/v1/me/factors/passkeys': browser,
  'PATCH /api/v1/me/factors/passkeys/[id]': browser,
  'DELETE /api/v1/me/factors/passkeys/[id]': browser,
  'POST /api/v1/me/factors/recovery-codes': browser,
  'POST /api/v1/me/fresh-factor/passkey/options': browser,
  'POST /api/v1/me/fresh-factor/passkey': browser,
  'POST /api/v1/me/fresh-factor/totp': browser,
  'POST /api/v1/me/fresh-factor/recovery': browser,
  'POST /api/v1/me/fresh-password': browser,
  'GET /api/v1/tokens': browser,
  'POST /api/v1/tokens': browser,
  'DELETE /api/v1/tokens/[id]': browser,
};
/** Answers whatever the method to what is no call at all. */
for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) expected[`${method} /api/v1/[...unknown]`] = anybody;

const routes = everyRoute();
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
/** These take something away that the others need. */
const spends = ({ method, path }: Route): boolean => method === 'DELETE' && /^\/api\/v1\/(me\/logins$|hosts\/)/.test(path);
/** Its body is read before its host, and changes nothing. */
const understood = ({ path }: Route): boolean => path.endsWith('/settings');
/** Hosts may be called what a call beside them is called. */
const hosts = ['desk', 'other', 'bulk', 'export', 'import'];

let portal: Portal;
let echo: EchoApplication;
let api: ApiClient;
let administrator: WebBrowser;
/** What each caller sends to prove who they are. */
const proofs = {} as Record<Caller, Record<string, string>>;

beforeAll(async () => {
  [portal, echo] = await Promise.all([startPortal(), startEcho()]);
  ({ api, browser: administrator } = await portal.admin());
  for (const name of ['user', 'viewer']) await api.create('/users', { name, password: ADMIN.password });
  const powers = ['read', 'connect', 'manage', 'people'];
  proofs.nobody = { origin: portal.origin };
  for (const name of ['read', 'connect', 'manage', 'people'] as const) proofs[name] = await bearer({ powers: [name] });
  proofs.here = await bearer({ powers, hosts: ['desk'] });
  proofs.elsewhere = await bearer({ powers, hosts: ['other'] });
  await restore();
});
afterAll(async () => {
  await portal.stop();
  await echo.stop();
});

async function signIn(name: string): Promise<WebBrowser> {
  const own = new WebBrowser(portal);
  await own.signIn(name, ADMIN.password);
  return own;
}

async function bearer(scope: object): Promise<Record<string, string>> {
  const answer = await administrator.post('/api/v1/tokens', { name: JSON.stringify(scope), scope });
  return { authorization: `Bearer ${answer.json<{ token: string }>().token}` };
}

/** Everything as at the beginning. */
async function restore(): Promise<void> {
  for (const id of hosts) await api.call('POST', '/hosts', { id, targets: [echo.url] });
  const viewer = (await api.must('GET', '/users?q=viewer')).json<{ items: { id: string }[] }>().items[0]!.id;
  const grants = (await api.must('GET', `/grants?user=${viewer}`)).json<{ items: unknown[] }>().items;
  const grant = { subject: { kind: 'user', id: viewer }, target: { kind: 'host', id: 'desk' }, access: 'view' };
  if (grants.length === 0) await api.create('/grants', grant);
  for (const name of ['user', 'viewer'] as const) proofs[name] = (await signIn(name)).headers;
  proofs.admin = (await signIn(ADMIN.name)).headers;
}

async function verdict(route: Route, caller: Caller): Promise<Verdict> {
  const path = addressOf(route, {
    id: route.path.startsWith('/api/v1/hosts/') || route.path.startsWith('/vnc') || route.path.startsWith('/console') ? 'desk' : 'some-id',
  });
  const proof = proofs[caller];
  if (route.kind === 'upgrade') return upgradeVerdict(path, proof);
  const query = nameOf(route) === 'GET /api/v1/hosts/export' ? '?format=csv' : '';
  const body = route.method === 'GET' || route.method === 'HEAD' ? {} : { body: understood(route) ? '{}' : '{"no such field": 1}' };
  const answer = await portal.http(`${path}${query}`, {
    method: route.method,
    headers: { 'content-type': 'application/json', ...proof },
    ...body,
  });
  return route.kind === 'page' ? pageVerdict(answer) : handlerVerdict(answer);
}

function handlerVerdict({ status, text }: Answer): Verdict {
  const code = /"code":"(\w+)"/.exec(text)?.[1] ?? '';
  if (status === 401 && code === 'not_signed_in') return 'sign in';
  if (status === 403 && !code.startsWith('fresh_')) return 'forbidden';
  if (status === 404 && code === 'host_not_found') return 'hidden';
  expect(status, text).not.toBe(500);
  return 'in';
}

function pageVerdict({ status, headers }: Answer): Verdict {
  if (status === 404) return 'hidden';
  if (status >= 300 && status < 400 && new URL(headers.location!, portal.origin).pathname === '/sign-in') return 'sign in';
  expect(status).toBeLessThan(400);
  return 'in';
}

const refusals: Partial<Record<number, Verdict>> = { 401: 'sign in', 403: 'forbidden', 404: 'hidden' };

async function upgradeVerdict(path: string, headers: Record<string, string>): Promise<Verdict> {
  try {
    const console = await ConsoleClient.open(`${portal.origin.replace('http', 'ws')}${path}`, { headers });
    console.socket.terminate();
    return 'in';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refusals[error.status] ?? 'in';
  }
}

test('every way in has its row, and every row its way in', () => {
  expect(Object.keys(expected).sort()).toEqual(routes.map(nameOf).sort());
});

test.each(routes.map((route) => [nameOf(route), route] as const))('%s lets in whom it should, and nobody else', async (name, route) => {
  const verdicts = {} as Row;
  for (const caller of callers) {
    verdicts[caller] = await verdict(route, caller);
    if (spends(route)) await restore();
  }
  expect(verdicts).toEqual(expected[name]);
});
