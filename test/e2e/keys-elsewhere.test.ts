/** Set-up: where keys meet more than a bare screen: a window manager, firmware, servers without QEMU's key events. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium';
import { type Portal, startPortal } from '../support/portal';
import { runProcess, RunningProcess } from '../support/process';
import { type Qemu, startQemu } from '../support/qemu';
import { drawnPixels, screenOf } from '../support/screen';
import { act, showConsole, signInto } from '../support/shown-console';
import { temporaryDirectory } from '../support/temporary';
import { startTightVnc, type TightVnc } from '../support/tightvnc';
import { startTigerVnc, type TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startX11Vnc, type X11Vnc } from '../support/x11vnc';
import { watchKeys } from '../support/x-keys';
import { startXReader, type XReader } from '../support/x-typing';

let portal: Portal;
let managed: TigerVnc;
let firmware: Qemu;
let x11: X11Vnc;
let tight: TightVnc;
let manager: RunningProcess;
let reader: XReader;
let browser: Browser;
let context: BrowserContext;
const { path, remove } = temporaryDirectory('typed');

beforeAll(async () => {
  [portal, managed, firmware, x11, tight, browser] = await Promise.all([
    startPortal(),
    startTigerVnc({ geometry: '640x480' }),
    startQemu({ echoesKeys: true }),
    startX11Vnc({ layout: 'us' }),
    startTightVnc(),
    startChromium(),
  ]);
  manager = new RunningProcess('openbox', 'openbox', ['--sm-disable'], { env: { DISPLAY: managed.display } });
  await until('openbox', async () => /0x/.test(await xprop('_NET_SUPPORTING_WM_CHECK')));
  reader = await startXReader(x11.display, path);
  const { api } = await portal.admin();
  await api.addHost('managed', `vnc://127.0.0.1:${managed.port}`);
  await api.addHost('firmware', firmware.vncUrl, { keyboard: 'us' });
  await api.addHost('x11', `vnc://127.0.0.1:${x11.port}`);
  await api.addHost('tight', `vnc://127.0.0.1:${tight.port}`, { keyboard: 'de' });
});
afterAll(async () => {
  await browser.close();
  await reader.stop();
  await manager.stop();
  for (const one of [tight, x11, firmware, managed, portal]) await one.stop();
  remove();
});
afterEach(() => context.close());

/** What the window manager says on its root window. */
async function xprop(property: string): Promise<string> {
  return (await runProcess('xprop', ['-display', managed.display, '-root', property])).stdout.join('\n');
}

async function open(id: string): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  await signInto(context, portal);
  const { page } = await showConsole(context, portal, id);
  await page.locator('main canvas[role=application]').focus();
  return page;
}

/** With the focus in it, which it takes once it is loaded. */
async function openPanel(page: Page, id: string): Promise<void> {
  await act(page, id);
  await page.locator('[data-panel]').waitFor();
}

async function type(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill(text);
  await page.getByRole('button', { name: /^Type \d+ characters?$/ }).click();
  await page.getByText(/characters? typed\./).waitFor();
}

test('Alt+Tab of the panel goes to the other window, and Alt+F4 closes it', async () => {
  const first = await startXReader(managed.display, path);
  const second = await startXReader(managed.display, path);
  await until('two windows', async () => (await xprop('_NET_CLIENT_LIST')).match(/0x/g)?.length === 2);
  await until('one that has the keyboard', async () => /0x[1-9a-f]/.test(await xprop('_NET_ACTIVE_WINDOW')));
  const page = await open('managed');
  await openPanel(page, 'keys');
  const screen = page.locator('main canvas[role=application]');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  /** Which of the two windows a key goes to. */
  const goesTo = async (key: string): Promise<'first' | 'second'> => {
    await screen.focus();
    await page.keyboard.press(key);
    await until(`${key} in a window`, () => (first.typed() + second.typed()).includes(key));
    return first.typed().includes(key) ? 'first' : 'second';
  };
  const active = () => xprop('_NET_ACTIVE_WINDOW');
  const before = await goesTo('a');
  const window = await active();
  await button('Alt + Tab').click();
  await expect.poll(active, { timeout: 10_000 }).not.toBe(window);
  const after = await goesTo('b');
  expect([before, after].toSorted()).toEqual(['first', 'second']);
  await button('Alt + F4').click();
  const closed = after === 'first' ? first : second;
  await expect.poll(() => closed.running(), { timeout: 10_000 }).toBe(false);
  await expect.poll(active, { timeout: 10_000 }).toBe(window);
  // The window closes before Alt is up again, and Alt+C is no c.
  const left = before === 'first' ? first : second;
  await screen.focus();
  await expect
    .poll(
      async () => {
        await page.keyboard.press('c');
        return left.typed();
      },
      { timeout: 10_000 },
    )
    .toContain('c');
  await first.stop();
  await second.stop();
});

test('a text is typed into a machine that has no system yet, and shown by its firmware', async () => {
  const page = await open('firmware');
  await openPanel(page, 'type-text');
  const drawn = async () => drawnPixels((await screenOf(page))!);
  await type(page, '.');
  let dots = 0;
  await expect.poll(async () => (dots = await drawn()), { timeout: 10_000 }).toBeGreaterThan(0);
  await type(page, 'Hello, World! 123 {}|"');
  await expect.poll(drawn, { timeout: 10_000 }).toBeGreaterThan(dots + 300);
});

test('x11vnc, which takes characters only, gets umlauts that its keyboard has no keys for', async () => {
  reader.forget();
  const page = await open('x11');
  await openPanel(page, 'type-text');
  await type(page, 'Grüße aus Köln: ÄÖÜ €');
  expect(await reader.received(21)).toBe('Grüße aus Köln: ÄÖÜ €');
});

test('a key of the person’s keyboard goes by its place, by the layout of the machine, to a server that takes characters only', async () => {
  const keys = await watchKeys(tight.display);
  const page = await open('tight');
  await openPanel(page, 'keys');
  const screen = page.locator('main canvas[role=application]');
  /** The key right of P, on a keyboard whose cap says [. */
  const presses = async (): Promise<string[]> => {
    keys.forget();
    await screen.focus();
    await page.keyboard.press('BracketLeft');
    return keys.after(2);
  };
  expect(await presses()).toEqual(['+bracketleft', '-bracketleft']);
  await page.getByRole('radio', { name: 'As places on the keyboard' }).click();
  await expect.poll(presses, { timeout: 20_000 }).toEqual(['+udiaeresis', '-udiaeresis']);
  keys.forget();
  await page.keyboard.press('y');
  expect(await keys.after(2)).toEqual(['+z', '-z']);
  await keys.stop();
});

test('the digits of the keypad are digits on a server that does not tell its Num Lock, whatever that is', async () => {
  reader.forget();
  const page = await open('x11');
  const keyboard = await context.newCDPSession(page);
  const four = { key: '4', code: 'Numpad4', location: 3, isKeypad: true, windowsVirtualKeyCode: 100 };
  const press = async () => {
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...four });
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...four });
  };
  await press();
  await page.keyboard.press('NumLock');
  await press();
  await page.keyboard.press('x');
  await page.keyboard.press('NumLock');
  expect(await reader.received(3)).toBe('44x');
});
