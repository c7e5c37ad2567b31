/** A key that is down when the console turns away from the machine: it never stays pressed there. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { type BreakingLine, startBreakingLine } from '../support/breaking-line';
import { startChromium } from '../support/chromium';
import { type Portal, startPortal } from '../support/portal';
import { act, showConsole, signInto } from '../support/shown-console';
import { startTigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startX11Vnc } from '../support/x11vnc';
import { watchKeys, type XKeys } from '../support/x-keys';

const BACK_MS = 90_000;

let portal: Portal;
let browser: Browser;
let context: BrowserContext;
let line: BreakingLine;
beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(), startChromium()]);
  line = await startBreakingLine(portal.ownPort);
});
afterAll(async () => {
  await browser.close();
  await line.stop();
  await portal.stop();
});

/** As when the person goes to another tab, or a phone's owner to another app: not every browser tells of a lost focus then. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
}

describe.each([
  ['TigerVNC', () => startTigerVnc()],
  ['x11vnc', () => startX11Vnc({ layout: 'us' })],
] as const)('%s', (server, start) => {
  let host: Awaited<ReturnType<typeof start>>;
  let keys: XKeys;
  let page: Page;
  const id = server.toLowerCase();
  beforeAll(async () => {
    host = await start();
    keys = await watchKeys(host.display);
    await (await portal.admin()).api.addHost(id, `vnc://127.0.0.1:${host.port}`);
  });
  afterAll(async () => {
    await keys.stop();
    await host.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
    await signInto(context, portal);
    ({ page } = await showConsole(context, { url: `http://127.0.0.1:${line.port}` }, id));
    await page.locator('header').waitFor({ state: 'attached' });
    await page.locator('main canvas[role=application]').focus();
  });
  afterEach(() => context.close());

  const consoles = async () => (await (await portal.admin()).api.sessions()).map(({ id }) => id);

  async function holdTwo(): Promise<void> {
    await page.keyboard.down('Control');
    await page.keyboard.down('a');
    await keys.pressed('Control_L', 'a');
  }

  test('lets go of keys when view only is switched on', async () => {
    await holdTwo();
    await act(page, 'view-only');
    await keys.lifted();
  });

  test('lets go of keys when the tab is hidden', async () => {
    await holdTwo();
    await hide(page);
    await keys.lifted();
  });

  test.each(['keys', 'type-text', 'picture'])('lets go of keys when the panel %s opens', async (panel) => {
    await holdTwo();
    await act(page, panel);
    await page.locator('[data-panel]').waitFor();
    await keys.lifted();
  });

  test.each([
    ['view only is switched on', (one: Page) => act(one, 'view-only')],
    ['the tab is hidden', hide],
  ])('lets go of what the panel of keys holds when %s', async (_, leave) => {
    await act(page, 'keys');
    await page.getByRole('button', { name: 'Alt', exact: true }).click();
    await keys.pressed('Alt_L');
    await leave(page);
    await keys.lifted();
  });

  test('lets go of Shift when view only is switched on while a text is typed', async () => {
    await act(page, 'type-text');
    await page.getByRole('combobox', { name: 'Keyboard layout of the machine' }).click();
    await page.getByRole('option', { name: 'English (US)' }).click();
    await page.getByLabel('Characters a second, at most').fill('5');
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('A'.repeat(200));
    await page.getByRole('button', { name: 'Type 200 characters' }).click();
    await keys.pressed('Shift_L');
    await act(page, 'view-only');
    await keys.lifted();
  });

  test('lets go of keys when the page is closed', async () => {
    await holdTwo();
    await page.close();
    await keys.lifted();
  });

  test('lets go of keys of a connection that was cut, once there is another', async () => {
    await holdTwo();
    const before = await consoles();
    line.freeze();
    line.mend();
    await page.evaluate(() => void window.dispatchEvent(new Event('online')));
    await until('another console', async () => (await consoles()).some((id) => !before.includes(id)), BACK_MS);
    await keys.lifted();
  });
});
