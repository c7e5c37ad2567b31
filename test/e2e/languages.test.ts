/** The portal in each of its languages; the language and the appearance that a person chose follow them to the next machine. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHeadlessShell } from '../support/chromium';
import { watchPage } from '../support/page-troubles';
import { ADMIN, startPortal } from '../support/portal';
import type { Portal } from '../support/portal';
import { until } from '../support/waiting';

const WAIT = 20_000;

const words = {
  'en-GB': { lang: 'en', name: 'Name', password: 'Password', signIn: 'Sign in', setup: 'Welcome' },
  'zh-CN': { lang: 'zh-CN', name: '用户名', password: '密码', signIn: '登录', setup: '欢迎' },
} as const;
type Speech = keyof typeof words;

let portal: Portal;
let browser: Browser;
const contexts: BrowserContext[] = [];
const troubles: string[] = [];

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(), startHeadlessShell()]);
});
afterAll(async () => {
  await browser.close();
  await portal.stop();
});

/** A machine on which nobody has used the portal yet. */
async function machine(locale: Speech): Promise<Page> {
  const context = await browser.newContext({ locale, colorScheme: 'light', viewport: { width: 1280, height: 800 } });
  contexts.push(context);
  context.setDefaultTimeout(WAIT);
  await watchPage(context, troubles);
  return context.newPage();
}

/** The page's language as a screen reader learns it. */
const langOf = (page: Page) => page.evaluate(() => document.documentElement.lang);
const schemeOf = (page: Page) => page.evaluate(() => document.documentElement.dataset['mantineColorScheme']);

async function signIn(page: Page, speech: Speech): Promise<void> {
  const { name, password, signIn: enter } = words[speech];
  await page.getByLabel(name, { exact: true }).fill(ADMIN.name);
  await page.getByLabel(password, { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: enter, exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
}

/** Opens a menu; a click before React has taken the page over is nobody's. */
async function choose(page: Page, menu: RegExp, item: string): Promise<void> {
  const wanted = page.getByRole('menuitemradio', { name: item });
  for (let tries = 0; tries < 10 && !(await wanted.isVisible()); tries++) {
    await page.getByRole('button', { name: menu }).click();
    await wanted.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  await wanted.click();
}

test("before anybody has signed in, the pages speak the browser's language", async () => {
  for (const speech of Object.keys(words) as Speech[]) {
    const page = await machine(speech);
    await page.goto(portal.url);
    await page.getByRole('heading', { name: words[speech].setup }).waitFor();
    expect(await langOf(page)).toBe(words[speech].lang);
    await fits(page);
  }
  await portal.admin();
});

test('a language chosen on the sign-in page is kept in this browser, and can be given back to it', async () => {
  const page = await machine('zh-CN');
  await page.goto(`${portal.url}/sign-in`);
  await choose(page, /^语言/, 'English');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await langOf(page)).toBe('en');
  await choose(page, /^Language/, 'As the browser');
  await page.getByRole('heading', { name: '登录' }).waitFor();
  expect(await page.context().cookies()).not.toContainEqual(expect.objectContaining({ name: 'vnc-portal-locale' }));
});

test('it stays after signing in, where it can be given back too', async () => {
  const page = await machine('zh-CN');
  await page.goto(`${portal.url}/sign-in?return=/account`);
  await choose(page, /^语言/, 'English');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, 'en-GB');
  await page.getByRole('heading', { name: 'Language and appearance' }).waitFor();
  await choose(page, /^Account of/, 'As the browser');
  await page.getByRole('heading', { name: '语言和外观' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: '语言和外观' }).waitFor();
});

test('why a sign-in failed is said in the language of the page', async () => {
  const page = await machine('zh-CN');
  await page.goto(`${portal.url}/sign-in`);
  await page.getByLabel('用户名', { exact: true }).fill(ADMIN.name);
  await page.getByLabel('密码', { exact: true }).fill('wrong password');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: '用户名或密码错误' }).waitFor();
});

test('language and appearance chosen while signed in are there on the next machine, without a flash of the other', async () => {
  const first = await machine('en-GB');
  await first.goto(`${portal.url}/sign-in?return=/account`);
  await signIn(first, 'en-GB');
  await first.getByRole('heading', { name: 'Language and appearance' }).waitFor();
  const [saved] = await Promise.all([
    first.waitForResponse((answer) => answer.url().endsWith('/me/settings') && answer.request().method() === 'PATCH'),
    first.locator('label').filter({ hasText: 'Dark' }).click(),
  ]);
  expect(saved.status()).toBe(200);
  await choose(first, /^Account of/, '简体中文');
  await first.getByRole('heading', { name: '语言和外观' }).waitFor();
  await until('the Chinese title', async () => (await first.title()).startsWith('账户'));
  expect(await langOf(first)).toBe('zh-CN');

  const second = await machine('en-GB');
  await second.goto(`${portal.url}/sign-in?return=/account`);
  expect(await schemeOf(second)).toBe('light');
  await second.addInitScript(() => {
    // What the page looks like when its body begins, before anything can be painted.
    const seen = new MutationObserver(() => {
      if (!document.querySelector('body')) return;
      seen.disconnect();
      (globalThis as unknown as { firstScheme: unknown }).firstScheme = document.documentElement.dataset['mantineColorScheme'];
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await signIn(second, 'en-GB');
  await second.getByRole('heading', { name: '语言和外观' }).waitFor();
  expect(await second.evaluate(() => (globalThis as unknown as { firstScheme: unknown }).firstScheme)).toBe('dark');
  expect(await langOf(second)).toBe('zh-CN');

  await second.getByRole('combobox', { name: '语言' }).click();
  await second.getByRole('option', { name: '跟随浏览器' }).click();
  await second.getByRole('heading', { name: 'Language and appearance' }).waitFor();
});

test.each(Object.keys(words) as Speech[])('in a browser that asks for %s every page speaks it, and fits a phone', async (speech) => {
  const page = await machine(speech);
  await page.goto(`${portal.url}/sign-in?return=/account`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await fits(page);
  await signIn(page, speech);
  for (const path of ['/account', '/sessions', '/people', '/audit', '/no-such-page']) {
    await page.goto(`${portal.url}${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await langOf(page)).toBe(words[speech].lang);
    if (speech === 'zh-CN') expect([path, await englishIn(page)]).toEqual([path, []]);
    await fits(page);
  }
});

test('none of the pages has violated its policy, thrown, or asked for what is not there', async () => {
  for (const context of contexts) await context.close();
  expect(troubles).toEqual([]);
});

/** Words of another language are longer or shorter: nothing is wider than the window. */
async function fits(page: Page): Promise<void> {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect([page.url(), width, overflow]).toEqual([page.url(), width, 0]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Runs of English words that a Chinese page shows. Names, such as of browsers and protocols, are shorter. */
function englishIn(page: Page): Promise<string[]> {
  return page.evaluate(() => document.body.innerText.match(/[a-z]{2,}(?: [a-z]{2,}){2,}/gi) ?? []);
}
