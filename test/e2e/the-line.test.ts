/** What a console takes from the line: quality by hand and by measurement, the meter, and rest in a tab that nobody looks at. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium';
import { openConsole, signedIn } from '../support/console-page';
import { watchPage } from '../support/page-troubles';
import { showPhoto } from '../support/photo';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { startQemu } from '../support/qemu';
import type { Qemu } from '../support/qemu';
import { screenOf } from '../support/screen';
import { startSlowLine } from '../support/slow-line';
import type { LineOptions, SlowLine } from '../support/slow-line';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startX11Vnc } from '../support/x11vnc';
import type { X11Vnc } from '../support/x11vnc';

let portal: Portal;
let admin: Administrator;
let browser: Browser;
let context: BrowserContext;
let tiger: TigerVnc;
let x11: X11Vnc;
let qemu: Qemu;
const lines: SlowLine[] = [];
/** A console with the meter that nobody uses: a minute passes while the other tests run. */
let unused: Awaited<ReturnType<typeof openUnused>>;
const troubles: string[] = [];

beforeAll(async () => {
  [portal, browser, tiger, x11, qemu] = await Promise.all([
    startPortal(),
    startChromium(),
    startTigerVnc({ geometry: '800x600' }),
    startX11Vnc(),
    startQemu({ echoesKeys: true }),
  ]);
  admin = await portal.admin();
  await admin.api.addHost('tiger', `vnc://127.0.0.1:${tiger.port}`);
  await admin.api.addHost('x11', `vnc://127.0.0.1:${x11.port}`);
  await admin.api.addHost('qemu', qemu.vncUrl);
  unused = await openUnused();
  context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  context.setDefaultTimeout(20_000);
  await watchPage(context, troubles);
  await signedIn(context, portal, admin);
});
afterAll(async () => {
  await browser.close();
  for (const server of [...lines, tiger, x11, qemu, portal]) await server.stop();
});

async function openUnused() {
  const impatient = await startPortal({ env: { IDLE_MINUTES: '1' } });
  const boss = await impatient.admin();
  await boss.api.addHost('qemu', qemu.url);
  await boss.browser.patch('/api/v1/me/settings', { console: { meter: true } });
  const visitor = await browser.newContext();
  await signedIn(visitor, impatient, boss);
  const page = await openConsole(visitor, impatient, 'qemu');
  await page
    .getByRole('group', { name: 'Live meter' })
    .getByText(/Latency \d/)
    .waitFor({ state: 'attached' });
  return { impatient, boss, visitor };
}

async function overLine(id: string, port: number, options: LineOptions): Promise<void> {
  const line = await startSlowLine(port, options);
  lines.push(line);
  await admin.api.addHost(id, `vnc://127.0.0.1:${line.port}`);
}

const wants = (id: string, quality: string) => admin.browser.patch(`/api/v1/hosts/${id}/settings`, { quality });
const meter = (on: boolean) => admin.browser.patch('/api/v1/me/settings', { console: { meter: on } });

/** Counts what a page's console sends and gets from now on. */
function count(page: Page) {
  const seen = { received: 0, encodings: [] as number[][] };
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/vnc/')) return;
    socket.on('framereceived', ({ payload }) => (seen.received += payload.length));
    socket.on('framesent', ({ payload }) => {
      const bytes = Buffer.from(payload as Buffer);
      if (bytes[0] !== 2) return;
      const codes: number[] = [];
      for (let at = 4; at + 4 <= bytes.length; at += 4) codes.push(bytes.readInt32BE(at));
      seen.encodings.push(codes);
    });
  });
  return seen;
}

async function openCounted(id: string): Promise<{ page: Page; seen: ReturnType<typeof count> }> {
  const page = await context.newPage();
  const seen = count(page);
  await page.goto(`${portal.url}/console/${id}`);
  await page.locator('main canvas[role=application]').waitFor();
  return { page, seen };
}

/** Waits until nothing more comes. */
async function quiet(seen: { received: number }): Promise<number> {
  let last = -1;
  let since = Date.now();
  await until(
    'no more bytes',
    () => {
      if (seen.received !== last) since = Date.now();
      last = seen.received;
      return Date.now() - since > 700;
    },
    60_000,
  );
  return seen.received;
}

/** Shows photographs one after the other. @returns the bytes that came for them */
async function photos(seen: { received: number }, display: string, seeds: readonly number[], size = {}): Promise<number> {
  const before = await quiet(seen);
  for (const seed of seeds) {
    const photo = await showPhoto(display, seed, size);
    const begin = seen.received;
    await until('the photograph', () => seen.received > begin + 1_000, 30_000);
    await quiet(seen);
    await photo.stop();
  }
  return (await quiet(seen)) - before;
}

const QUALITY = -32;
const qualityOf = (codes: readonly number[]) =>
  codes.filter((code) => code >= QUALITY && code < QUALITY + 10).map((code) => code - QUALITY);

test('for a slow line the same pictures take far fewer bytes than on a local network', async () => {
  const bytes: Record<string, number> = {};
  for (const quality of ['lan', 'slow']) {
    await wants('x11', quality);
    const { page, seen } = await openCounted('x11');
    await until('the choice', () => seen.encodings.length > 1);
    bytes[quality] = await photos(seen, x11.display, [1, 2]);
    expect(seen.encodings.slice(1).map(qualityOf)).toEqual([[quality === 'lan' ? 9 : 2]]);
    await page.close();
  }
  expect(bytes['slow']!).toBeLessThan(bytes['lan']! / 3);
});

