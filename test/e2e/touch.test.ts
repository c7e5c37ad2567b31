/** Set-up: a phone's screen before a real VNC server; what fingers did is what an X program there received. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium';
import { type Fingers, fingersOn, type Spot } from '../support/fingers';
import { startPortal } from '../support/portal';
import type { Portal } from '../support/portal';
import type { RunningProcess } from '../support/process';
import { showConsole, signInto } from '../support/shown-console';
import { temporaryDirectory } from '../support/temporary';
import { startTigerVnc, type TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { watchInput } from '../support/x-display';
import { startXReader } from '../support/x-typing';

const HOST = 'phone';
const SIZE = { width: 800, height: 600 };

let portal: Portal;
let tiger: TigerVnc;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let fingers: Fingers;
let input: RunningProcess;

beforeAll(async () => {
  [portal, tiger, browser] = await Promise.all([
    startPortal(),
    startTigerVnc({ geometry: `${SIZE.width}x${SIZE.height}` }),
    startChromium(),
  ]);
  const { api } = await portal.admin();
  await api.addHost(HOST, `vnc://127.0.0.1:${tiger.port}`, { policy: { clipboard: 'none' } });
});
afterAll(async () => {
  await browser.close();
  await tiger.stop();
  await portal.stop();
});
beforeEach(async () => {
  const { api } = await portal.admin();
  await api.must('PATCH', '/me/settings', { console: { touch: 'direct', touchBar: true } });
  context = await browser.newContext({ viewport: { width: 390, height: 720 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });
  await signInto(context, portal);
  ({ page } = await showConsole(context, portal, HOST));
  await page.locator('[data-touch-bar]').waitFor();
  fingers = await fingersOn(page);
  input = await watchInput(tiger.display);
});
afterEach(async () => {
  await input.stop();
  await context.close();
});

interface Pointed extends Spot {
  what: string;
}

/** What happened at the machine to buttons and pointer, in its pixels. */
function pointed(): Pointed[] {
  const events = input.stdout
    .join('\n')
    .matchAll(/(ButtonPress|ButtonRelease|MotionNotify) event[^]*?root:\((\d+),(\d+)\),[^]*?(?:button (\d)|is_hint)/g);
  const names: Record<string, string> = { ButtonPress: '+', ButtonRelease: '-' };
  return [...events].map(([, kind, x, y, button]) => ({ what: button ? `${names[kind!]}${button}` : 'move', x: Number(x), y: Number(y) }));
}
const buttons = () => pointed().filter(({ what }) => what !== 'move');
const said = () => buttons().map(({ what }) => what);
const untilSaid = (...what: string[]) => until(what.join(' '), () => said().join(' ') === what.join(' '));

const canvas = () => page.locator('main canvas[role=application]');
const frame = async () => (await canvas().boundingBox())!;

/** Where a pixel of the machine is on the page. */
async function onPage({ x, y }: Spot): Promise<Spot> {
  const box = await frame();
  return { x: box.x + ((x + 0.5) / SIZE.width) * box.width, y: box.y + ((y + 0.5) / SIZE.height) * box.height };
}
const near = (one: Spot, other: Spot, by = 3) => Math.abs(one.x - other.x) <= by && Math.abs(one.y - other.y) <= by;
const tool = (name: string | RegExp) => page.locator('[data-touch-bar]').getByRole('button', { name, exact: typeof name === 'string' });

