/** What an administrator sees of the consoles that are open now, and does about them; and what the people in them notice. */

import { hostname } from 'node:os';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHeadlessShell } from '../support/chromium';
import { openConsole, signedIn } from '../support/console-page';
import { watchPage } from '../support/page-troubles';
import { type Administrator, type Portal, startPortal } from '../support/portal';
import { startTigerVnc, type TigerVnc } from '../support/tigervnc';

const WAIT = 10_000;
/** Until whoever works knows that somebody watches, and until they know who ended their console. */
const SEEN_WITHIN_MS = 2_000;
const TOLD_WITHIN_MS = 1_000;

let portal: Portal;
let ann: Administrator;
let vnc: TigerVnc;
let browser: Browser;
let office: BrowserContext;
/** The administrator's list. It is never loaded again. */
let list: Page;
let bob: Page;
let cem: Page;
const troubles: string[] = [];

beforeAll(async () => {
  [portal, vnc, browser] = await Promise.all([startPortal(), startTigerVnc({ text: 'hello' }), startHeadlessShell()]);
  ann = await portal.admin();
  await ann.api.must('PATCH', `/users/${ann.userId}`, { displayName: 'Ann Office' });
  const target = `vnc://127.0.0.1:${vnc.port}`;
  await ann.api.addHost('shop', target, { name: 'Shop' });
  await ann.api.addHost('store', target, { name: 'Store' });
  office = await as(ann);
  list = await office.newPage();
  await list.goto(`${portal.url}/sessions`);
  await list.getByText('Nobody is in a console').waitFor();
});
afterAll(async () => {
  await browser.close();
  await vnc.stop();
  await portal.stop();
  expect(troubles).toEqual([]);
});

async function as(who: Administrator): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 760 }, locale: 'en-GB' });
  await signedIn(context, portal, who);
  await watchPage(context, troubles);
  context.setDefaultTimeout(WAIT);
  return context;
}
async function person(name: string, displayName: string, host: string): Promise<Page> {
  const who = await portal.anotherAdmin(name);
  await ann.api.must('PATCH', `/users/${who.userId}`, { displayName });
  return openConsole(await as(who), portal, host);
}
const row = (name: string) => list.getByRole('row').filter({ hasText: name });

test('whoever opens a console appears in the list by themselves, with where they are, what they may and their traffic', async () => {
  bob = await person('bob', 'Bob Builder', 'shop');
  await row('Bob Builder').waitFor({ timeout: 5_000 });
  cem = await person('cem', 'Cem', 'store');
  await row('Cem').waitFor({ timeout: 5_000 });
  for (const name of ['bob', 'Shop', 'Control', '127.0.0.1']) await row('Bob Builder').getByRole('cell', { name }).first().waitFor();
  await row('Bob Builder')
    .getByRole('cell', { name: /\d (B|kB|MB)\/s \/ .*\/s/ })
    .last()
    .waitFor({ timeout: 5_000 });
  await list.getByText('2 consoles of 2 people, as it is now.').waitFor();
});

test('the nodes page tells of the process that carries them, and leads to them', async () => {
  const nodes = await office.newPage();
  await nodes.goto(`${portal.url}/nodes`);
  const process = nodes.getByRole('region', { name: hostname(), exact: true }).getByRole('row').nth(1);
  for (const fact of ['Worker 1', 'Up', 'Answers you']) await process.getByText(fact, { exact: true }).waitFor();
  await process.getByRole('cell', { name: /^\d+(\.\d)? MB$/ }).waitFor();
  // It tells of itself every few seconds.
  await process.getByRole('link', { name: `Show 2 consoles of ${hostname()}` }).click();
  await nodes.waitForURL('**/sessions?node=*');
  for (const name of ['Bob Builder', 'Cem']) await nodes.getByRole('row').filter({ hasText: name }).waitFor();
  expect(await nodes.getByRole('columnheader', { name: 'Node' }).count()).toBe(0);
  await nodes.close();
});

