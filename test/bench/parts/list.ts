/** The list of hosts when there are many: its first page, a search, and what typing feels like. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from '../../support/chromium';
import { started, type Part } from '../bench';
import { Latencies } from '../load/latencies';
import { now } from '../load/clock';
import { addManyHosts, hostId } from '../many-hosts';
import { startMeasuredPortal, type MeasuredPortal } from '../measured-portal';
import type { Figures } from '../results';

const PATIENCE_MS = 120_000;
const WORD = 'nairobi';
const KEY_PAUSE = 80;
const CALLS = ['', '&q=berlin', '&q=web%200', '&tag=osaka', '&sort=name', '&sort=-id&q=kiosk'];
/** Requests of each round, by the seconds of a measurement. */
const CALLS_A_SECOND = 100;
const FEWEST_CALLS = 60;

export const list: Part = {
  name: 'list',
  title: 'The list of hosts',
  async run(bench) {
    const { hosts, roundsInChromium: rounds, seconds } = bench.options;
    const portal = await started(bench, startMeasuredPortal(bench.ports, bench.options));
    const chromium = await startChromium();
    bench.atEnd(() => chromium.close());
    bench.say(`list: ${hosts} hosts`);
    await addManyHosts((await portal.portal.admin()).api, hosts);
    const work = `${hosts} hosts`;
    const calls = Math.max(FEWEST_CALLS, Math.round(seconds * CALLS_A_SECOND));
    // Compiled and cached is what most people find.
    await inBrowser(chromium, portal);
    for (let round = 1; round <= rounds; round++) {
      bench.say(`list, round ${round} of ${rounds}`);
      bench.results.add('list', work, 'portal', { ...(await inBrowser(chromium, portal)), ...(await byRest(portal, calls)) });
    }
  },
};

/** In every document: when the first host was there, and how long each key took to be seen. */
function watch(): void {
  const seen = globalThis as { firstHost?: number; keys?: number[]; lastKey?: number };
  seen.keys = [];
  const look = () => {
    if (document.querySelector('[data-host-link]')) seen.firstHost = performance.now();
    else requestAnimationFrame(look);
  };
  look();
  let pressed = 0;
  document.addEventListener('keydown', ({ timeStamp }) => (pressed = seen.lastKey = timeStamp), { capture: true });
  document.addEventListener(
    'input',
    () => {
      const since = pressed;
      // The task after a frame's callbacks: the frame is on its way to the screen.
      requestAnimationFrame(() => setTimeout(() => seen.keys!.push(performance.now() - since)));
    },
    { capture: true },
  );
}

async function inBrowser(chromium: Browser, { portal }: MeasuredPortal): Promise<Figures> {
  const context: BrowserContext = await chromium.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
  try {
    const { browser } = await portal.admin();
    await context.addCookies([...browser.cookies].map(([name, { value }]) => ({ name, value, url: portal.url })));
    // What tsx leaves in functions; a page does not know it.
    await context.addInitScript('globalThis.__name = (named) => named');
    await context.addInitScript(watch);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(portal.url, { waitUntil: 'networkidle' });
    await page.waitForFunction(() => (globalThis as { firstHost?: number }).firstHost !== undefined);
    const firstPage = await page.evaluate(() => (globalThis as { firstHost?: number }).firstHost!);
    const searched = await search(page);
    const keys = await page.evaluate(() => (globalThis as { keys?: number[] }).keys!);
    const typing = new Latencies(keys.length);
    for (const key of keys) typing.note(key);
    const { p50, p99 } = typing.report();
    return { 'first page ms': firstPage, 'search ms': searched, 'typing p50 ms': p50, 'typing p99 ms': p99 };
  } finally {
    await context.close();
  }
}

/** @returns ms from the last key of a word to a list that has only what matches */
async function search(page: Page): Promise<number> {
  await page.locator('input[type=search]').first().click();
  await page.keyboard.type(WORD, { delay: KEY_PAUSE });
  return page.evaluate(
    (word) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const links = [...document.querySelectorAll('[data-host-link]')];
          if (links.length > 0 && links.every(({ textContent }) => textContent.includes(word))) {
            resolve(performance.now() - (globalThis as { lastKey?: number }).lastKey!);
          } else requestAnimationFrame(look);
        };
        look();
      }),
    WORD,
  );
}

async function byRest({ portal }: MeasuredPortal, calls: number): Promise<Figures> {
  const { api } = await portal.admin();
  const latencies = new Latencies(calls);
  for (let call = 0; call < calls; call++) {
    const began = now();
    const path = call % 10 === 9 ? `/hosts/${hostId(call)}` : `/hosts?limit=50${CALLS[call % CALLS.length]!}`;
    await api.must('GET', path);
    latencies.note(now() - began);
  }
  const { p50, p99 } = latencies.report();
  return { 'REST p50 ms': p50, 'REST p99 ms': p99 };
}
