/** Set-up: the clipboards of two machines, in a real browser and with real VNC servers of both kinds. */

import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HostPolicy } from '../../server/contract/host';
import { startChromium } from '../support/chromium';
import type { Portal } from '../support/portal';
import { startPortal } from '../support/portal';
import { act, copyHere, readHere, showConsole, signInto, untilHere } from '../support/shown-console';
import { startTightVnc, type TightVnc } from '../support/tightvnc';
import { startTigerVnc, type TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { type WayVnc, startWayVnc } from '../support/wayvnc';
import { copyOnHost, pasteOnHost, readCutBuffer, storeCutBuffer, watchInput } from '../support/x-display';

const TEXT = 'Grüße, 中文 and 😀\nin two lines';
/** By its name the portal is reached without https, and so by no secure context. */
const NAME = 'portal.test';
const permissions = ['clipboard-read', 'clipboard-write'];

let portal: Portal;
let tiger: TigerVnc;
let tight: TightVnc;
let way: WayVnc;
let browser: Browser;
/** Another page of the person's computer, which may use the clipboard. */
let elsewhere: BrowserContext;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [portal, tiger, tight, way, browser] = await Promise.all([
    startPortal(),
    startTigerVnc({ geometry: '640x480' }),
    startTightVnc(),
    startWayVnc(),
    startChromium([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`]),
  ]);
  const { api } = await portal.admin();
  for (const clipboard of ['both', 'in', 'out', 'none'] as const) {
    await api.addHost(clipboard, `vnc://127.0.0.1:${tiger.port}`, { policy: { clipboard } });
  }
  await api.addHost('latin', `vnc://127.0.0.1:${tight.port}`);
  await api.addHost('wayland', `vnc://127.0.0.1:${way.port}`);
  elsewhere = await browser.newContext({ permissions });
});
afterAll(async () => {
  await browser.close();
  await tiger.stop();
  await tight.stop();
  await way.stop();
  await portal.stop();
});
beforeEach(async () => {
  await copyOnHost(tiger.display, 'before');
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

/** @param granted what the person has allowed the page; null: they were not asked yet */
async function open(id: string, { granted = permissions, query = '' }: { granted?: string[] | null; query?: string } = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...(granted ? { permissions: granted } : {}) });
  contexts.push(context);
  await signInto(context, portal);
  return showConsole(context, portal, id, query);
}

const onHost = (display: string, text: string) => until(`${text} on the host`, async () => (await pasteOnHost(display)) === text);

const inCutBuffer = (display: string, text: string) => until(`${text} on the host`, async () => (await readCutBuffer(display)) === text);

/** Copies in another window, of a page that is none of the portal's. */
async function copyElsewhere(text: string): Promise<void> {
  const page = await elsewhere.newPage();
  await page.goto(`${portal.url}/healthz`);
  await copyHere(page, text);
  await page.close();
}

describe('with Unicode, on a page that may use the clipboard', () => {
  test('what is copied on the host is on this computer at once', async () => {
    const { page } = await open('both');
    await copyOnHost(tiger.display, TEXT);
    await untilHere(page, TEXT);
  });

  test('what is copied on this computer is on the host when the person comes back', async () => {
    const { comeBack } = await open('both');
    await copyElsewhere(TEXT);
    await comeBack();
    await onHost(tiger.display, TEXT);
  });

  test('nothing goes back to where it came from', async () => {
    const { page, cutTexts, comeBack } = await open('both');
    await copyOnHost(tiger.display, TEXT);
    await untilHere(page, TEXT);
    const before = cutTexts();
    await comeBack();
    await page.keyboard.press('Control+v');
    await comeBack();
    // What is sent in order has arrived when this has.
    await copyElsewhere('the next');
    await comeBack();
    await onHost(tiger.display, 'the next');
    // Word that there is a text, and the text when the host asks for it, at most twice: X has two clipboards.
    expect(cutTexts() - before).toBeLessThanOrEqual(3);
    await untilHere(page, 'the next');
  });
});

test('a text that the person sends by hand stays on the host until they copy a newer one', async () => {
  await copyElsewhere('older');
  const { page, cutTexts, comeBack } = await open('both');
  await comeBack();
  await onHost(tiger.display, 'older');
  await act(page, 'clipboard');
  await page.getByLabel('To both').fill('by hand');
  await page.getByRole('button', { name: 'Send to the host' }).click();
  await onHost(tiger.display, 'by hand');
  const before = cutTexts();
  await comeBack();
  await page.keyboard.press('Control+v');
  await comeBack();
  await copyElsewhere('newer');
  await comeBack();
  await onHost(tiger.display, 'newer');
  // Word of the newer text, and the text at most twice, as above.
  expect(cutTexts() - before).toBeLessThanOrEqual(3);
});

describe('on a page that may not read the clipboard', () => {
  test('pasting by keys takes the text along, before the keys', async () => {
    const { page, comeBack } = await open('both', { granted: [] });
    const input = await watchInput(tiger.display);
    await copyElsewhere(TEXT);
    await comeBack();
    expect(await pasteOnHost(tiger.display)).toBe('before');
    await page.keyboard.press('Control+v');
    await onHost(tiger.display, TEXT);
    await until('the keys', () => /KeyRelease[^]*keysym 0x76, v[^]*KeyRelease[^]*Control_L/.test(input.stdout.join('\n')));
    const keys = [...input.stdout.join('\n').matchAll(/(KeyPress|KeyRelease) event[^]*?keysym 0x\w+, (\w+)\)/g)].map(
      ([, what, name]) => `${what} ${name}`,
    );
    expect(keys).toEqual(['KeyPress Control_L', 'KeyPress v', 'KeyRelease v', 'KeyRelease Control_L']);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('application');
    await input.stop();
  });

  test('keys that follow while Control is held reach the machine with it', async () => {
    const { page, comeBack } = await open('both', { granted: [] });
    const input = await watchInput(tiger.display);
    await comeBack();
    await page.keyboard.down('Control');
    await page.keyboard.press('v');
    await page.keyboard.press('c');
    await page.keyboard.up('Control');
    await until('the keys', () => /KeyRelease[^]*keysym 0x63, c[^]*KeyRelease[^]*Control_L/.test(input.stdout.join('\n')));
    const keys = [...input.stdout.join('\n').matchAll(/KeyPress event[^]*?keysym 0x\w+, (\w+)\)/g)].map(([, name]) => name);
    expect(keys).toEqual(['Control_L', 'v', 'c']);
    await input.stop();
  });

  test('the panel says so, and asks for the right only when the person wants that', async () => {
    const { page } = await open('both', { granted: null });
    await act(page, 'clipboard');
    await page.getByRole('button', { name: 'Let the page read the clipboard' }).waitFor();
    // Who says no can still paste, and change their mind.
    await page.context().grantPermissions([]);
    await page.getByText('The browser keeps this page from reading the clipboard').waitFor();
    await page.context().grantPermissions(permissions);
    await page.getByText('is on both when you come back to the console').waitFor();
  });
});

