/** How a machine's picture meets the window: its size, its sharpness, and that the pointer hits what it points at. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium';
import { openConsole, pageAt, pictureOn, signedIn } from '../support/console-page';
import { watchPage } from '../support/page-troubles';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { runProcess } from '../support/process';
import type { RunningProcess } from '../support/process';
import { startQemu } from '../support/qemu';
import type { Qemu } from '../support/qemu';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startX11Vnc } from '../support/x11vnc';
import type { X11Vnc } from '../support/x11vnc';
import { screenSize, watchInput } from '../support/x-display';

const WINDOW = { width: 1000, height: 700 };
let portal: Portal;
let admin: Administrator;
let browser: Browser;
let tiger: TigerVnc;
let x11: X11Vnc;
let qemu: Qemu;
const troubles: string[] = [];

beforeAll(async () => {
  [portal, browser, tiger, x11, qemu] = await Promise.all([
    startPortal(),
    startChromium(),
    startTigerVnc({ geometry: '1280x960' }),
    startX11Vnc(),
    startQemu(),
  ]);
  admin = await portal.admin();
  await admin.api.addHost('tiger', `vnc://127.0.0.1:${tiger.port}`);
  await admin.api.addHost('x11', `vnc://127.0.0.1:${x11.port}`);
  await admin.api.addHost('qemu', qemu.vncUrl);
  // Every second pixel is black: whatever is not shown one to one turns grey.
  await runProcess('xsetroot', ['-display', tiger.display, '-gray']);
});
afterAll(async () => {
  await browser.close();
  for (const server of [tiger, x11, qemu, portal]) await server.stop();
});

/** A browser whose screen has so many pixels for one of CSS. */
async function person(deviceScaleFactor: number): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: WINDOW, deviceScaleFactor });
  context.setDefaultTimeout(20_000);
  await watchPage(context, troubles);
  await signedIn(context, portal, admin);
  return context;
}

async function open(id: string, settings: object, deviceScaleFactor = 1, query = ''): Promise<Page> {
  await admin.browser.patch(`/api/v1/hosts/${id}/settings`, settings);
  return openConsole(await person(deviceScaleFactor), portal, id, query);
}

const panelOf = async (page: Page) => {
  await page.getByRole('button', { name: 'Picture', exact: true }).first().click();
  return page.getByRole('region', { name: 'Picture' });
};

/** The colours of a part of the page as the screen shows it, and how many pixels of each. */
async function colours(page: Page, clip: { x: number; y: number; width: number; height: number }): Promise<Record<string, number>> {
  const shot = (await page.screenshot({ clip })).toString('base64');
  const reader = await browser.newPage();
  try {
    return await reader.evaluate(async (png) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const found: Record<string, number> = {};
      for (let at = 0; at < data.length; at += 4) {
        const colour = data.slice(at, at + 3).join();
        found[colour] = (found[colour] ?? 0) + 1;
      }
      return found;
    }, shot);
  } finally {
    await reader.close();
  }
}

test.each([1, 1.25, 1.5, 2])('the actual size is sharp with %d device pixels for one of CSS', async (ratio) => {
  const page = await open('tiger', { scaling: 'actual' }, ratio);
  const { width, height, acrossDevice, downDevice, left, top } = await pictureOn(page);
  expect([width, height]).toEqual([1280, 960]);
  expect(acrossDevice).toBeCloseTo(1280, 2);
  expect(downDevice).toBeCloseTo(960, 2);
  expect(Math.abs(left - Math.round(left))).toBeLessThan(0.02);
  expect(Math.abs(top - Math.round(top))).toBeLessThan(0.02);
  // TigerVNC's picture is lossy at first, and made good where nothing changes.
  await until('black and white only', async () => {
    const found = await colours(page, { x: 400, y: 300, width: 200, height: 160 });
    return found['0,0,0'] === found['255,255,255'] && Object.keys(found).length === 2;
  });
  await page.context().close();
});

