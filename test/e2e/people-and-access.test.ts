/** From an invitation to a console and back: what an administrator gives on the pages, and takes away. Each test goes on where the one before ended. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { User } from '../../server/contract/people';
import type { ApiClient } from '../support/api-client';
import { startHeadlessShell } from '../support/chromium';
import { signedIn } from '../support/console-page';
import { sql } from '../support/database';
import { watchPage } from '../support/page-troubles';
import { ADMIN, startPortal } from '../support/portal';
import type { Portal } from '../support/portal';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';

const WAIT = 20_000;
const PASSWORD = 'a password of her own';

let portal: Portal;
let vnc: TigerVnc;
let browser: Browser;
let admin: Page;
let anna: Page;
let code: string;
let api: ApiClient;
const troubles: string[] = [];

beforeAll(async () => {
  [portal, vnc, browser] = await Promise.all([startPortal(), startTigerVnc({ text: 'night jobs' }), startHeadlessShell()]);
  const administrator = await portal.admin();
  api = administrator.api;
  await administrator.api.addHost('web-01', `vnc://127.0.0.1:${vnc.port}`);
  await administrator.api.addHost('db-01', `vnc://127.0.0.1:${vnc.port}`, { tags: ['database'] });
  const open = async (): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    context.setDefaultTimeout(WAIT);
    await watchPage(context, troubles);
    return context;
  };
  const [hers, theirs] = await Promise.all([open(), open()]);
  await signedIn(theirs, portal, administrator);
  [anna, admin] = await Promise.all([hers.newPage(), theirs.newPage()]);
});
afterAll(async () => {
  await browser.close();
  await vnc.stop();
  await portal.stop();
});

/** Types into a field that searches, and takes what is found. */
async function pick(label: string, text: string, option: string): Promise<void> {
  const field = admin.getByRole('dialog').getByRole('combobox', { name: label, exact: true });
  await field.fill(text);
  await choose(option);
}

/** Once nothing else is found: what still moves on the page is no aim for a click. */
async function choose(option: string): Promise<void> {
  await until(`${option} alone`, async () => (await admin.getByRole('option').count()) === 1, WAIT);
  await admin.getByRole('option', { name: option, exact: true }).click();
}