describe('a finger that is the pointer', () => {
  test('taps where it is; two fingers click right, three with the middle button', async () => {
    const spot = await onPage({ x: 200, y: 300 });
    await fingers.tap(spot);
    await untilSaid('+1', '-1');
    expect(near(buttons()[0]!, { x: 200, y: 300 })).toBe(true);
    await fingers.tap(spot, { x: spot.x + 60, y: spot.y });
    await untilSaid('+1', '-1', '+3', '-3');
    await fingers.tap(spot, { x: spot.x + 60, y: spot.y }, { x: spot.x + 120, y: spot.y });
    await untilSaid('+1', '-1', '+3', '-3', '+2', '-2');
  });

  test('drags with the left button', async () => {
    const [from, to] = [await onPage({ x: 100, y: 100 }), await onPage({ x: 600, y: 400 })];
    await fingers.drag([{ from, to }]);
    await untilSaid('+1', '-1');
    expect([near(buttons()[0]!, { x: 100, y: 100 }), near(buttons()[1]!, { x: 600, y: 400 })]).toEqual([true, true]);
  });

  test('two that drag scroll', async () => {
    const from = await onPage({ x: 300, y: 300 });
    const way = (dx: number) => ({ from: { x: from.x + dx, y: from.y }, to: { x: from.x + dx, y: from.y - 180 } });
    await fingers.drag([way(0), way(60)], { steps: 20 });
    await until('the wheel', () => said().includes('+5'));
    expect(new Set(said())).toEqual(new Set(['+5', '-5']));
  });

  test('two that part zoom the picture, and tell the machine nothing', async () => {
    const { width } = await frame();
    await pinch(await onPage({ x: 400, y: 300 }), 60, 300);
    await until('a larger picture', async () => (await frame()).width > width * 1.5);
    expect(said()).toEqual([]);
  });

  test('after the button for it, the next tap is a right click, and only that', async () => {
    const spot = await onPage({ x: 200, y: 300 });
    await tool('The next tap is a right click').tap();
    await fingers.tap(spot);
    await untilSaid('+3', '-3');
    await fingers.tap(spot);
    await untilSaid('+3', '-3', '+1', '-1');
  });
});

describe('a trackpad', () => {
  const anywhere = { x: 300, y: 600 };

  beforeEach(async () => {
    await tool('Trackpad').tap();
    await page.locator('[data-touch-bar] button[aria-pressed=true]').waitFor();
  });
  test('moves the pointer from where it is, and a tap anywhere clicks there', async () => {
    await fingers.drag([{ from: anywhere, to: { x: 240, y: 560 } }], { steps: 20 });
    await until('a move', () => pointed().length > 3);
    const { x, y } = await settled();
    expect(x).toBeLessThan(SIZE.width / 2);
    expect(y).toBeLessThan(SIZE.height / 2);
    expect(said()).toEqual([]);
    await fingers.tap(anywhere);
    await untilSaid('+1', '-1');
    expect(buttons().every((one) => near(one, { x, y }))).toBe(true);
  });

  test('two fingers click right there, three with the middle button', async () => {
    await fingers.tap(anywhere, { x: 200, y: 600 });
    await untilSaid('+3', '-3');
    await fingers.tap(anywhere, { x: 200, y: 600 }, { x: 100, y: 600 });
    await untilSaid('+3', '-3', '+2', '-2');
  });

  test('a tap and a finger that comes back at once drag with one press', async () => {
    await fingers.tap(anywhere);
    await fingers.drag([{ from: anywhere, to: { x: 200, y: 500 } }], { steps: 10, stays: true });
    await until('a drag', () => pointed().filter(({ what }) => what === 'move').length > 3);
    expect(said()).toEqual(['+1']);
    await fingers.lift();
    await untilSaid('+1', '-1');
    const [press, release] = buttons();
    expect(press!.x - release!.x).toBeGreaterThan(50);
  });

  test('two fingers that drag scroll where the pointer is', async () => {
    const way = (x: number) => ({ from: { x, y: 600 }, to: { x, y: 420 } });
    await fingers.drag([way(150), way(220)], { steps: 30 });
    await until('the wheel', () => said().filter((one) => one === '-5').length >= 3);
    expect(new Set(said())).toEqual(new Set(['+5', '-5']));
  });

  test('the view follows the pointer over a picture that is larger than the window', async () => {
    const { width } = await frame();
    await pinch({ x: 195, y: 300 }, 60, 360);
    await until('a larger picture', async () => (await frame()).width > width * 2);
    const before = await frame();
    for (let n = 0; n < 3; n++) await fingers.drag([{ from: { x: 40, y: 400 }, to: { x: 340, y: 600 } }], { steps: 20 });
    await until('another view', async () => (await frame()).x < before.x - 50);
    // The cursor that is drawn is where the machine's pointer is, and is seen.
    const at = await settled();
    const cursor = await page.evaluate(() => {
      const drawn = [...document.querySelectorAll('body > canvas')].find((one) => (one as HTMLElement).style.position === 'fixed')!;
      const { left, top } = drawn.getBoundingClientRect();
      return { x: left, y: top, seen: (drawn as HTMLElement).style.visibility !== 'hidden' && (drawn as HTMLCanvasElement).width > 0 };
    });
    const expected = await onPage(at);
    expect(cursor.seen).toBe(true);
    // As exact as its hot spot, of which the page tells nothing.
    expect(near(cursor, expected, 16)).toBe(true);
    expect(expected.x).toBeLessThan(390);
  });
});