describe('on a page without https', () => {
  test('pasting by keys and copying on the host work all the same', async () => {
    const context = await browser.newContext();
    contexts.push(context);
    const named = portal.url.replace('127.0.0.1', NAME);
    const { browser: admin } = await portal.admin();
    await context.addCookies([...admin.cookies].map(([name, { value }]) => ({ name, value, url: named })));
    const { page, comeBack } = await showConsole(context, { url: named }, 'both');
    expect(await page.evaluate(() => 'clipboard' in navigator)).toBe(false);
    const other = await elsewhere.newPage();
    await other.goto(`${portal.url}/healthz`);
    await copyHere(other, TEXT);
    await page.bringToFront();
    await comeBack();
    await page.keyboard.press('Control+v');
    await onHost(tiger.display, TEXT);
    await copyOnHost(tiger.display, 'of the host, 中文');
    await untilHere(other, 'of the host, 中文');
    await other.close();
  });
});

describe('with a server that takes Western European characters only', () => {
  test('those go both ways', async () => {
    const { page, comeBack } = await open('latin');
    await storeCutBuffer(tight.display, 'Größe ½');
    await untilHere(page, 'Größe ½');
    await copyElsewhere('“Übung”');
    await comeBack();
    await inCutBuffer(tight.display, '"Übung"');
  });

  test('others become question marks, and the panel says how many', async () => {
    const { page, comeBack } = await open('latin');
    await copyElsewhere('ä 中文');
    await comeBack();
    await inCutBuffer(tight.display, 'ä ??');
    await act(page, 'clipboard');
    await page.getByText('2 characters of what you copied last became question marks').waitFor();
    await page.getByLabel('To latin').fill('中');
    await page.getByText('1 character will become a question mark').waitFor();
    expect(await readHere(page)).toBe('ä 中文');
  });
});