test('an administrator invites a person, and the code is shown once', async () => {
  await admin.goto(`${portal.url}/people`);
  await admin.getByRole('button', { name: 'Add a user' }).click();
  await admin.getByLabel('Name', { exact: true }).fill('anna');
  await admin.getByLabel('Shown as').fill('Anna Berg');
  await admin.getByRole('button', { name: 'Add and invite' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Invitation for anna' });
  const [shown, address] = await Promise.all([dialog.locator('code').first().textContent(), dialog.locator('code').last().textContent()]);
  code = shown ?? '';
  expect(code).toMatch(/^[A-Z0-9]{4}(-[A-Z0-9]{4})+$/);
  expect(address).toBe(`${portal.url}/invite#name=anna`);
  await dialog.getByRole('button', { name: 'I have passed it on' }).click();
  await admin
    .getByRole('row', { name: /Anna Berg/ })
    .getByText('invited')
    .waitFor();
});

test('a group is made, and the person put into it', async () => {
  await admin.goto(`${portal.url}/groups`);
  await admin.getByRole('heading', { name: 'No groups yet' }).waitFor();
  await admin.getByRole('button', { name: 'Add a group' }).click();
  await admin.getByRole('dialog').getByLabel('Name').fill('Night shift');
  await admin.getByRole('dialog').getByRole('button', { name: 'Add the group' }).click();
  const members = admin.getByRole('dialog', { name: 'People in Night shift' });
  await members.getByText('Nobody is in it yet.').waitFor();
  await pick('Add somebody', 'ann', 'Anna Berg (anna)');
  await members.getByRole('button', { name: 'Add', exact: true }).click();
  await members.getByRole('listitem').filter({ hasText: 'Anna Berg' }).waitFor();
});

test('the invitation lets the person in, who has no host yet and is told whom to ask', async () => {
  await anna.goto(`${portal.url}/invite#name=anna`);
  await anna.getByLabel('One-time code').fill(code);
  await anna.getByLabel('New password').fill(PASSWORD);
  await anna.getByRole('button', { name: 'Set the password and sign in' }).click();
  await anna.getByRole('heading', { name: 'No host is open to you yet' }).waitFor();
  await anna.getByText(/signed in as anna.*Ask an administrator/).waitFor();
  expect(await anna.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents()).toEqual(['Hosts']);
});

test('a grant with hours is given to the group, and the page says why it lets the person in', async () => {
  await admin.goto(`${portal.url}/access`);
  await admin.getByRole('heading', { name: 'No grants yet' }).waitFor();
  await admin.getByRole('button', { name: 'Add a grant' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Add a grant' });
  await dialog.getByRole('button', { name: 'Give access' }).click();
  await dialog.getByText('Choose who.').waitFor();
  await dialog.getByText('Group', { exact: true }).click();
  await pick('Group', 'night', 'Night shift');
  await pick('Host', 'web', 'web-01');
  await dialog.getByRole('switch', { name: 'Only at certain hours' }).check();
  for (const day of ['Sat', 'Sun']) await dialog.getByText(day, { exact: true }).click();
  await dialog.getByLabel('From').fill('00:00');
  await dialog.getByLabel('To', { exact: true }).fill('00:00');
  await dialog.getByText(/^every day all day, /).waitFor();
  await dialog.getByRole('button', { name: 'Give access' }).click();
  const row = admin.getByRole('row', { name: /Night shift/ });
  await row.getByText('counts', { exact: true }).filter({ visible: true }).waitFor();
  expect(await row.textContent()).toMatch(/View.*web-01.*every day all day/);

  await admin.goto(`${portal.url}/people`);
  await admin.getByRole('button', { name: 'What can be done with anna' }).click();
  await admin.getByRole('menuitem', { name: 'Why can they open a host?' }).click();
  await admin.waitForURL('**/access/why?user=*');
  await admin.getByRole('combobox', { name: 'Host' }).fill('web');
  await choose('web-01');
  await admin.getByRole('heading', { name: 'Anna Berg may open web-01 and view it, but not control it.' }).waitFor();
  await admin.getByText(/The group Night shift may view web-01: every day all day.*Anna Berg is in the group Night shift\./).waitFor();
});

test('the person sees that host alone, and opens it view-only', async () => {
  await anna.goto(portal.url);
  const hosts = anna.locator('a[href*="/console/"]');
  await hosts.first().waitFor();
  expect(await hosts.evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href')))])).toEqual(['/console/web-01']);
  expect(await anna.getByRole('button', { name: 'Add a host' }).count()).toBe(0);
  await anna.goto(`${portal.url}/console/web-01`);
  await anna.locator('[data-console-state="connected"]').waitFor();
  await anna.getByText('View only').first().waitFor();
});

test('the grant is taken away on the page, and the console is ended within a second and says why', async () => {
  await admin.goto(`${portal.url}/access?host=web-01`);
  await admin.getByRole('button', { name: 'What can be done with the grant of Night shift' }).click();
  await admin.getByRole('menuitem', { name: 'Remove' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Take this grant away?' });
  await dialog.getByText(/The group Night shift may view web-01/).waitFor();
  const told = anna.getByText('Your access to this host was taken away or changed.').first().waitFor();
  await dialog.getByRole('button', { name: 'Take it away' }).click();
  await told;
  // By the portal's own clock: how soon two browsers on a busy machine show it is not the portal's promise.
  const [[removed], [ended]] = await Promise.all([api.audit({ action: 'grant.remove' }), api.audit({ action: 'console.end' })]);
  expect(ended!.at - removed!.at).toBeLessThan(1000);
  await admin.getByRole('heading', { name: 'Nobody but administrators opens web-01' }).waitFor();
  await anna.goto(portal.url);
  await anna.getByRole('heading', { name: 'No host is open to you yet' }).waitFor();
});

test('a proof that is too old is asked for once more in the middle of a deed, which then goes on and takes the tokens along', async () => {
  await portal.command(['token', 'create', 'anna', '--name', 'night script']);
  await sql(portal, 'update logins set proved_at = 0');
  const menu = async (item: string) => {
    await admin.getByRole('button', { name: 'What can be done with anna' }).click();
    await admin.getByRole('menuitem', { name: item }).click();
  };
  await admin.goto(`${portal.url}/people`);
  await menu('API tokens (1)');
  const tokens = admin.getByRole('dialog', { name: 'API tokens of anna' });
  await tokens.getByText('night script').waitFor();
  await tokens.getByText('never used', { exact: false }).waitFor();
  await tokens.getByRole('button', { name: 'Close' }).click();
  await menu('Set a password');
  const dialog = admin.getByRole('dialog', { name: 'A new password for anna' });
  await dialog.getByLabel('New password').fill('another password of hers');
  expect(await dialog.getByRole('checkbox', { name: 'Revoke their API token too' }).isChecked()).toBe(true);
  await dialog.getByRole('button', { name: 'Set the password' }).click();
  const proof = admin.getByRole('dialog', { name: 'Your password once more' });
  const field = proof.getByLabel('Password', { exact: true });
  await field.fill('wrong');
  await proof.getByRole('button', { name: 'Go on' }).click();
  await proof.getByText('This is not your current password.').waitFor();
  // Given up, the deed waits where it was.
  await admin.keyboard.press('Escape');
  await proof.waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Set the password' }).click();
  await field.fill(ADMIN.password);
  await admin.keyboard.press('Enter');
  await admin.getByText('anna has a new password.').waitFor();
  const { items } = (await api.must('GET', '/users?q=anna')).json<{ items: User[] }>();
  expect(items).toMatchObject([{ name: 'anna', tokens: 0, mustChangePassword: true }]);
});

test('no page is wider than its window, whatever the window', async () => {
  const wider: string[] = [];
  for (const path of ['/', '/sessions', '/people', '/groups', '/access', '/audit', '/nodes', '/account']) {
    await admin.goto(`${portal.url}${path}`);
    await admin.getByRole('heading', { level: 1 }).waitFor();
    for (const width of [320, 600, 767, 768, 900, 1023, 1024]) {
      await admin.setViewportSize({ width, height: 800 });
      const found = await admin.evaluate(() => document.documentElement.scrollWidth);
      if (found > width) wider.push(`${path} at ${width}: ${found}`);
    }
  }
  expect(wider).toEqual([]);
});

test('no page did what it may not do', () => {
  expect(troubles).toEqual([]);
});
