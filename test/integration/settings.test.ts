/** What a person chose goes with them: over REST, in the next browser, and before the sign-in. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCALE_COOKIE } from '../../server/contract/locale';
import { defaultSettings, type Settings } from '../../server/contract/settings';
import { ApiClient } from '../support/api-client';
import { sql } from '../support/database';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { WebBrowser } from '../support/web-browser';

let portal: Portal;
let admin: Administrator;

beforeAll(async () => {
  portal = await startPortal({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  admin = await portal.admin();
  await admin.api.addHost('desk', '10.0.0.5:1');
});
afterAll(() => portal.stop());

async function newUser(name: string): Promise<WebBrowser> {
  await admin.api.create('/users', { name, password: ADMIN.password });
  return signIn(name);
}

async function signIn(name: string): Promise<WebBrowser> {
  const browser = new WebBrowser(portal);
  await browser.signIn(name, ADMIN.password);
  return browser;
}

const settingsOf = async (browser: WebBrowser): Promise<Settings> =>
  (await browser.get('/api/v1/me/settings')).json<{ settings: Settings }>().settings;
const languageOf = async (browser: WebBrowser, path: string, acceptLanguage?: string): Promise<string | undefined> => {
  const headers = acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage };
  return /<html[^>]* lang="([^"]*)"/.exec((await browser.request(path, { headers })).text)?.[1];
};

describe('settings', () => {
  test("are changed field by field, and are there in the person's next browser", async () => {
    const first = await newUser('anna');
    expect(await settingsOf(first)).toEqual(defaultSettings);
    const patched = await first.patch('/api/v1/me/settings', { colorScheme: 'dark', console: { meter: true } });
    const expected = { ...defaultSettings, colorScheme: 'dark', console: { ...defaultSettings.console, meter: true } };
    expect([patched.status, patched.json()]).toEqual([200, expected]);
    expect(await settingsOf(await signIn('anna'))).toEqual(expected);
    expect(await settingsOf(admin.browser)).toEqual(defaultSettings);
  });

  test('name the field that has a value it may not have', async () => {
    const answer = await admin.browser.patch('/api/v1/me/settings', { console: { typingRate: 0 } });
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { error: { code: 'invalid', fields: { 'console.typingRate': expect.any(String) as string } } },
    ]);
  });

  test('of a host are its own until they are taken away', async () => {
    const read = async (): Promise<unknown> => (await admin.browser.get('/api/v1/hosts/desk/settings')).json();
    const { scaling, quality, colours, swapRedBlue, keyboardLayout, keySending } = defaultSettings.console;
    const defaults = { scaling, quality, colours, swapRedBlue, keyboardLayout, keySending };
    expect(await read()).toEqual({ own: {}, settings: defaults });
    const changed = await admin.browser.patch('/api/v1/hosts/desk/settings', { quality: 'slow', keyboardLayout: 'fr' });
    const own = { quality: 'slow', keyboardLayout: 'fr' };
    expect(changed.json()).toEqual({ own, settings: { ...defaults, ...own } });
    expect(await read()).toEqual(changed.json());
    await admin.browser.patch('/api/v1/hosts/desk/settings', { quality: null, keyboardLayout: null });
    expect(await read()).toEqual({ own: {}, settings: defaults });
  });

  test('of a host that the person may not open are not to be had, as of one that is not there', async () => {
    const user = await newUser('ben');
    const answers = [
      await user.get('/api/v1/hosts/desk/settings'),
      await user.patch('/api/v1/hosts/desk/settings', { quality: 'slow' }),
      await user.get('/api/v1/hosts/nothing/settings'),
      await admin.browser.patch('/api/v1/hosts/nothing/settings', {}),
    ];
    for (const answer of answers) expect([answer.status, answer.json()]).toMatchObject([404, { error: { code: 'host_not_found' } }]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('that a later version has stored keep nobody from their own', async () => {
    const user = await newUser('carl');
    await user.patch('/api/v1/me/settings', { console: { meter: true } });
    const data = JSON.stringify({ colorScheme: 'sepia', console: { meter: true, scaling: 'cinema' } });
    await sql(portal, `update settings set data = '${data}' where user_id = (select id from users where name = 'carl')`);
    expect(await settingsOf(user)).toEqual({ ...defaultSettings, console: { ...defaultSettings.console, meter: true } });
  });
});

describe('the language', () => {
  test("is the person's in every page at once, in a browser that does not know it yet", async () => {
    const first = await newUser('mei');
    expect(await languageOf(first, '/', 'en-GB')).toBe('en');
    await first.patch('/api/v1/me/settings', { locale: 'zh-CN' });
    expect(await languageOf(first, '/', 'en-GB')).toBe('zh-CN');

    const second = new WebBrowser(portal);
    expect(await languageOf(second, '/sign-in', 'en-GB')).toBe('en');
    await second.signIn('mei', ADMIN.password);
    expect(second.cookies.has(LOCALE_COOKIE)).toBe(false);
    for (const path of ['/', '/account', '/no-such-page']) expect(await languageOf(second, path, 'en-GB')).toBe('zh-CN');
  });

  test('is kept by the browser for the pages before the sign-in, and forgotten with the choice', async () => {
    const browser = await newUser('lin');
    await browser.patch('/api/v1/me/settings', { locale: 'zh-CN' });
    const { value, attributes } = browser.cookies.get(LOCALE_COOKIE)!;
    expect(value).toBe('zh-CN');
    expect(attributes).toMatch(/Path=\/(;|$)/i);
    expect(attributes).toMatch(/SameSite=lax/i);
    expect(attributes).toMatch(/Max-Age=34560000(;|$)/i);
    expect(attributes).not.toMatch(/Secure|Domain/i);
    const session = browser.sessionCookie!;
    await browser.signOut();
    expect(browser.sessionCookie).toBeUndefined();
    // next-auth takes cookies whose names begin as the session's does for parts of it: the sign-in would then go on behind the sign-out.
    expect((await portal.http('/api/v1/me', { headers: { cookie: `${session.name}=${session.value}` } })).status).toBe(401);
    expect(await languageOf(browser, '/sign-in', 'en-GB')).toBe('zh-CN');

    await browser.signIn('lin', ADMIN.password);
    await browser.patch('/api/v1/me/settings', { colorScheme: 'dark' });
    expect(browser.cookies.has(LOCALE_COOKIE)).toBe(true);
    await browser.patch('/api/v1/me/settings', { locale: null });
    expect(browser.cookies.has(LOCALE_COOKIE)).toBe(false);
    expect(await languageOf(browser, '/', 'en-GB')).toBe('en');
    expect(await languageOf(browser, '/', 'zh-TW,zh;q=0.9')).toBe('zh-CN');
  });

  test('is kept by a cookie that only travels encrypted, where the browser speaks https', async () => {
    const browser = new WebBrowser(portal);
    const request = browser.request.bind(browser);
    const origin = portal.origin.replace('http:', 'https:');
    browser.request = (path, options) =>
      request(path, { ...options, headers: { ...options?.headers, origin, 'x-forwarded-proto': 'https' } });
    await browser.signIn(ADMIN.name, ADMIN.password);
    await browser.patch('/api/v1/me/settings', { locale: 'en' });
    expect(browser.cookies.get(LOCALE_COOKIE)?.attributes).toMatch(/Secure/i);
    await browser.patch('/api/v1/me/settings', { locale: null });
    expect(browser.cookies.has(LOCALE_COOKIE)).toBe(false);
  });

  test('of a person overrides what the browser keeps of another, and rubbish in the cookie is nothing', async () => {
    const browser = await newUser('otto');
    browser.cookies.set(LOCALE_COOKIE, { value: 'zh-CN', attributes: '' });
    expect(await languageOf(browser, '/', 'en-GB')).toBe('zh-CN');
    await new ApiClient(portal, (await browser.createToken('t')).token).must('PATCH', '/me/settings', { locale: 'en' });
    expect(await languageOf(browser, '/', 'en-GB')).toBe('en');
    const stranger = new WebBrowser(portal);
    stranger.cookies.set(LOCALE_COOKIE, { value: 'tlh', attributes: '' });
    expect(await languageOf(stranger, '/sign-in', 'zh')).toBe('zh-CN');
  });

  test('is set in no browser by a token', async () => {
    const answer = await admin.api.call('PATCH', '/me/settings', { locale: 'en' });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([200, undefined]);
  });
});
