/** An administrator's way through the list of hosts, in a real browser. Each test goes on where the one before ended. */

import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readImportFile } from '../support/import-file';
import { startHeadlessShell } from '../support/chromium';
import { watchPage } from '../support/page-troubles';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { until } from '../support/waiting';

const WAIT = 20_000;

let portal: Portal;
let admin: Administrator;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(), startHeadlessShell()]);
  admin = await portal.admin();
  for (const [id, tags] of Object.entries({
    'db-1': ['data', 'rack-1'],
    'web-1': ['web', 'rack-1'],
    'web-2': ['web'],
    'web-3': ['web'],
    spare: [],
  })) {
    await admin.api.addHost(id, `10.0.0.5:${id.length}`, { name: id.toUpperCase(), tags });
  }
  ({ context, page } = await newBrowser());
});
afterAll(async () => {
  await browser.close();
  await portal.stop();
});

async function newBrowser(more: Parameters<Browser['newContext']>[0] = {}) {
  const fresh = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', acceptDownloads: true, ...more });
  fresh.setDefaultTimeout(WAIT);
  await watchPage(fresh, troubles);
  await fresh.addCookies([...admin.browser.cookies].map(([name, { value }]) => ({ name, value, url: portal.url })));
  const tab = await fresh.newPage();
  await tab.goto(portal.url);
  await tab.locator('[data-host-link], [data-group-head]').first().waitFor();
  return { context: fresh, page: tab };
}

const link = (name: string) => page.getByRole('link', { name, exact: true });
const names = async (within: Page | Locator = page) => (await within.locator('[data-host-link]').allTextContents()).sort();
const heads = (where: Page) => where.locator('[data-group-head]');
const dialog = () => page.getByRole('dialog');

