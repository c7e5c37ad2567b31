import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN, startPortal, type Portal } from '../support/portal';
import type { Answer } from '../support/http';
import { SoftwareAuthenticator } from '../support/software-authenticator';
import { WebBrowser } from '../support/web-browser';

let portal: Portal;
const PASSWORD = `${ADMIN.password}\n`;
const STEP_MS = 30_000;

beforeAll(async () => {
  portal = await startPortal({ env: { REQUIRE_SECOND_FACTOR: 'all' } });
});
afterAll(() => portal.stop());

const TICKET = 'sign-in-vnc-portal';
interface State {
  step: string;
  methods: string[];
  codes?: string[] | null;
}
interface Ceremony {
  ceremony: string;
  options: Record<string, unknown>;
}
const codeOf = (secret: string, skew = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + skew });
const errorOf = (answer: Answer) => answer.json<{ error: { code: string } }>().error.code;
const stateOf = async (answer: Promise<Answer>) => {
  const { status, text } = await answer;
  expect(status, text).toBe(200);
  return JSON.parse(text) as State;
};

/** The first step, which wants more. */
async function begin(name: string, password = ADMIN.password): Promise<WebBrowser> {
  const browser = new WebBrowser(portal);
  const answer = await browser.submitSignIn(name, password);
  expect(new URL(answer.json<{ url: string }>().url).searchParams.get('error')).toBe('more');
  return browser;
}
/** The last step. */
async function finish(browser: WebBrowser): Promise<void> {
  const before = browser.sessionCookie?.value;
  await browser.submitSignIn('', '');
  expect(browser.sessionCookie?.value).not.toBe(before);
  expect(browser.cookies.has(TICKET)).toBe(false);
  expect((await browser.get('/api/v1/me')).status).toBe(200);
}
async function enrol(browser: WebBrowser): Promise<{ secret: string; codes: string[] }> {
  const { secret } = (await browser.post('/api/v1/sign-in/enrol/totp', {})).json<{ secret: string }>();
  const { step, codes } = await stateOf(browser.post('/api/v1/sign-in/enrol/totp/confirm', { code: codeOf(secret) }));
  expect(step).toBe('done');
  return { secret, codes: codes! };
}
async function withTotp(name: string): Promise<{ secret: string; codes: string[]; browser: WebBrowser }> {
  await portal.command(['user', 'add', name, '--password-stdin'], PASSWORD);
  const browser = await begin(name);
  const enrolled = await enrol(browser);
  await finish(browser);
  return { ...enrolled, browser };
}

test('a demanded second factor is added on the way in, and no session is made before', async () => {
  await portal.command(['user', 'add', 'anna', '--role', 'admin', '--password-stdin'], PASSWORD);
  const browser = await begin('anna');
  expect([...browser.cookies.keys()].filter((name) => /^(__Host-)?vnc-portal/.test(name))).toEqual([]);
  expect(browser.cookies.get(TICKET)?.attributes).toMatch(/^(?=.*Path=\/(;|$))(?=.*Max-Age=600)(?=.*HttpOnly)(?=.*SameSite=Lax)/i);
  for (const path of ['/api/v1/me', '/api/v1/users', '/api/v1/me/factors']) expect((await browser.get(path)).status).toBe(401);
  expect(await stateOf(browser.get('/api/v1/sign-in'))).toMatchObject({ step: 'enrol', name: 'anna' });
  await browser.submitSignIn('', '');
  expect(browser.sessionCookie).toBeUndefined();
  const { codes } = await enrol(browser);
  expect(codes).toHaveLength(10);
  await finish(browser);
  const factors = (await browser.get('/api/v1/me/factors')).json<{ totp: object; required: boolean; freshAt: number }>();
  expect(factors).toMatchObject({ totp: {}, recoveryCodes: 10, required: true });
  expect(Date.now() - factors.freshAt).toBeLessThan(60_000);
  expect(errorOf(await browser.delete('/api/v1/me/factors/totp'))).toBe('factor_required');
});

