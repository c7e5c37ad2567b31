/** Set-up: a text typed as keystrokes, read by the machines themselves. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startHeadlessShell } from '../support/chromium';
import { type LinuxConsole, startLinuxConsole } from '../support/linux-console';
import { type Portal, startPortal } from '../support/portal';
import { act, showConsole, signInto } from '../support/shown-console';
import { temporaryDirectory } from '../support/temporary';
import { startTigerVnc, type TigerVnc } from '../support/tigervnc';
import { startXReader, type XReader } from '../support/x-typing';

const ASCII = String.fromCharCode(...Array.from({ length: 0x7f - 0x20 }, (_, n) => 0x20 + n));
/** Of each of these layouts its name in the panel, and what its language adds; test/integration/typed-text.test.ts has all layouts. */
const layouts = [
  ['us', 'English (US)', ''],
  ['gb', 'English (UK)', '£'],
  ['de', /^German(?! \()/, 'äöüß€'],
  ['fr', 'French', 'éèàùçâêîôûëï'],
  ['es', 'Spanish', 'ñáéíóúü¿¡'],
  ['it', 'Italian', 'àèéìòù'],
  ['jp', 'Japanese', ''],
  ['se', 'Swedish', 'åäö'],
] as const;

let portal: Portal;
let linux: LinuxConsole;
let tiger: TigerVnc;
let reader: XReader;
let browser: Browser;
let context: BrowserContext;
const { path, remove } = temporaryDirectory('typed');

beforeAll(async () => {
  [portal, linux, tiger, browser] = await Promise.all([
    startPortal(),
    startLinuxConsole(layouts.map(([layout]) => layout)),
    startTigerVnc(),
    startHeadlessShell(),
  ]);
  reader = await startXReader(tiger.display, path);
  const { api } = await portal.admin();
  await api.addHost('linux', linux.vncUrl, { keyboard: 'de' });
  await api.addHost('tiger', `vnc://127.0.0.1:${tiger.port}`);
});
afterAll(async () => {
  await browser.close();
  await reader.stop();
  await tiger.stop();
  await linux.stop();
  await portal.stop();
  remove();
});
afterEach(() => context.close());

async function open(id: string): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  await signInto(context, portal);
  const { page } = await showConsole(context, portal, id);
  await act(page, 'type-text');
  await page.getByRole('region', { name: 'Type text' }).waitFor();
  return page;
}

async function chooseLayout(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: 'Keyboard layout of the machine' }).click();
  await page.getByRole('option', { name, exact: true }).click();
}

async function type(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill(text);
  await page.getByRole('button', { name: /^Type \d+ characters?$/ }).click();
  await page.getByText(/characters? typed\./).waitFor({ timeout: 60_000 });
}

describe('a Linux console', () => {
  test.each(layouts)('reads ASCII and accents as they were typed on layout %s', async (layout, name, accents) => {
    await linux.useLayout(layout);
    linux.forget();
    const page = await open('linux');
    await chooseLayout(page, name);
    const text = `${ASCII}${accents}`;
    await type(page, text);
    expect(await linux.received(Array.from(text).length)).toBe(text);
  });

  test('gets a secret and Enter, and the page forgets it', async () => {
    await linux.useLayout('us');
    linux.forget();
    const page = await open('linux');
    await chooseLayout(page, 'English (US)');
    await page.getByRole('switch', { name: 'It is a secret' }).click({ force: true });
    await page.getByRole('switch', { name: 'Press Enter at the end' }).click({ force: true });
    await page.getByLabel('Secret', { exact: true }).fill('Pa$$w0rd');
    expect(await page.getByLabel('Secret', { exact: true }).getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Type 9 characters' }).click();
    await page.getByText('9 characters typed.').waitFor();
    expect(await linux.received(9)).toBe('Pa$$w0rd\n');
    expect(await page.getByLabel('Secret', { exact: true }).inputValue()).toBe('');
    expect(portal.process.lines.join('\n')).not.toContain('Pa$$w0rd');
    expect(await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]))).not.toContain(
      'Pa$$w0rd',
    );
  });

  test('is not typed what its layout has no key for, which is marked before', async () => {
    await linux.useLayout('us');
    linux.forget();
    const page = await open('linux');
    await chooseLayout(page, 'English (US)');
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('für 10 €');
    const told = page.locator('[data-panel] [role=status]').first();
    await expect.poll(() => told.textContent(), { timeout: 10_000 }).toContain('2 characters can’t be typed and are left out: ü €');
    expect(await page.locator('mark[data-mark="untypeable"]').allTextContents()).toEqual(['ü', '€']);
    await page.getByRole('button', { name: 'Type 6 characters' }).click();
    await page.getByText('6 characters typed.').waitFor();
    expect(await linux.received(6)).toBe('fr 10 ');
  });

  test('gets no more when Escape cancels, and no key stays down', async () => {
    await linux.useLayout('us');
    linux.forget();
    const page = await open('linux');
    await chooseLayout(page, 'English (US)');
    await page.getByLabel('Characters a second, at most').fill('5');
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('A'.repeat(200));
    await page.getByRole('button', { name: 'Type 200 characters' }).click();
    await page.getByRole('progressbar').waitFor();
    await linux.received(3);
    await page.getByRole('button', { name: 'Cancel' }).focus();
    await page.keyboard.press('Escape');
    await page.getByText(/^Stopped after \d+ of 200\.$/).waitFor();
    const typed = linux.typed().length;
    expect(typed).toBeLessThan(200);
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    expect((await linux.received(typed + 1)).slice(-1)).toBe('b');
  });
});

test('an X server gets characters that are on no key, when no layout is known', async () => {
  reader.forget();
  const page = await open('tiger');
  await type(page, 'Grüße, 中文 €');
  expect(await reader.received(11)).toBe('Grüße, 中文 €');
});