describe('the touch keyboard', () => {
  test('types what is written, corrected and composed, and what its row has, with modifiers', async () => {
    const { path, remove } = temporaryDirectory('touch');
    const reader = await startXReader(tiger.display, path);
    try {
      await tool('Touch keyboard').tap();
      await until('the field', () => page.evaluate(() => document.activeElement?.hasAttribute('data-touch-field')));
      const devtools = await context.newCDPSession(page);
      await fingers.tap(await onPage({ x: 60, y: 60 }));
      // A tap on the picture leaves it open.
      expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-touch-field'))).toBe(true);
      await devtools.send('Input.insertText', { text: 'Grüße €' });
      await page.keyboard.press('Backspace');
      await until('Grüße', () => reader.typed() === 'Grüße €\x7f' || reader.typed() === 'Grüße €\b');
      reader.forget();
      await devtools.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
      await devtools.send('Input.imeSetComposition', { text: '日本', selectionStart: 2, selectionEnd: 2 });
      await devtools.send('Input.insertText', { text: '日本' });
      expect(await reader.received(2)).toBe('日本');
      reader.forget();
      await devtools.send('Input.imeSetComposition', { text: 'teh', selectionStart: 3, selectionEnd: 3 });
      await devtools.send('Input.insertText', { text: 'the ' });
      await until('the corrected word', () => /^teh(\x7f\x7f|\b\b)he $/.test(reader.typed()));
      reader.forget();
      await tool('Ctrl').tap();
      await tool('Ctrl, for the next key').waitFor();
      await page.keyboard.type('ab');
      // Ctrl+A, and then no more Ctrl.
      expect(await reader.received(2)).toBe('\x01b');
      reader.forget();
      await tool('Esc').tap();
      await tool('Left').tap();
      await until('Esc and an arrow', () => reader.typed() === '\x1b\x1b[D' || reader.typed() === '\x1b\x1bOD');
      reader.forget();
      // Twice, and it stays down.
      await tool('Ctrl').tap();
      await tool(/^Ctrl/).tap();
      await tool('Ctrl, held down').waitFor();
      await page.keyboard.type('ab');
      expect(await reader.received(2)).toBe('\x01\x02');
      await tool('Ctrl, held down').tap();
      reader.forget();
      await page.keyboard.type('c');
      expect(await reader.received(1)).toBe('c');
      await tool('Touch keyboard').tap();
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('application');
    } finally {
      await reader.stop();
      remove();
    }
  });
});

test('every button of the tools is large enough for a thumb, and none of them lies on the picture', async () => {
  await tool('Keys that the touch keyboard lacks').tap();
  await tool('Esc').waitFor();
  const boxes = await Promise.all((await page.locator('[data-touch-bar] button').all()).map((one) => one.boundingBox()));
  for (const box of boxes) expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(44);
  const bar = (await page.locator('[data-touch-bar]').boundingBox())!;
  expect(bar.x + bar.width).toBeLessThanOrEqual(390);
  await until('a picture above the tools', async () => {
    const { y, height } = await frame();
    return y + height <= bar.y + 1;
  });
});

test('the tools go when they are not wanted, and come back from the menu', async () => {
  await tool('Hide the touch tools').tap();
  await page.locator('[data-touch-bar]').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Alt+Shift');
  await page.locator('header button[data-action="more"]').tap();
  await page.locator('[role="menuitem"][data-action="touch-bar"]').tap();
  await page.locator('[data-touch-bar]').waitFor();
});

/** Two fingers beside a spot part from so far to so far. */
function pinch({ x, y }: Spot, from: number, to: number): Promise<void> {
  const way = (side: 1 | -1) => ({ from: { x: x + (side * from) / 2, y }, to: { x: x + (side * to) / 2, y } });
  return fingers.drag([way(-1), way(1)], { steps: 30 });
}

/** The pointer's place once it rests. */
async function settled(): Promise<Spot> {
  let last = -1;
  return until('a pointer at rest', async () => {
    const all = pointed();
    const rests = all.length === last && all.at(-1);
    last = all.length;
    await page.waitForTimeout(150);
    return rests;
  });
}