test('the picture fits the window as a whole, in the middle', async () => {
  const page = await open('tiger', { scaling: 'fit' }, 1.5);
  const { width, acrossDevice, downDevice, left, top } = await pictureOn(page);
  expect(width).toBe(1280);
  expect(downDevice).toBeCloseTo(1050, 1);
  expect(acrossDevice).toBeCloseTo(1400, 1);
  expect([left, top].map(Math.round)).toEqual([50, 0]);
  await page.setViewportSize({ width: 500, height: 700 });
  await until('a smaller picture', async () => Math.round((await pictureOn(page)).acrossDevice) === 750);
  await page.context().close();
});

test('the machine takes on the size of the window in device pixels, also when the window changes or comes to another screen', async () => {
  const page = await open('tiger', { scaling: 'remote' }, 2);
  await until('twice the window', async () => (await screenSize(tiger.display)) === '2000x1400');
  await until('one to one', async () => (await pictureOn(page)).acrossDevice === 2000);
  const { width, height, left, top } = await pictureOn(page);
  expect([width, height, left, top]).toEqual([2000, 1400, 0, 0]);
  await page.setViewportSize({ width: 640, height: 480 });
  await until('the new window', async () => (await screenSize(tiger.display)) === '1280x960');
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDeviceMetricsOverride', { width: 800, height: 600, deviceScaleFactor: 1, mobile: false });
  await until('the other screen', async () => (await screenSize(tiger.display)) === '800x600');
  await until('one to one', async () => (await pictureOn(page)).acrossDevice === 800);
  await session.send('Emulation.setDeviceMetricsOverride', { width: 640, height: 480, deviceScaleFactor: 2, mobile: false });
  await until('the first screen', async () => (await screenSize(tiger.display)) === '1280x960');
  await page.context().close();
});

test('whoever watches does not resize the machine, and is told so', async () => {
  const page = await open('tiger', { scaling: 'remote' }, 1, '?view=1');
  const panel = await panelOf(page);
  await panel.getByText(/Whoever watches leaves/).waitFor();
  expect(await screenSize(tiger.display)).toBe('1280x960');
  expect((await pictureOn(page)).acrossDevice).toBeCloseTo(933.33, 1);
  await page.context().close();
});

test.each(['qemu', 'x11'])('a host that cannot follow the window (%s) is scaled to fit instead, and the panel says so', async (id) => {
  const page = await open(id, { scaling: 'fit' });
  const { width, height, acrossDevice } = await pictureOn(page);
  const panel = await panelOf(page);
  await panel.getByRole('radio', { name: /Resize the host/ }).check();
  await panel.getByText(/The picture is scaled to fit/).waitFor();
  expect(await pictureOn(page)).toMatchObject({ width, height, acrossDevice });
  await page.context().close();
});

const EDGE = 60;

/** Presses as they arrive at the machine's root window. */
function presses(input: RunningProcess): string[] {
  const text = input.lines.join('\n');
  return [...text.matchAll(/ButtonPress event[^]*?root:\((-?\d+,-?\d+)\)/g)].map(([, at]) => at!);
}

test('a click reaches the very pixel that it points at, at every scale and on every screen', async () => {
  const input = await watchInput(tiger.display);
  let clicks = 0;
  const points: [number, number][] = [
    [0, 959],
    [1279, 959],
    [3, 500],
    [641, 477],
    [1001, 333],
  ];
  for (const [ratio, zoom] of [
    [1, null],
    [1.25, null],
    [2, null],
    [1, 2],
    [1.5, -2],
  ] as const) {
    const page = await open('tiger', { scaling: 'fit' }, ratio);
    if (zoom !== null) await zoomBySteps(page, zoom);
    for (const [x, y] of points) {
      const at = await pageAt(page, x, y);
      // At its edges a larger picture moves on under the pointer.
      const edge = (where: number, length: number) => where < EDGE || where > length - EDGE;
      if ((await pictureOn(page)).acrossDevice > WINDOW.width * ratio && (edge(at.x, WINDOW.width) || edge(at.y, WINDOW.height))) continue;
      clicks += 1;
      const before = presses(input).length;
      await page.mouse.click(at.x, at.y);
      const seen = await until('the click', () => presses(input)[before]);
      expect([ratio, zoom, seen]).toEqual([ratio, zoom, `${x},${y}`]);
    }
    await page.context().close();
  }
  expect(clicks).toBeGreaterThan(15);
  await input.stop();
});

