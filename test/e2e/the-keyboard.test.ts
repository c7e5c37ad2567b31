/** Set-up: a person's keyboard in the browser, and what the machines made of it. */

import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium';
import { type LinuxConsole, startLinuxConsole } from '../support/linux-console';
import { type Portal, startPortal } from '../support/portal';
import type { RunningProcess } from '../support/process';
import { act, showConsole, signInto } from '../support/shown-console';
import { temporaryDirectory } from '../support/temporary';
import { startTigerVnc, type TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startXReader, type XReader } from '../support/x-typing';
import { watchInput } from '../support/x-display';

/** More than a combination of the panel is down. */
const HELD_MS = 200;

let portal: Portal;
let linux: LinuxConsole;
let typed: TigerVnc;
let reader: XReader;
let watched: TigerVnc;
let events: RunningProcess;
let browser: Browser;
let context: BrowserContext;
const { path, remove } = temporaryDirectory('typed');

beforeAll(async () => {
  [portal, linux, typed, watched, browser] = await Promise.all([
    startPortal(),
    startLinuxConsole(['us', 'de']),
    startTigerVnc(),
    startTigerVnc(),
    startChromium(),
  ]);
  reader = await startXReader(typed.display, path);
  events = await watchInput(watched.display);
  const { api } = await portal.admin();
  await api.addHost('linux', linux.vncUrl);
  await api.addHost('typed', `vnc://127.0.0.1:${typed.port}`, { keyboard: 'de' });
  await api.addHost('watched', `vnc://127.0.0.1:${watched.port}`);
});
afterAll(async () => {
  await browser.close();
  await reader.stop();
  await events.stop();
  for (const host of [typed, watched, linux]) await host.stop();
  await portal.stop();
  remove();
});
afterEach(() => context.close());

async function open(id: string): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  await signInto(context, portal);
  const { page } = await showConsole(context, portal, id);
  await page.locator('main canvas[role=application]').focus();
  return page;
}

/** Keys as xev tells them: `+Control_L`, in the order they came since `from`. */
function keysSince(from: number): string[] {
  const text = events.lines.slice(from).join('\n');
  return [...text.matchAll(/Key(Press|Release) event[\s\S]*?keysym 0x[0-9a-f]+, (\w+)\)/g)].map(
    ([, kind, name]) => (kind === 'Press' ? '+' : '-') + name!,
  );
}

async function keysAfter(from: number, count: number): Promise<string[]> {
  await until(`${count} events`, () => keysSince(from).length >= count).catch(() => undefined);
  return keysSince(from);
}

type KeyEvent = { code: string; key: string; text?: string; modifiers?: number; virtual?: number };
/** A key of a keyboard that is not the test machine's own. */
async function press(cdp: CDPSession, { code, key, text, modifiers = 0, virtual = 0 }: KeyEvent): Promise<void> {
  const common = { code, key, modifiers, windowsVirtualKeyCode: virtual };
  await cdp.send('Input.dispatchKeyEvent', {
    ...common,
    type: text === undefined ? 'rawKeyDown' : 'keyDown',
    ...(text === undefined ? {} : { text }),
  });
  await cdp.send('Input.dispatchKeyEvent', { ...common, type: 'keyUp' });
}

test('what AltGr types on a German keyboard arrives at a German Linux console', async () => {
  await linux.useLayout('de');
  const page = await open('linux');
  linux.forget();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    code: 'AltRight',
    key: 'AltGraph',
    windowsVirtualKeyCode: 225,
    location: 2,
  });
  await press(cdp, { code: 'KeyQ', key: '@', text: '@', virtual: 81 });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', code: 'AltRight', key: 'AltGraph', windowsVirtualKeyCode: 225, location: 2 });
  await press(cdp, { code: 'KeyY', key: 'z', text: 'z', virtual: 90 });
  expect(await linux.received(2)).toBe('@z');
});

test('a dead key and a letter are one character at a Linux console', async () => {
  await linux.useLayout('de');
  const page = await open('linux');
  linux.forget();
  const cdp = await context.newCDPSession(page);
  await press(cdp, { code: 'Equal', key: 'Dead', virtual: 221 });
  await press(cdp, { code: 'KeyE', key: 'e', text: 'e', virtual: 69 });
  expect(await linux.received(1)).toBe('é');
});

test('a dead key reaches an X server whose layout is known', async () => {
  const page = await open('typed');
  reader.forget();
  const cdp = await context.newCDPSession(page);
  await expect
    .poll(async () => {
      reader.forget();
      await press(cdp, { code: 'Equal', key: 'Dead', virtual: 221 });
      await press(cdp, { code: 'KeyE', key: 'e', text: 'e', virtual: 69 });
      return reader.received(1);
    })
    .toBe('é');
});