test('a code opens one sign-in, a recovery code another, and each only once', async () => {
  const { secret, codes } = await withTotp('ben');
  const browser = await begin('ben');
  expect(await stateOf(browser.get('/api/v1/sign-in'))).toMatchObject({ step: 'factor', methods: ['totp', 'recovery'] });
  const answer = async (kind: string, code: string, by = browser) => {
    const { status, ...rest } = await by.post(`/api/v1/sign-in/${kind}`, { code });
    return status === 200 ? (JSON.parse(rest.text) as State).step : (JSON.parse(rest.text) as { error: { code: string } }).error.code;
  };
  const next = codeOf(secret, STEP_MS);
  expect([await answer('totp', '000000'), await answer('totp', next)]).toEqual(['wrong_code', 'done']);
  await finish(browser);
  const second = await begin('ben');
  expect([await answer('totp', next, second), await answer('recovery', codes[0]!, second)]).toEqual(['wrong_code', 'done']);
  await finish(second);
  const third = await begin('ben');
  expect(await answer('recovery', codes[0]!, third)).toBe('wrong_code');
  expect((await third.delete('/api/v1/sign-in')).status).toBe(204);
  expect(third.cookies.has(TICKET)).toBe(false);
  expect(errorOf(await third.get('/api/v1/sign-in'))).toBe('sign_in_lost');
});

test('a password of the administrator has to be changed, after the second factor, and ends the sign-ins before', async () => {
  const { codes, browser: before } = await withTotp('carla');
  expect(await portal.command(['user', 'passwd', 'carla', '--password-stdin', '--must-change'], 'for the first day\n')).toBe(
    'Set the password of carla.',
  );
  expect((await before.get('/api/v1/me')).status).toBe(401);
  const browser = await begin('carla', 'for the first day');
  expect(errorOf(await browser.post('/api/v1/sign-in/password', { password: 'my own password' }))).toBe('sign_in_lost');
  expect(await stateOf(browser.post('/api/v1/sign-in/recovery', { code: codes[0] }))).toMatchObject({ step: 'password' });
  expect(errorOf(await browser.post('/api/v1/sign-in/password', { password: 'for the first day' }))).toBe('invalid');
  expect(await stateOf(browser.post('/api/v1/sign-in/password', { password: 'my own password' }))).toMatchObject({ step: 'done' });
  await finish(browser);
});