test('with a server that has UTF-8 where the standard has Western European characters, all go both ways', async () => {
  const { page, comeBack } = await open('wayland');
  await copyElsewhere('first ä 中 😀');
  await comeBack();
  await until('the first text on the host', async () => (await way.paste()) === 'first ä 中 😀');
  await way.copy('Größe 中文 😀');
  await untilHere(page, 'Größe 中文 😀');
  await act(page, 'clipboard');
  await page.getByLabel('To wayland').fill('by hand, 你好');
  expect(await page.getByText('question mark').count()).toBe(0);
  await page.getByRole('button', { name: 'Send to the host' }).click();
  await until('the second text on the host', async () => (await way.paste()) === 'by hand, 你好');
});

describe.each(['in', 'out', 'none'] as const satisfies readonly HostPolicy['clipboard'][])('with the rule %s', (rule) => {
  test('only what it allows passes, and the panel says the rest', async () => {
    await copyElsewhere('of this computer');
    const { page, comeBack } = await open(rule);
    await comeBack();
    if (rule === 'in') await onHost(tiger.display, 'of this computer');
    await copyOnHost(tiger.display, 'of the host');
    if (rule === 'out') await untilHere(page, 'of the host');
    await copyElsewhere('again of this computer');
    await comeBack();
    await page.keyboard.press('Control+v');
    await act(page, 'clipboard');
    if (rule === 'in') {
      await onHost(tiger.display, 'again of this computer');
      await page.getByText('let no text out of its clipboard').waitFor();
    } else if (rule === 'out') {
      await page.getByText('let no text into its clipboard').waitFor();
      expect(await pasteOnHost(tiger.display)).toBe('of the host');
    } else {
      await page.getByText('let no text into its clipboard or out of it').waitFor();
      expect([await pasteOnHost(tiger.display), await readHere(page)]).toEqual(['of the host', 'again of this computer']);
      expect(await page.getByRole('textbox').count()).toBe(0);
    }
  });
});

test('whoever watches neither sends nor gets text', async () => {
  await copyElsewhere('of this computer');
  const { page, comeBack } = await open('both', { query: '?view=1' });
  await comeBack();
  await page.keyboard.press('Control+v');
  await copyOnHost(tiger.display, 'of the host');
  await act(page, 'clipboard');
  await page.getByText('You are watching: no text goes to both or comes from it.').waitFor();
  expect([await pasteOnHost(tiger.display), await readHere(page)]).toEqual(['of the host', 'of this computer']);
});

test('without sharing nothing goes by itself, and everything by hand', async () => {
  const { page, comeBack, cutTexts } = await open('both');
  await act(page, 'clipboard');
  await page.getByRole('switch', { name: 'Share the clipboard' }).click({ force: true });
  await page.getByText('is on this computer at once').waitFor({ state: 'detached' });
  await copyElsewhere('of this computer');
  const before = cutTexts();
  await comeBack();
  await page.keyboard.press('Control+v');
  await copyOnHost(tiger.display, TEXT);
  await until('the text in the panel', async () => (await page.getByLabel('From both').inputValue()) === TEXT);
  expect(await readHere(page)).toBe('of this computer');
  expect(await pasteOnHost(tiger.display)).toBe(TEXT);
  await page.getByRole('button', { name: 'Copy to this computer' }).click();
  await untilHere(page, TEXT);
  await page.getByLabel('To both').fill('by hand, 你好');
  await page.getByRole('button', { name: 'Send to the host' }).click();
  await onHost(tiger.display, 'by hand, 你好');
  expect(cutTexts()).toBeGreaterThan(before);
  await page.getByRole('switch', { name: 'Share the clipboard' }).click({ force: true });
});