async function zoomBySteps(page: Page, steps: number): Promise<void> {
  const panel = await panelOf(page);
  for (let step = 0; step < Math.abs(steps); step++) await panel.getByRole('button', { name: steps > 0 ? 'Zoom in' : 'Zoom out' }).click();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
}

test('zoom goes up, down and back, and two fingers on a touch pad zoom at the pointer', async () => {
  const page = await open('tiger', { scaling: 'actual' });
  const panel = await panelOf(page);
  await panel.getByText('100%', { exact: true }).waitFor();
  await panel.getByRole('button', { name: 'Zoom in' }).click();
  await panel.getByText('110%', { exact: true }).waitFor();
  for (let step = 0; step < 4; step++) await panel.getByRole('button', { name: 'Zoom in' }).click();
  await panel.getByText('200%', { exact: true }).waitFor();
  expect((await pictureOn(page)).rendering).toBe('pixelated');
  await panel.getByRole('button', { name: 'Reset the zoom' }).click();
  await panel.getByText('100%', { exact: true }).waitFor();
  const before = await pageAt(page, 300, 400);
  const session = await page.context().newCDPSession(page);
  // As Chromium gives a pinch to pages: a wheel with Ctrl that nobody holds.
  await session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...before, deltaX: 0, deltaY: -50, modifiers: 2 });
  await until('a larger picture', async () => (await pictureOn(page)).acrossDevice > 1500);
  const after = await pageAt(page, 300, 400);
  expect([Math.abs(after.x - before.x) < 2, Math.abs(after.y - before.y) < 2]).toEqual([true, true]);
  await page.context().close();
});

test('a larger picture is moved by the edge of the window, by dragging, by the wheel and by arrow keys', async () => {
  const page = await open('tiger', { scaling: 'actual' });
  const left = async () => Math.round((await pictureOn(page)).left);
  await page.mouse.move(500, 350);
  await page.mouse.move(999, 350);
  await until('the right edge', async () => (await left()) === WINDOW.width - 1280);
  await page.mouse.move(500, 350);
  const hand = page.getByRole('button', { name: 'Move the view by dragging' });
  await hand.click();
  await page.mouse.move(400, 350);
  await page.mouse.down();
  await page.mouse.move(500, 350, { steps: 4 });
  await page.mouse.up();
  expect(await left()).toBe(WINDOW.width - 1280 + 100);
  await page.mouse.wheel(50, 0);
  await until('the wheel', async () => (await left()) === WINDOW.width - 1280 + 50);
  await hand.focus();
  await page.keyboard.press('ArrowLeft');
  expect(await left()).toBe(WINDOW.width - 1280 + 130);
  await page.context().close();
});

test('a screenshot goes to the clipboard whole, whatever part of it is seen', async () => {
  const page = await open('tiger', { scaling: 'actual' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: portal.origin });
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Copy a screenshot' }).click();
  await page.getByText('The screenshot is on the clipboard').waitFor();
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const { width, height } = await createImageBitmap(await item!.getType('image/png'));
    return { width, height };
  });
  expect(copied).toEqual({ width: 1280, height: 960 });
  await page.context().close();
});

test('a browser that does not allow it is not claimed to have the screenshot', async () => {
  const page = await open('tiger', { scaling: 'fit' });
  await denyClipboard(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Copy a screenshot' }).click();
  await page.getByText('The screenshot was not copied').waitFor();
  await page.context().close();
});

async function denyClipboard(page: Page): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  const { browserContextId } = targetInfos.find(({ url }) => url === page.url())!;
  const permission = { name: 'clipboard-write' };
  await session.send('Browser.setPermission', {
    permission,
    setting: 'denied',
    origin: portal.origin,
    browserContextId: browserContextId!,
  });
}

test('none of it broke the policy of the pages', () => {
  expect(troubles).toEqual([]);
});
