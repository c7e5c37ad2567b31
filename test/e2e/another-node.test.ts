/** A node is stopped while somebody works: their console comes back on the other one by itself, behind a balancer that knows nothing of it. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHeadlessShell } from '../support/chromium';
import { watchPage } from '../support/page-troubles';
import { root } from '../support/portal';
import { drawnPixels, screenOf } from '../support/screen';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { nodeNumbers, TwoNodes } from '../support/two-nodes';
import { until } from '../support/waiting';

/** From the signal to the picture, ms. */
const BACK_MS = 3000;
const HOST = 'desk';
const pictures = join(root, 'test-output', 'screenshots');

let two: TwoNodes;
let server: TigerVnc;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [two, server, browser] = await Promise.all([TwoNodes.start(), startTigerVnc({ text: 'still here' }), startHeadlessShell()]);
  await two.through().addHost(HOST, `vnc://127.0.0.1:${server.port}`, { policy: { exclusive: true } });
  context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  await watchPage(context, troubles);
  const { cookies } = two.admin.browser;
  await context.addCookies([...cookies].map(([name, { value }]) => ({ name, value, url: two.balancer.url })));
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await Promise.all([two.stop(), server.stop()]);
});

interface Told {
  states: [name: string, at: number][];
  /** What was to be seen last stayed while the console was away. */
  pictureStayed: boolean;
}

/** Notes in the page what its console comes to: the pictures that are taken here meanwhile take time of their own. */
async function noteStates(): Promise<() => Promise<Told>> {
  await page.evaluate(() => {
    const told: Told = { states: [], pictureStayed: false };
    Object.assign(window, { told });
    const look = () => {
      const name = document.querySelector('[data-console-state]')?.getAttribute('data-console-state') ?? '';
      if (told.states.at(-1)?.[0] !== name) told.states.push([name, performance.now()]);
      if (name === 'waiting' && document.querySelector('[class*=lastPicture] canvas')) told.pictureStayed = true;
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ['data-console-state'] });
    look();
  });
  return () => page.evaluate(() => (window as unknown as { told: Told }).told);
}

const state = (name: string) => page.locator(`[data-console-state="${name}"]`).waitFor({ timeout: 20_000 });

test('a console comes back on another node within three seconds, with its picture, and the person has done nothing', async () => {
  await page.goto(`${two.balancer.url}/console/${HOST}`);
  await state('connected');
  const picture = await until('the picture', async () => {
    const screen = await screenOf(page);
    return screen && drawnPixels(screen) > 0 && screen;
  });
  // What is needed while the console is away is loaded as long as there is one.
  await page.locator('header').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  const [before] = await two.sessions(0);
  const ids = [await two.idOf(0), await two.idOf(1)] as const;
  const leaving = nodeNumbers.find((number) => ids[number] === before!.node)!;
  const staying = leaving === 0 ? 1 : 0;

  const noted = await noteStates();
  process.kill(two.nodes[leaving].process.pid, 'SIGTERM');
  await state('waiting');
  await page.screenshot({ path: join(pictures, 'reconnecting.png') });
  await state('connected');
  const after = await until('the picture', async () => {
    const screen = await screenOf(page);
    return screen && drawnPixels(screen) > 0 && screen;
  });
  const { states, pictureStayed } = await noted();
  expect(pictureStayed).toBe(true);
  expect([states[0]?.[0], states[1]?.[0], states.at(-1)?.[0]]).toEqual(['connected', 'waiting', 'connected']);
  expect(states.at(-1)![1] - states[1]![1]).toBeLessThan(BACK_MS);
  expect([after.width, after.height]).toEqual([picture.width, picture.height]);
  const [session, ...others] = await two.sessions(staying);
  expect(others).toEqual([]);
  expect(session).toMatchObject({ hostId: HOST, node: ids[staying] });
  expect(session!.id).not.toBe(before!.id);
  expect(await two.wronglyRecorded()).toEqual([]);
});

test('the page has violated no policy, thrown nothing, and not complained', () => {
  expect(troubles).toEqual([]);
});
