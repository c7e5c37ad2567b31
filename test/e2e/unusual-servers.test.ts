/** Set-up: VNC servers with few colours, pixel formats and sizes of their own, and the side buttons of a mouse. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startHeadlessShell } from '../support/chromium';
import { pageAt } from '../support/console-page';
import { type Portal, startPortal } from '../support/portal';
import { act, showConsole, signInto } from '../support/shown-console';
import { FIELDS, startUnusualRfb, type UnusualFormat, type UnusualOptions, type UnusualRfb } from '../support/unusual-rfb';
import { until } from '../support/waiting';
import { startWebsockify, type Websockify } from '../support/websockify';

/** 256 colours, with most bits in other places than the page would ask for. */
const EIGHT: UnusualFormat = { bits: 8, red: [7, 5], green: [7, 2], blue: [3, 0] };
const SIXTEEN: UnusualFormat = { bits: 16, red: [31, 11], green: [63, 5], blue: [31, 0] };
/** As noVNC asks for, but big-endian. */
const BIG_ENDIAN: UnusualFormat = { bits: 32, bigEndian: true, red: [255, 0], green: [255, 8], blue: [255, 16] };
const USUAL: UnusualFormat = { bits: 32, red: [255, 0], green: [255, 8], blue: [255, 16] };

const servers = {
  eight: { format: EIGHT, ignoresFormat: true },
  sixteen: { format: SIXTEEN, onlyItsBits: true },
  big: { format: BIG_ENDIAN, ignoresFormat: true },
  swapped: { format: USUAL, swapsRedBlue: true },
  rounding: { format: USUAL, roundsTo: 8 },
  mouse: { format: USUAL, sideButtons: true },
} satisfies Record<string, UnusualOptions>;
type Name = keyof typeof servers;

let portal: Portal;
let browser: Browser;
let websockify: Websockify;
let context: BrowserContext;
const started = {} as Record<Name, UnusualRfb>;

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(), startHeadlessShell()]);
  const { api } = await portal.admin();
  for (const [name, options] of Object.entries(servers)) {
    const server = (started[name as Name] = await startUnusualRfb(options));
    await api.addHost(name, `vnc://127.0.0.1:${server.port}`);
  }
  websockify = await startWebsockify(started.mouse.port);
  await api.addHost('mouse-tunnel', websockify.url);
});
afterAll(async () => {
  await browser.close();
  await websockify.stop();
  for (const server of Object.values(started)) await server.stop();
  await portal.stop();
});
afterEach(() => context.close());

async function open(id: string): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1001, height: 703 } });
  await signInto(context, portal);
  return (await showConsole(context, portal, id)).page;
}

/** Without a picture to wait for. */
async function openPage(id: string): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  await signInto(context, portal);
  const page = await context.newPage();
  await page.goto(`${portal.url}/console/${id}`);
  return page;
}

/** The middle of each field: red, green, blue and opacity. */
const fields = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('main canvas[role=application]');
    const drawn = canvas?.getContext('2d');
    if (!canvas || !drawn) return [];
    return [1, 3].flatMap((row) =>
      [1, 3].map((column) => [...drawn.getImageData((canvas.width * column) / 4, (canvas.height * row) / 4, 1, 1).data]),
    );
  });
const asTheyAre = FIELDS.map((field) => [...field, 255]);
const shows = (page: Page, colours: readonly (readonly number[])[] = asTheyAre) =>
  expect.poll(() => fields(page), { timeout: 20_000 }).toEqual(colours);

describe('a server that sends other pixels than it is asked for', () => {
  test('with eight bits of its own shows its picture with few colours, which the page offers when none comes, and keeps', async () => {
    const page = await openPage('eight');
    await page.getByRole('button', { name: 'Try few colours' }).click();
    await shows(page);
    await until('the choice to be kept', async () => {
      const answer = await page.request.get(`${portal.url}/api/v1/hosts/eight/settings`);
      return ((await answer.json()) as { settings: { colours: string } }).settings.colours === 'few';
    });
    await page.reload();
    await shows(page);
  });

  test('that hangs up on more bits than it has shows its picture with few colours, which the page offers', async () => {
    const page = await openPage('sixteen');
    await page.getByRole('button', { name: 'Try few colours' }).click();
    await shows(page);
  });

  test('with its bytes in another order shows its picture in its own format', async () => {
    const page = await open('big');
    await act(page, 'picture');
    await page.getByRole('radio', { name: 'The host’s own format' }).click();
    await shows(page);
  });

  test('with red and blue in each other’s place shows its picture at once when the person swaps them', async () => {
    const page = await open('swapped');
    await shows(page, [asTheyAre[2]!, asTheyAre[1]!, asTheyAre[0]!, asTheyAre[3]!]);
    await act(page, 'picture');
    await page.getByRole('switch', { name: 'Swap red and blue' }).click({ force: true });
    await shows(page);
  });
});

test('a server that rounds the size is asked for it twice, and again when the window changes', async () => {
  const { sizes } = started.rounding;
  const page = await open('rounding');
  await act(page, 'picture');
  await page.getByRole('radio', { name: 'Resize the host' }).click();
  const note = page.getByText('The host has taken another resolution than this window has.');
  await note.waitFor();
  expect(sizes).toEqual(['1001x703', '1001x703']);
  await page.setViewportSize({ width: 905, height: 703 });
  await until('the size of the window', () => sizes.length >= 4);
  await note.waitFor();
  expect(sizes.slice(2)).toEqual(['905x703', '905x703']);
});

test.each(['mouse-tunnel'])('the side buttons of a mouse reach a server that takes them (%s)', async (id) => {
  const page = await open(id);
  await shows(page);
  const { buttons } = started.mouse;
  const before = buttons.length;
  const { x, y } = await pageAt(page, 10, 10);
  const mouse = await context.newCDPSession(page);
  for (const [button, held] of [
    ['back', 8],
    ['forward', 16],
  ] as const) {
    await mouse.send('Input.dispatchMouseEvent', { type: 'mousePressed', x, y, button, buttons: held, clickCount: 1 });
    await mouse.send('Input.dispatchMouseEvent', { type: 'mouseReleased', x, y, button, buttons: 0, clickCount: 1 });
  }
  await until('four changes', () => buttons.length >= before + 4);
  expect(buttons.slice(before)).toEqual([128, 0, 256, 0]);
  // The browser goes back and forward with them elsewhere.
  expect(page.url()).toBe(`${portal.url}/console/${id}`);
});