async function menuOf(name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
async function view(item: string): Promise<void> {
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitemcheckbox', { name: item }).click();
  await page.keyboard.press('Escape');
}
const idsWith = async (tag: string) =>
  (await admin.api.must('GET', `/hosts?sort=id&tag=${tag}`)).json<{ items: { id: string }[] }>().items.map(({ id }) => id);

test('by tag a host stands in each group that it belongs to, and those without a tag at the end', async () => {
  await link('SPARE').waitFor();
  await view('Group by tag');
  await heads(page).first().waitFor();
  await until('all groups', async () => (await heads(page).count()) === 4);
  expect(await heads(page).allTextContents()).toEqual(['data1', 'rack-12', 'web3', 'Without tags1']);
  await until('the hosts of all groups', async () => (await page.locator('[data-host]').count()) === 7);
  expect(await names(page.locator('[data-group="rack-1"]'))).toEqual(['DB-1', 'WEB-1']);
  expect(await names(page.locator('[data-group="Without tags"]'))).toEqual(['SPARE']);
});

test('the arrows go through groups and hosts alike, and open and close groups', async () => {
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await heads(page).first().focus();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('DB-1');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('rack-12');
  await page.keyboard.press('ArrowLeft');
  await until('the closed group', async () => (await heads(page).nth(1).getAttribute('aria-expanded')) === 'false');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('web3');
});

test('a closed group stays closed when the page is loaded again', async () => {
  await page.reload();
  await until('all groups', async () => (await heads(page).count()) === 4);
  const open = await heads(page).evaluateAll((all) => all.map((head) => head.getAttribute('aria-expanded')));
  expect(open).toEqual(['true', 'false', 'true', 'true']);
});

test('columns and groups are chosen once, and are the same in a new browser', async () => {
  await view('Address');
  await view('Changed');
  await until('the saved columns', async () => {
    const { settings } = (await admin.api.must('GET', '/me/settings')).json<{ settings: { hostList: { columns: string[] } } }>();
    return settings.hostList.columns.includes('updated') && !settings.hostList.columns.includes('address');
  });
  const other = await newBrowser();
  await heads(other.page).first().waitFor();
  const columns = await other.page.locator('[data-hosts] > div').first().innerText();
  expect(columns).toContain('Changed');
  expect(columns).not.toContain('Address');
  await other.context.close();
  await view('Group by tag');
  await until('the list', async () => (await heads(page).count()) === 0);
});

test('what a state rests on is told when it is focused', async () => {
  await page.locator('[data-reason]').first().focus();
  await page
    .getByRole('tooltip')
    .filter({ hasText: /opened|Probe/ })
    .waitFor();
  await page.keyboard.press('Escape');
});

test('three hosts are selected, one by a click and the rest by a range, and get a tag together', async () => {
  const box = (name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
  await box('WEB-1').click();
  await box('WEB-3').click({ modifiers: ['Shift'] });
  await page.getByText('3 hosts selected').waitFor();
  await page.getByRole('button', { name: 'Tags', exact: true }).click();
  await dialog().getByLabel('Add these tags').fill('front');
  await dialog().getByRole('button', { name: 'Change 3 hosts' }).click();
  await page.getByText('3 hosts were changed.').waitFor();
  expect(await idsWith('front')).toEqual(['web-1', 'web-2', 'web-3']);
  await page.getByRole('button', { name: 'Only hosts with the tag front' }).first().waitFor();
});

test('all that match are selected beyond what is shown, and get their rules together', async () => {
  await page.getByRole('button', { name: 'Select all 5 hosts' }).click();
  await page.getByText('5 hosts selected').waitFor();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await dialog().getByLabel('Clipboard').click();
  await page.getByRole('option', { name: 'To the host only' }).click();
  await dialog().getByLabel('Keyboard layout of the machine').click();
  await page.getByRole('option', { name: 'German', exact: true }).click();
  await dialog().getByRole('button', { name: 'Change 5 hosts' }).click();
  await page.getByText('5 hosts were changed.').waitFor();
  expect((await admin.api.must('GET', '/hosts/spare')).json()).toMatchObject({ policy: { clipboard: 'in' }, keyboard: 'de' });
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  await page.getByText('5 hosts selected').waitFor({ state: 'detached' });
});

test('a file is looked at before it is imported, and says what is wrong with it first', async () => {
  await page.getByRole('button', { name: 'Import and export' }).click();
  await page.getByRole('menuitem', { name: 'Import hosts' }).click();
  const source = (text: string) =>
    dialog()
      .locator('input[type=file]')
      .setInputFiles({ name: 'hosts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await source('id,targets\nBad Id,x\n');
  await dialog().getByRole('button', { name: 'See what would change' }).click();
  await dialog().getByText('The file has a mistake').waitFor();
  expect(await dialog().getByRole('row').last().innerText()).toMatch(/line 2.*Use 1 to 63/s);
  await dialog().getByRole('button', { name: 'Back to the file' }).click();

  await source('id,name,targets,tags,password\nspare,Spare machine,,,hunter2\nnew-1,New one,10.0.0.9:1,front,\n');
  await dialog().getByRole('button', { name: 'See what would change' }).click();
  await dialog().getByText('1 host is added').first().waitFor();
  const change = dialog().getByRole('row', { name: /^name/ });
  expect(await change.innerText()).toMatch(/SPARE\s+Spare machine/);
  expect(await dialog().innerText()).not.toContain('hunter2');
  expect((await admin.api.call('GET', '/hosts/new-1')).status).toBe(404);
  await dialog().getByRole('button', { name: 'Import 2 changes' }).click();
  await page.getByText('Imported: 1 host added, 1 changed, 0 removed.').waitFor();
  await link('New one').waitFor();
  expect((await admin.api.must('GET', '/hosts/spare')).json()).toMatchObject({ name: 'Spare machine', credentials: { hasPassword: true } });
});

test('the hosts that are found come as a file that can be imported again', async () => {
  await page.getByRole('searchbox').fill('web');
  await page.waitForURL(/q=web/);
  await until('the search', async () => (await names()).length === 3);
  await page.getByRole('button', { name: 'Import and export' }).click();
  await page.getByText('Export the 3 hosts found').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'as YAML' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^hosts-[\d-]+\.yaml$/);
  const entries = readImportFile(readFileSync(await file.path(), 'utf8'), 'yaml');
  expect(entries.map(({ value }) => (value as { id: string }).id)).toEqual(['web-1', 'web-2', 'web-3']);
  await page.keyboard.press('Escape');
});

test('another host like one that is there is a form away, with the next id and without the password', async () => {
  await menuOf('WEB-2', 'Duplicate');
  const form = dialog();
  expect(await form.getByLabel('Id', { exact: true }).inputValue()).toBe('web-4');
  expect(await form.getByLabel('Name', { exact: true }).inputValue()).toBe('WEB-4');
  await form.getByText('Everything is taken over but the password').waitFor();
  await form.getByRole('button', { name: 'Add the host' }).click();
  await link('WEB-4').waitFor();
  expect(await idsWith('front')).toContain('web-4');
});

test('a host opens in a new tab by a middle click and from its menu, and its link can be copied', async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const byClick = context.waitForEvent('page');
  await link('WEB-1').click({ button: 'middle' });
  await (await byClick).waitForURL('**/console/web-1');
  const byMenu = context.waitForEvent('page');
  await menuOf('WEB-2', 'Open in a new tab');
  await (await byMenu).waitForURL('**/console/web-2');
  for (const tab of context.pages()) if (tab !== page) await tab.close();
  await menuOf('WEB-3', 'Copy link');
  await page.getByText('The link was copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${portal.url}/console/web-3`);
});

test('more than ten are removed only once their number is typed', async () => {
  for (let index = 0; index < 9; index++) await admin.api.addHost(`old-${index}`, '10.0.0.5', { tags: ['old'] });
  await page.goto(`${portal.url}/?tag=old`);
  await until('the hosts', async () => (await names()).length === 9);
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await dialog().getByText('No console to them is open now.').waitFor();
  await dialog().getByRole('button', { name: 'Remove 9 hosts' }).click();
  await page.getByText('9 hosts were removed.').waitFor();

  for (let index = 0; index < 12; index++) await admin.api.addHost(`old-${index}`, '10.0.0.5', { tags: ['old'] });
  await page.goto(`${portal.url}/?tag=old`);
  await until('the hosts', async () => (await names()).length === 12);
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const remove = dialog().getByRole('button', { name: 'Remove 12 hosts' });
  await dialog().getByText('No console to them is open now.').waitFor();
  expect(await remove.isDisabled()).toBe(true);
  await dialog().getByLabel('Type 12 to confirm').fill('12');
  await remove.click();
  await page.getByText('12 hosts were removed.').waitFor();
  expect(await idsWith('old')).toEqual([]);
});

test.each([
  ['en-GB', 'light', 1280],
  ['en-GB', 'dark', 360],
  ['zh-CN', 'light', 360],
  ['zh-CN', 'dark', 1280],
] as const)('the list is accessible and fits: %s, %s, %i px', async (locale, colorScheme, width) => {
  const { context: own, page: tab } = await newBrowser({
    locale,
    colorScheme,
    viewport: { width, height: 800 },
    // What fades in has no contrast yet.
    reducedMotion: 'reduce',
  });
  const check = async (what: string) => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await new AxeBuilder({ page: tab }).withTags(tags).analyze();
    expect(violations.map(({ id, nodes }) => [what, id, nodes.map(({ target }) => target.join(' '))])).toEqual([]);
    expect([what, await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)]).toEqual([
      what,
      0,
    ]);
  };
  await check('the list');
  await tab.getByRole('button', { name: /^(View|视图)$/ }).click();
  await tab.getByRole('menuitemcheckbox').first().waitFor();
  await check('the view');
  await tab.keyboard.press('Escape');
  await tab.getByRole('button', { name: /^(Add a host|添加主机)$/ }).click();
  await tab.getByRole('dialog').getByRole('textbox').first().waitFor();
  await check('the form');
  await tab.keyboard.press('Escape');
  await tab.getByRole('dialog').waitFor({ state: 'detached' });
  await tab.getByRole('button', { name: /^(Import and export|导入和导出)$/ }).click();
  await tab.getByRole('menuitem', { name: /^(Import hosts|导入主机)/ }).click();
  await tab.getByRole('dialog').getByRole('textbox').first().waitFor();
  await check('the import');
  await own.close();
});

test('none of it has violated the policy, thrown, or asked for what is not there', () => {
  expect(troubles).toEqual([]);
});
