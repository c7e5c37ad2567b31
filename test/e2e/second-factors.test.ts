/** Second factors as people use them: an authenticator app, a passkey, recovery codes, an invitation. Each test goes on where the one before ended. */

import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHeadlessShell } from '../support/chromium';
import { watchPage } from '../support/page-troubles';
import { ADMIN, startPortal } from '../support/portal';
import type { Portal } from '../support/portal';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { VirtualAuthenticator } from '../support/virtual-authenticator';

const WAIT = 20_000;
const ANNA = { name: 'anna', password: 'a stapled battery' };
const STEP_MS = 30_000;

let portal: Portal;
/** A passkey belongs to a name: an address such as 127.0.0.1 is none. */
let url: string;
let vnc: TigerVnc;
let browser: Browser;
let page: Page;
let authenticator: VirtualAuthenticator;
const troubles: string[] = [];
let totp: TOTP;
let codes: string[];

beforeAll(async () => {
  [portal, vnc, browser] = await Promise.all([
    startPortal({ env: { REQUIRE_SECOND_FACTOR: 'admin' } }),
    startTigerVnc({ text: 'hello' }),
    startHeadlessShell(),
  ]);
  url = portal.url.replace('127.0.0.1', 'localhost');
  page = await (await newContext()).newPage();
  authenticator = await VirtualAuthenticator.attach(page);
});
afterAll(async () => {
  await browser.close();
  await vnc.stop();
  await portal.stop();
});

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  context.setDefaultTimeout(WAIT);
  await watchPage(context, troubles);
  return context;
}

const button = (name: string | RegExp, on: Page = page) => on.getByRole('button', { name });
const hosts = (on: Page = page) => on.getByRole('heading', { name: 'Hosts', level: 1 }).waitFor();

async function givePassword({ name, password }: typeof ADMIN, on: Page = page): Promise<void> {
  await on.goto(`${url}/sign-in`);
  await on.getByLabel('Name', { exact: true }).fill(name);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await button('Sign in', on)
    .filter({ hasText: /^Sign in$/ })
    .click();
}

async function giveCode(label: string, code: string, on: Page = page): Promise<void> {
  await on.getByLabel(label).fill(code);
  await button('Go on', on).click();
}

/** From a page that does not notice: one of the portal would go to the sign-in page by itself. */
async function signOut(): Promise<void> {
  await page.goto('about:blank');
  await page.context().clearCookies();
}

/** Each code counts once, so the tests take one after the other: the portal allows a clock that is a step ahead. */
let codesTaken = 0;
const nextCode = (): string => totp.generate({ timestamp: Date.now() + STEP_MS * (codesTaken++ - 1) });