test('an invitation opens the account once, with a passkey for the second factor, which then needs no name', async () => {
  const printed = await portal.command(['user', 'add', 'dora', '--invite']);
  expect(printed).toMatch(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){2}$/);
  const code = await portal.command(['user', 'invite', 'dora', '--hours', '1']);
  const browser = new WebBrowser(portal);
  const accept = (name: string, given: string) => browser.post('/api/v1/sign-in/invite', { name, code: given, password: ADMIN.password });
  const refused = [await accept('dora', printed), await accept('nobody', code)];
  expect(new Set(refused.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(errorOf(refused[0]!)).toBe('wrong_invite');
  expect(await stateOf(accept('dora', code))).toMatchObject({ step: 'enrol' });
  const authenticator = new SoftwareAuthenticator(portal.origin);
  const register = (await browser.post('/api/v1/sign-in/enrol/passkey/options', {})).json<Ceremony>();
  const response = authenticator.create(register.options);
  const foreign = new SoftwareAuthenticator('http://portal.evil.example').create(register.options);
  const add = (answer: unknown) =>
    browser.post('/api/v1/sign-in/enrol/passkey', { ceremony: register.ceremony, response: answer, name: 'Laptop' });
  expect(errorOf(await add(foreign))).toBe('wrong_passkey');
  expect((await stateOf(add(response))).step).toBe('done');
  await finish(browser);
  expect(errorOf(await accept('dora', code))).toBe('wrong_invite');

  const nameless = new WebBrowser(portal);
  const { ceremony, options } = (await nameless.post('/api/v1/sign-in/passkey/options', {})).json<Ceremony>();
  const shown = { ceremony, response: authenticator.get(options) };
  expect(await stateOf(nameless.post('/api/v1/sign-in/passkey', shown))).toMatchObject({ step: 'done', name: 'dora' });
  await finish(nameless);
  expect(errorOf(await new WebBrowser(portal).post('/api/v1/sign-in/passkey', shown))).toBe('wrong_passkey');
  const { items } = (await nameless.get('/api/v1/me/logins')).json<{ items: { provider: string }[] }>();
  expect(items.map(({ provider }) => provider).sort()).toEqual(['invite', 'passkey']);
});

test('another site can take none of the steps', async () => {
  const browser = await begin('anna');
  const steps = [
    'totp',
    'recovery',
    'passkey/options',
    'passkey',
    'password',
    'enrol/totp',
    'enrol/totp/confirm',
    'enrol/passkey',
    'invite',
  ];
  for (const origin of ['https://evil.example', 'null', '']) {
    for (const step of steps) {
      const headers = { origin, 'content-type': 'application/json' };
      const answer = await browser.request(`/api/v1/sign-in/${step}`, { method: 'POST', headers, body: '{}' });
      expect([step, answer.status, errorOf(answer)]).toEqual([step, 403, 'foreign_origin']);
    }
    expect((await browser.request('/api/v1/sign-in', { method: 'DELETE', headers: { origin } })).status).toBe(403);
  }
  expect(await stateOf(browser.get('/api/v1/sign-in'))).toMatchObject({ step: 'factor' });
});

test('a session or a ticket that somebody planted is not taken over', async () => {
  const { secret, browser: attacker } = await withTotp('mallory');
  const planted = attacker.sessionCookie!;
  const { codes } = await withTotp('victim');
  const browser = new WebBrowser(portal);
  browser.cookies.set(planted.name, planted);
  browser.cookies.set(TICKET, (await begin('mallory')).cookies.get(TICKET)!);
  await browser.submitSignIn('victim', ADMIN.password);
  expect(await stateOf(browser.get('/api/v1/sign-in'))).toMatchObject({ name: 'victim' });
  expect(errorOf(await browser.post('/api/v1/sign-in/totp', { code: codeOf(secret, STEP_MS) }))).toBe('wrong_code');
  await stateOf(browser.post('/api/v1/sign-in/recovery', { code: codes[0] }));
  await finish(browser);
  expect((await browser.get('/api/v1/me')).json()).toMatchObject({ name: 'victim' });
  expect((await attacker.get('/api/v1/me')).json()).toMatchObject({ name: 'mallory' });
});

test('the command line signs out, takes factors away, deletes, and lists who has what', async () => {
  const { browser } = await withTotp('erin');
  const erin = () => portal.command(['user', 'list']).then((list) => list.split('\n').find((line) => line.startsWith('erin')));
  expect(await erin()).toMatch(/^erin +erin +user +active +password \+ TOTP +- +20/);
  expect(await portal.command(['user', 'sign-out', 'erin'])).toBe('Signed erin out everywhere.');
  expect((await browser.get('/api/v1/me')).status).toBe(401);
  expect(await portal.command(['user', 'reset-factors', 'erin'])).toBe('Took away the second factors of erin.');
  expect(await stateOf((await begin('erin')).get('/api/v1/sign-in'))).toMatchObject({ step: 'enrol' });
  expect(await portal.command(['user', 'remove', 'erin'])).toBe('Removed erin.');
  expect(await erin()).toBeUndefined();
  const last = portal.cli(['user', 'remove', 'anna']);
  expect([(await last.exit(30_000)).code, last.output]).toEqual([1, expect.stringContaining('last active administrator')]);
});
