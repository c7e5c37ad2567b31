/** What a console does when its machine, its network or its device goes away for a while: it comes back by itself. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BreakingLine, startBreakingLine } from '../support/breaking-line';
import { startHeadlessShell } from '../support/chromium';
import { watchPage } from '../support/page-troubles';
import { type Administrator, type Portal, startPortal } from '../support/portal';
import type { RunningProcess } from '../support/process';
import { startTigerVnc, type TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { watchInput } from '../support/x-display';

const BACK_MS = 90_000;
const HOST = 'desk';

let portal: Portal;
let admin: Administrator;
let server: TigerVnc;
let line: BreakingLine;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let input: RunningProcess;
const troubles: string[] = [];

beforeAll(async () => {
  [portal, server, browser] = await Promise.all([startPortal(), startTigerVnc(), startHeadlessShell()]);
  line = await startBreakingLine(portal.ownPort);
  admin = await portal.admin();
  // One person at a time: what is left of a dead connection would stand in the way of its own page.
  await admin.api.addHost(HOST, `vnc://127.0.0.1:${server.port}`, { policy: { exclusive: true } });
});
afterAll(async () => {
  await browser.close();
  await line.stop();
  await server.stop();
  await portal.stop();
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  await watchPage(context, troubles);
  const url = `http://127.0.0.1:${line.port}`;
  await context.addCookies([...admin.browser.cookies].map(([name, { value }]) => ({ name, value, url })));
  page = await context.newPage();
  input = await watchInput(server.display);
  await page.goto(`${url}/console/${HOST}`);
  await state('connected');
  // What is needed without a network is loaded as long as there is one.
  await page.locator('header').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
});
afterEach(async () => {
  line.mend();
  await context.close();
  await input.stop();
  await until('no console to be left', async () => (await admin.api.sessions()).length === 0);
});

const state = (name: string, timeout = BACK_MS) => page.locator(`[data-console-state="${name}"]`).waitFor({ timeout });
const consoles = async () => (await admin.api.sessions()).map(({ id }) => id);
/** The page has opened its console anew. */
async function anew(before: readonly string[]): Promise<void> {
  await until('another console', async () => (await consoles()).some((id) => !before.includes(id)), BACK_MS);
  await state('connected');
}
/** Keys reach the machine. */
async function types(key: string, keysym: string): Promise<void> {
  await page.keyboard.press(key);
  await input.line(new RegExp(`keysym 0x[0-9a-f]+, ${keysym}`));
}

test('a VNC server that is killed and started again has its console back, and its keyboard', async () => {
  const { port } = server;
  await server.stop();
  await page.getByRole('heading', { name: 'The host refuses connections' }).waitFor();
  await page.getByText(/Trying again in \d+ seconds?\./).waitFor();
  // What was there last is still to be seen.
  expect(await page.locator('[class*=lastPicture] canvas').count()).toBe(1);
  await input.stop();
  server = await startTigerVnc({ port });
  input = await watchInput(server.display);
  await state('connected');
  expect(await page.locator('[class*=lastPicture] canvas').count()).toBe(0);
  await types('x', 'x');
});

test('a person who does not want to wait tries at once', async () => {
  const { port } = server;
  await server.stop();
  await page.getByText(/Trying again in ([4-9]|1\d) seconds\./).waitFor();
  await input.stop();
  server = await startTigerVnc({ port });
  input = await watchInput(server.display);
  await page.getByRole('button', { name: 'Try now' }).click();
  await state('connected');
});

test('a network that breaks without a word is found out while the page is looked at, and an exclusive host is not in its own way', async () => {
  line.freeze();
  await page.getByRole('heading', { name: /Connection lost|The portal cannot be reached/ }).waitFor({ timeout: BACK_MS });
  line.mend();
  await state('connected');
  await types('y', 'y');
  expect(await consoles()).toHaveLength(1);
});

test('a host that stands still is told from a broken network: the console stays, and goes on with the host', async () => {
  const before = await consoles();
  server.pause();
  // Without a wait for the moment at which the page would look by itself.
  await page.evaluate(() => void window.dispatchEvent(new Event('online')));
  const note = page.getByText('desk does not answer');
  await note.waitFor();
  expect(await consoles()).toEqual(before);
  server.goOn();
  await note.waitFor({ state: 'detached' });
  await types('u', 'u');
  expect(await consoles()).toEqual(before);
});

test('a person may have the console of a host that stands still opened again', async () => {
  const before = await consoles();
  server.pause();
  await page.evaluate(() => void window.dispatchEvent(new Event('online')));
  await page.getByRole('button', { name: 'Connect again' }).click();
  server.goOn();
  await anew(before);
});

test('a device that comes online on another network does not wait to be told: an open console is looked into at once', async () => {
  const before = await consoles();
  line.freeze();
  line.mend();
  await page.evaluate(() => void window.dispatchEvent(new Event('online')));
  await anew(before);
  await types('z', 'z');
});

test('a laptop that slept looks into its connection when its clock has jumped', async () => {
  const before = await consoles();
  line.freeze();
  line.mend();
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 60 * 60_000;
  });
  await anew(before);
  await types('w', 'w');
});

test('a connection that lives is left alone by all of that', async () => {
  const before = await consoles();
  await page.evaluate(() => {
    for (const type of ['online', 'pageshow']) window.dispatchEvent(new Event(type));
    document.dispatchEvent(new Event('resume'));
  });
  await types('v', 'v');
  expect(await consoles()).toEqual(before);
});

test('no key stays down on the machine, and none is down after the return', async () => {
  await page.keyboard.down('Shift');
  await input.line(/KeyPress event/);
  const before = await consoles();
  line.freeze();
  line.mend();
  await page.evaluate(() => void window.dispatchEvent(new Event('online')));
  await anew(before);
  await input.line(/KeyRelease event/);
  await page.keyboard.up('Shift');
  await types('q', 'q');
  expect(input.lines.join('\n')).not.toMatch(/keysym 0x51, Q/);
});

test('none of the pages has violated its policy, thrown, or complained', () => {
  // noVNC says so of a socket that nobody closes.
  expect(troubles.filter((trouble) => !trouble.endsWith('Disconnection timed out.'))).toEqual([]);
});