test('the list keeps what was chosen and where the keyboard is while it is read anew', async () => {
  await row('Cem').getByRole('checkbox').check();
  const end = row('Bob Builder').getByRole('button', { name: 'End the console of Bob Builder to Shop' });
  await end.focus();
  await list.waitForResponse((response) => response.url().endsWith('/api/v1/sessions'));
  await list.waitForResponse((response) => response.url().endsWith('/api/v1/sessions'));
  expect(await row('Cem').getByRole('checkbox').isChecked()).toBe(true);
  expect(await end.evaluate((button) => button === document.activeElement)).toBe(true);
  await list.getByRole('button', { name: 'Choose none' }).click();

  await list.getByLabel('Search live consoles').fill('builder sho');
  await row('Cem').waitFor({ state: 'detached' });
  await row('Bob Builder').waitFor();
  await list.getByLabel('Search live consoles').fill('');
});

test('whoever is watched sees by whom, for as long as it lasts', async () => {
  expect(await bob.locator('[data-watched]').count()).toBe(0);
  await bob.bringToFront();
  const [watching] = await Promise.all([
    office.waitForEvent('page'),
    row('Bob Builder').getByRole('link', { name: 'Watch Shop, where Bob Builder is, in a new tab' }).click(),
  ]);
  await watching.locator('[data-console-state="connected"]').waitFor();
  await bob.locator('[data-watched]:visible', { hasText: 'Ann Office is watching' }).first().waitFor({ timeout: SEEN_WITHIN_MS });
  await watching.getByText('View only', { exact: true }).waitFor();
  expect(await cem.locator('[data-watched]').count()).toBe(0);
  await watching.close();
  await bob.locator('[data-watched]').first().waitFor({ state: 'detached', timeout: 5_000 });
});

test('a console that is ended with a message tells its person who did it and what they say; no other ends', async () => {
  await row('Bob Builder')
    .getByRole('button', { name: /^End the console/ })
    .click();
  const dialog = list.getByRole('dialog', { name: 'End this console?' });
  await dialog.getByLabel('Message (optional)').fill('The shop is closed\nuntil five.');
  await Promise.all([
    list.waitForResponse((response) => response.url().endsWith('/end')),
    dialog.getByRole('button', { name: 'End the console' }).click(),
  ]);
  await bob.getByText('Ann Office has ended this console and says: The shop is closed until five.').waitFor({ timeout: TOLD_WITHIN_MS });
  await bob.getByRole('heading', { name: 'An administrator ended this console' }).waitFor();
  await row('Bob Builder').waitFor({ state: 'detached', timeout: 5_000 });
  await row('Cem').waitFor();
  expect(await cem.locator('[data-console-state="connected"]').count()).toBe(1);

  const [ended] = await ann.api.audit({ action: 'session.end' });
  expect(ended).toMatchObject({
    actorName: 'admin',
    hostId: 'shop',
    detail: { user: 'bob', message: 'The shop is closed until five.' },
  });
});

test('it stays ended until its person opens it again', async () => {
  await bob.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await list.waitForResponse((response) => response.url().endsWith('/api/v1/sessions'));
  expect((await ann.api.sessions()).map(({ userName }) => userName)).toEqual(['cem']);
  await bob.getByRole('button', { name: 'Open again' }).click();
  await bob.locator('[data-console-state="connected"]').waitFor();
  await row('Bob Builder').waitFor({ timeout: 5_000 });
});

test('all on a host end at once, and all that were chosen', async () => {
  const second = await openConsole(bob.context(), portal, 'store');
  await row('Store').nth(1).waitFor({ timeout: 5_000 });
  await row('Cem')
    .getByRole('button', { name: /^End the console/ })
    .click();
  const dialog = list.getByRole('dialog');
  await dialog.getByLabel(/^All 2 on Store: /).check();
  await dialog.getByRole('button', { name: 'End 2 consoles' }).click();
  for (const page of [cem, second]) await page.getByText('Ann Office has ended this console.').waitFor({ timeout: 3_000 });
  expect(await bob.locator('[data-console-state="connected"]').count()).toBe(1);

  await row('Cem').waitFor({ state: 'detached', timeout: 5_000 });
  await list.getByRole('checkbox', { name: 'Choose all on this page' }).check();
  await list.getByRole('button', { name: 'End them' }).click();
  await list.getByRole('dialog').getByRole('button', { name: 'End the console' }).click();
  await list.getByText('Nobody is in a console').waitFor({ timeout: 5_000 });
});
