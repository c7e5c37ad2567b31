/** Set-up 7: what a person does on the first day, in a real browser with a real machine. Each test goes on where the one before ended. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium';
import { watchPage } from '../support/page-troubles';
import { ADMIN, root, startPortal } from '../support/portal';
import type { Portal } from '../support/portal';
import { startQemu } from '../support/qemu';
import type { Qemu } from '../support/qemu';
import { drawnPixels, screenOf } from '../support/screen';
import { until } from '../support/waiting';

const WAIT = 20_000;
const HOST = { name: 'Build server', id: 'build-server' };

let portal: Portal;
let qemu: Qemu;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  [portal, qemu, browser] = await Promise.all([startPortal(), startQemu({ echoesKeys: true }), startChromium()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(WAIT);
  await watchPage(context, troubles);
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await qemu.stop();
  await portal.stop();
});

test('the first visit leads to the setup, which takes the code of the terminal and makes the administrator', async () => {
  await page.goto(portal.url);
  await page.waitForURL('**/setup');
  await page.getByLabel('Setup code').fill('AAAA-BBBB-CCCC');
  await page.getByLabel('Name', { exact: true }).fill(ADMIN.name);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  const create = page.getByRole('button', { name: 'Create the administrator' });
  await create.click();
  await page.getByText('That is not the setup code').first().waitFor();
  await page.getByLabel('Setup code').fill(await portal.setupCode());
  await create.click();
  await page.getByRole('heading', { name: 'Hosts' }).waitFor();
});

test('signing out and in again works, and a wrong password is told', async () => {
  await signOut(page);
  await page.getByLabel('Name', { exact: true }).fill(ADMIN.name);
  await page.getByLabel('Password', { exact: true }).fill('wrong password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: /wrong/ }).waitFor();
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Hosts' }).waitFor();
});

test('a host is added through the form, which says what is wrong beside the field', async () => {
  await page.getByRole('button', { name: 'Add a host' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill(HOST.name);
  await form.getByLabel('Address', { exact: true }).fill(qemu.url.replace('ws:', 'http:'));
  await form.getByText(/Write ws:\/\/ instead of http:\/\//).waitFor();
  await form.getByLabel('Address', { exact: true }).fill(qemu.url);
  expect(await form.getByLabel('Id', { exact: true }).inputValue()).toBe(HOST.id);
  await form.getByRole('button', { name: 'Add the host' }).click();
  await page.getByRole('link', { name: HOST.name }).waitFor();
});

test("opening it shows the machine's screen: its pixels are the firmware's white on black", async () => {
  await page.getByRole('link', { name: HOST.name }).click();
  await page.waitForURL(`**/console/${HOST.id}`);
  await connected(page);
  const screen = await until('text on the screen', async () => {
    const seen = await screenOf(page);
    return seen && drawnPixels(seen) > 300 && seen;
  });
  expect([screen.width, screen.height]).toEqual([720, 400]);
  // Text on a dark ground: most pixels are black, and there are few colours.
  expect(drawnPixels(screen)).toBeLessThan((screen.width * screen.height) / 5);
  expect(new Set(screen.pixels).size).toBeLessThan(20);
  await until('the title', async () => (await page.title()).includes(HOST.name));
});

test('what is typed arrives at the machine', async () => {
  const before = drawnPixels((await screenOf(page))!);
  await page.keyboard.type('Hello from a browser 0123456789', { delay: 20 });
  await until('the typed text on the screen', async () => drawnPixels((await screenOf(page))!) > before + 500);
});

test('a reload brings the same screen back', async () => {
  const before = drawnPixels((await screenOf(page))!);
  await page.reload();
  await connected(page);
  // The cursor blinks: a cell of it more or less is the same screen.
  await until('the same screen', async () => {
    const seen = await screenOf(page);
    return seen && Math.abs(drawnPixels(seen) - before) < 60;
  });
});

test('when the machine dies the page says so, with the next step', async () => {
  await qemu.stop('SIGKILL');
  await page.getByRole('heading', { name: /The host (closed the connection|refuses connections)/ }).waitFor();
  await page.getByRole('heading', { name: 'The host refuses connections' }).waitFor();
  await page.getByText(/Start it\.|Check that the machine .* run/).waitFor();
  await page.getByRole('button', { name: 'Try now' }).waitFor();
});

test('when it is started again the console comes back by itself', async () => {
  qemu = await startQemu({ echoesKeys: true, ports: qemu.ports });
  await connected(page, 60_000);
  await until('text on the screen', async () => {
    const seen = await screenOf(page);
    return seen && drawnPixels(seen) > 300;
  });
  const before = drawnPixels((await screenOf(page))!);
  await page.keyboard.type('and again', { delay: 20 });
  await until('the typed text on the screen', async () => drawnPixels((await screenOf(page))!) > before + 100);
});

test('every page works in light and dark, narrow and wide', async () => {
  const pictures = join(root, 'test-output', 'screenshots');
  mkdirSync(pictures, { recursive: true });
  const paths = { hosts: '/', consoles: '/sessions', people: '/people', audit: '/audit', account: '/account', lost: '/no-such-page' };
  const tab = await context.newPage();
  for (const colorScheme of ['light', 'dark'] as const) {
    await tab.emulateMedia({ colorScheme });
    for (const [name, path] of Object.entries(paths)) {
      await tab.goto(`${portal.url}${path}`);
      await tab.getByRole('heading', { level: 1 }).first().waitFor();
      for (const width of [1280, 360]) {
        await tab.setViewportSize({ width, height: 800 });
        const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect([name, width, overflow]).toEqual([name, width, 0]);
        await tab.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`) });
      }
    }
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(pictures, `console-${colorScheme}.png`) });
  }
  await tab.close();
});

test('an administrator sees the console among those open now', async () => {
  const tab = await context.newPage();
  await tab.goto(`${portal.url}/sessions`);
  await tab.getByRole('link', { name: HOST.name }).first().waitFor();
  await tab.close();
});

test('signing out in another tab ends the console at once, and the page says why', async () => {
  const tab = await context.newPage();
  await tab.goto(portal.url);
  await signOut(tab);
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor({ timeout: 3000 });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/sign-in?return=**');
  await page.getByLabel('Name', { exact: true }).fill(ADMIN.name);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**/console/${HOST.id}`);
  await connected(page);
  await tab.close();
});

test('none of the pages has violated its policy, thrown, or asked for what is not there', () => {
  expect(troubles).toEqual([]);
});

/** Waits until the machine is on the screen. */
async function connected(where: Page, timeout = WAIT): Promise<void> {
  await where
    .getByRole('status')
    .filter({ hasText: `${HOST.name}: Connected` })
    .waitFor({ state: 'attached', timeout });
}

async function signOut(where: Page): Promise<void> {
  const leave = where.getByRole('menuitem', { name: 'Sign out' });
  // A click before React has taken the page over is nobody's; a person clicks again.
  for (let tries = 0; tries < 10 && !(await leave.isVisible()); tries++) {
    await where.getByRole('button', { name: /^Account of/ }).click();
    await leave.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  await leave.click();
  await where.waitForURL('**/sign-in');
}