test('an administrator who has to have a second factor adds an authenticator app on the way in, over a reload', async () => {
  await page.goto(url);
  await page.getByLabel('Setup code').fill(await portal.setupCode());
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await button('Create the administrator').click();
  await page.getByRole('heading', { name: 'Add a second factor' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Add a second factor' }).waitFor();
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  const secret = await page.locator('code').first().innerText();
  totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const first = page.getByLabel('The code that the app shows now');
  await first.fill('000000');
  await button('Use this app').click();
  await page.getByRole('alert').filter({ hasText: 'That code is not right' }).waitFor();
  await first.fill(nextCode());
  await button('Use this app').click();
  await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
  codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  expect(codes.length).toBe(10);
  await button('I have kept them').click();
  await hosts();
});

test('a password alone is not enough then: the code of the app is, once', async () => {
  await signOut();
  await givePassword(ADMIN);
  await page.getByRole('heading', { name: 'Second factor' }).waitFor();
  // The field has the focus, so that a code can be typed at once.
  await page.locator('input[autocomplete=one-time-code]:focus').waitFor();
  const code = nextCode();
  await giveCode('Code of your authenticator app', code);
  await hosts();
  await signOut();
  await givePassword(ADMIN);
  await giveCode('Code of your authenticator app', code);
  await page.getByRole('alert').filter({ hasText: 'That code is not right' }).waitFor();
});

test('a recovery code does instead, and a sign-in can be begun again', async () => {
  await button('Begin again').click();
  await page.getByLabel('Name', { exact: true }).waitFor();
  await givePassword(ADMIN);
  await button('Use a recovery code').click();
  await giveCode('Recovery code', codes[0]!);
  await hosts();
});

test('a passkey is added on the account page, given a name, and signs in without name and password', async () => {
  await page.goto(`${url}/account`);
  await page.getByText('9 left').waitFor();
  await button('Add a passkey').click();
  await page.getByLabel('Name of the passkey').fill('my laptop');
  await authenticator.touchedWhile(async () => {
    await button('Make a passkey').click();
    await page.getByText('The passkey was added.').waitFor();
  });
  expect(await authenticator.passkeys()).toBe(1);
  await button('Rename the passkey my laptop').click();
  await page.getByLabel('Name', { exact: true }).fill('the old laptop');
  await button('Rename it').click();
  await button('Remove the passkey the old laptop').waitFor();

  await signOut();
  // Without the offer in the field for the name: a touch would answer that one as well.
  await page.route('**/sign-in/passkey/options', (route) => route.abort(), { times: 1 });
  await page.goto(`${url}/sign-in?return=%2Faccount`);
  await button('Sign in with a passkey').waitFor();
  await authenticator.touchedWhile(async () => {
    await button('Sign in with a passkey').click();
    await page.waitForURL('**/account');
  });
  await page.getByText('with a passkey, from').waitFor();
});

test('the field for the name offers it too, and choosing it there is enough', async () => {
  await signOut();
  // Chromium takes a touch for such an offer only from an authenticator that was touched before.
  await authenticator.touchedWhile(async () => {
    await page.goto(`${url}/sign-in`);
    await hosts();
  });
});

test('the same passkey is the second factor of a password', async () => {
  await signOut();
  await givePassword(ADMIN);
  await page.getByRole('heading', { name: 'Second factor' }).waitFor();
  await authenticator.touchedWhile(async () => {
    await button('Use a passkey').click();
    await hosts();
  });
});

test('an invitation sets the first password and signs in; its code is worth nothing after that', async () => {
  const code = (await portal.command(['user', 'add', ANNA.name, '--invite'])).trim();
  const guest = await (await newContext()).newPage();
  await guest.goto(`${url}/invite#name=${ANNA.name}`);
  await guest.getByLabel('One-time code').fill('AAAA-BBBB-CCCC');
  await guest.getByLabel('New password').fill(ANNA.password);
  await button('Set the password and sign in', guest).click();
  await guest.getByText('The name or the code is wrong').waitFor();
  expect(await guest.getByLabel('Name', { exact: true }).inputValue()).toBe(ANNA.name);
  await guest.getByLabel('One-time code').fill(code);
  await button('Set the password and sign in', guest).click();
  await hosts(guest);
  const again = await guest.request.post(`${url}/api/v1/sign-in/invite`, {
    data: { ...ANNA, code },
    headers: { origin: url },
  });
  expect([again.status(), ((await again.json()) as { error: { code: string } }).error.code]).toEqual([401, 'wrong_invite']);
  await guest.context().close();
});

test('a host that asks for a second factor opens once one was shown, in the console itself', async () => {
  const headers = { origin: url };
  const host = { id: 'vault', name: 'Vault', targets: [`vnc://127.0.0.1:${vnc.port}`], policy: { secondFactor: true } };
  expect((await page.request.post(`${url}/api/v1/hosts`, { data: host, headers })).status()).toBe(201);
  await portal.command(['grant', 'add', '--user', ANNA.name, '--host', host.id, '--access', 'control']);

  const first = await (await newContext()).newPage();
  await givePassword(ANNA, first);
  await hosts(first);
  await first.goto(`${url}/console/vault`);
  await first.getByRole('heading', { name: 'This host asks for your second factor' }).waitFor();
  await first.getByText('Your account has no second factor yet').waitFor();

  // Added in another browser, it counts there alone.
  const second = await (await newContext()).newPage();
  await givePassword(ANNA, second);
  await hosts(second);
  await second.goto(`${url}/account`);
  await button('Add an authenticator app', second).click();
  const own = new TOTP({ secret: Secret.fromBase32(await second.getByRole('dialog').locator('code').innerText()) });
  await second.getByLabel('The code that the app shows now').fill(own.generate({ timestamp: Date.now() - STEP_MS }));
  await button('Use this app', second).click();
  await button('I have kept them', second).click();

  await first.reload();
  await giveCode('Code of your authenticator app', own.generate(), first);
  await first.locator('main canvas[role=application]').waitFor();
  await first.locator('[data-console-state="connected"]').waitFor();
});

test('no page did what it may not', () => {
  expect(troubles).toEqual([]);
});