test('combinations of the panel press in order and release in reverse', async () => {
  const page = await open('watched');
  await act(page, 'keys');
  await page.locator('[data-panel]').waitFor();
  for (const [name, keys] of [
    ['Alt + Tab', ['+Alt_L', '+Tab', '-Tab', '-Alt_L']],
    ['Ctrl + Alt + Del', ['+Control_L', '+Alt_L', '+Delete', '-Delete', '-Alt_L', '-Control_L']],
    ['Ctrl + W', ['+Control_L', '+w', '-w', '-Control_L']],
    ['Super + L', ['+Super_L', '+l', '-l', '-Super_L']],
  ] as const) {
    const from = events.lines.length;
    await page.getByRole('button', { name, exact: true }).click();
    expect(await keysAfter(from, keys.length)).toEqual(keys);
  }
});

test('Ctrl+Alt and a function key lead to another of Linux’s consoles and back', async () => {
  await linux.useLayout('us');
  const page = await open('linux');
  await act(page, 'keys');
  await page.locator('[data-panel]').waitFor();
  linux.forget();
  for (const [name, letter] of [
    ['Ctrl + Alt + F2', 'x'],
    ['Ctrl + Alt + F1', 'y'],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click();
    // No finger is on a letter before the combination is over.
    await page.waitForTimeout(HELD_MS);
    await page.locator('main canvas[role=application]').focus();
    await page.keyboard.press(letter);
  }
  expect(await linux.received(1)).toBe('y');
});

test('a key held down by the panel goes with the next key and is let go of after it', async () => {
  const page = await open('watched');
  await act(page, 'keys');
  await page.locator('[data-panel]').waitFor();
  await page.getByRole('switch', { name: 'Let go after the next key' }).click({ force: true });
  const from = events.lines.length;
  await page.getByRole('button', { name: 'Ctrl', exact: true }).click();
  await page.locator('main canvas[role=application]').focus();
  await page.keyboard.press('x');
  expect(await keysAfter(from, 4)).toEqual(['+Control_L', '+x', '-x', '-Control_L']);
  expect(await page.getByRole('button', { name: 'Ctrl', exact: true }).getAttribute('aria-pressed')).toBe('false');
});

test('a combination of the person’s own is made by pressing it, is sent, and is there the next time', async () => {
  let page = await open('watched');
  await act(page, 'keys');
  await page.locator('[data-panel]').waitFor();
  await page.getByRole('button', { name: 'Add a combination' }).click();
  await page.getByRole('button', { name: 'Press the keys' }).click();
  await page.keyboard.press('Control+Shift+F5');
  await page.getByRole('textbox', { name: 'Name (optional)' }).fill('Reload all');
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.url().includes('/settings'));
  await page.getByRole('form', { name: 'Add a combination' }).getByRole('button', { name: 'Save' }).click();
  await saved;
  await context.close();
  page = await open('watched');
  await act(page, 'keys');
  await page.locator('[data-panel]').waitFor();
  const from = events.lines.length;
  await page.getByRole('button', { name: 'Reload all', exact: true }).click();
  expect(await keysAfter(from, 6)).toEqual(['+Control_L', '+Shift_L', '+F5', '-F5', '-Shift_L', '-Control_L']);
});

test.each([
  ['the toolbar takes the focus', (page: Page) => act(page, 'keys')],
  ['the window loses the keyboard', (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('blur')))],
])('no key stays down when %s', async (_, leave) => {
  const page = await open('watched');
  const from = events.lines.length;
  await page.keyboard.down('a');
  await page.keyboard.down('Control');
  await keysAfter(from, 2);
  await leave(page);
  await until('both keys up', () => keysSince(from).includes('-a') && keysSince(from).includes('-Control_L'));
});

test('what an input method composes is typed, and other keys still are keys', async () => {
  const page = await open('typed');
  reader.forget();
  await act(page, 'input-method');
  const field = page.getByRole('textbox', { name: /^Input method/ });
  await field.waitFor();
  await field.focus();
  const cdp = await context.newCDPSession(page);
  await page.keyboard.press('a');
  await cdp.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await cdp.send('Input.insertText', { text: '日本' });
  await reader.received(3);
  await page.keyboard.press('b');
  expect(await reader.received(4)).toBe('a日本b');
  expect(await field.inputValue()).toBe('');
});

test('full screen asks the browser for its own keys and gives them back', async () => {
  context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  await context.addInitScript(() => {
    const calls: string[] = [];
    Object.assign(window, { calls });
    const keyboard = { lock: () => (calls.push('lock'), Promise.resolve()), unlock: () => calls.push('unlock') };
    Object.defineProperty(navigator, 'keyboard', { value: keyboard });
  });
  await signInto(context, portal);
  const { page } = await showConsole(context, portal, 'watched');
  const calls = () => page.evaluate(() => (window as unknown as { calls: string[] }).calls);
  await act(page, 'full-screen');
  await page.getByText('Hold Esc to leave full screen.').waitFor();
  expect(await calls()).toEqual(['lock']);
  await page.evaluate(() => document.exitFullscreen());
  await expect.poll(calls).toEqual(['lock', 'unlock']);
});

test('closing the tab asks only while Ctrl is down in the console', async () => {
  const page = await open('watched');
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.keyboard.down('Control');
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await page.keyboard.up('Control');
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  expect(asked).toEqual(['beforeunload']);
});