test('the automatic choice finds a slow line, says so, and sticks to it', async () => {
  await overLine('narrow', tiger.port, { rate: 60_000 });
  const { page, seen } = await openCounted('narrow');
  await page.getByRole('button', { name: 'Picture', exact: true }).first().click();
  const panel = page.getByRole('region', { name: 'Picture' });
  await panel.getByText(/Chosen now: good line/).waitFor();
  for (let seed = 1; seed < 30 && seen.encodings.length < 2; seed++) await photos(seen, tiger.display, [seed]);
  await panel.getByText('Chosen now: slow line').waitFor();
  await panel.getByText(/Measured: \d+ kbit/).waitFor();
  await photos(seen, tiger.display, [50, 51, 52, 53]);
  expect(seen.encodings.map(qualityOf)).toEqual([[6], [2]]);
  await page.close();
});

test('the automatic choice finds a local network', async () => {
  const { page, seen } = await openCounted('tiger');
  const whole = { width: 800, height: 600 };
  for (let seed = 1; seed < 40 && seen.encodings.length < 2; seed++) await photos(seen, tiger.display, [seed], whole);
  expect(seen.encodings.map(qualityOf)).toEqual([[6], [9]]);
  await page.close();
});

test.each(['tiger', 'x11', 'qemu'])('the meter tells the whole way to the VNC server and back (%s), also to who watches', async (id) => {
  const ports = { tiger: tiger.port, x11: x11.port, qemu: qemu.ports.vnc };
  await overLine(`far-${id}`, ports[id as keyof typeof ports], { delay: 100 });
  await meter(true);
  for (const query of ['', '?view=1']) {
    const page = await openConsole(context, portal, `far-${id}`, query);
    const shown = page.getByRole('group', { name: 'Live meter' });
    const [, ms] = await until('a latency', async () => /Latency (\d+) milliseconds/.exec(await shown.innerText()), 30_000);
    expect(Number(ms)).toBeGreaterThanOrEqual(100);
    expect(await shown.evaluate((element) => getComputedStyle(element).pointerEvents)).toBe('none');
    await page.close();
  }
  await meter(false);
});

test('the meter counts pictures and bytes while they come', async () => {
  await meter(true);
  const { page, seen } = await openCounted('tiger');
  const shown = page.getByRole('group', { name: 'Live meter' });
  await shown.waitFor();
  const found = until('pictures', async () => /[1-9][\d.]* pictures a second, (?!0 )[\d.]+ [kM]?bit/.test(await shown.innerText()), 30_000);
  await photos(seen, tiger.display, [1, 2, 3]);
  await found;
  await meter(false);
  await page.close();
});

/** What the page sees of its tab. */
async function show(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test.each(['tiger', 'x11'] as const)(
  'a console in a tab that nobody looks at takes next to nothing, and is current at the next look (%s)',
  async (id) => {
    const { display } = id === 'tiger' ? tiger : x11;
    const page = await context.newPage();
    await page.clock.install();
    const seen = count(page);
    await page.goto(`${portal.url}/console/${id}`);
    await page.locator('main canvas[role=application]').waitFor();
    await quiet(seen);
    const watched = await photos(seen, display, [1, 2, 3]);
    await show(page, 'hidden');
    await page.clock.fastForward(31_000);
    const before = await quiet(seen);
    for (const seed of [4, 5, 6]) {
      const photo = await showPhoto(display, seed);
      await quiet(seen);
      await photo.stop();
    }
    const photo = await showPhoto(display, 7);
    const hidden = (await quiet(seen)) - before;
    // One picture may have been asked for already.
    expect(hidden).toBeLessThan(watched / 2);
    await show(page, 'visible');
    await quiet(seen);
    const other = await openConsole(context, portal, id);
    await until('the same screen', async () => {
      const [one, two] = [await screenOf(page), await screenOf(other)];
      // Where a lossy picture was made good and where not, colours differ a little.
      return one && two && one.pixels.filter((pixel, at) => far(pixel, two.pixels[at]!)).length < one.pixels.length / 200;
    });
    await photo.stop();
    await other.close();
    await page.close();
  },
);

const far = (a: number, b: number) => [16, 8, 0].some((shift) => Math.abs(((a >> shift) & 255) - ((b >> shift) & 255)) > 60);

test('a QEMU console that rested is current at the next look', async () => {
  const page = await context.newPage();
  await page.clock.install();
  const seen = count(page);
  await page.goto(`${portal.url}/console/qemu`);
  await page.locator('main canvas[role=application]').waitFor();
  await show(page, 'hidden');
  await page.clock.fastForward(31_000);
  const other = await openConsole(context, portal, 'qemu');
  await other.keyboard.type('typed while nobody looked', { delay: 20 });
  await until('the text', async () => (await other.locator('main canvas').count()) > 0);
  const before = seen.received;
  await other.keyboard.type(' and some more of it', { delay: 20 });
  expect(seen.received - before).toBeLessThan(200);
  await show(page, 'visible');
  await until('the same text', async () => {
    const [one, two] = [await screenOf(page), await screenOf(other)];
    return one && two && one.pixels.filter((pixel, at) => pixel !== two.pixels[at]).length < 200;
  });
  await other.close();
  await page.close();
});

test('the meter keeps no console open that nobody uses, not even in a tunnel to QEMU', async () => {
  const { boss, impatient, visitor } = unused;
  // It has been open since before the first of the tests above.
  await until('the end of the console', async () => (await boss.api.sessions()).length === 0, 120_000);
  const [ended] = await boss.api.audit({ action: 'console.end' });
  expect(ended?.detail).toMatchObject({ code: 4003, ms: expect.toSatisfy((ms: number) => ms >= 60_000) as number });
  await visitor.close();
  await impatient.stop();
});

test('none of it broke the policy of the pages', () => {
  expect(troubles).toEqual([]);
});
