/**
 * From a click to the machine's first pixels: the portal against noVNC's own vnc.html on websockify, in turns, with a cold and a warm
 * cache. Usage: tsx test/bench/first-picture.ts DIRECTORY-OF-NOVNC [ROUNDS]; the directory holds vnc.html (Debian: /usr/share/novnc).
 */

import type { Browser, BrowserContext } from 'playwright-core';
import { startChromium } from '../support/chromium';
import { startPortal } from '../support/portal';
import { freePort } from '../support/ports';
import { RunningProcess } from '../support/process';
import { startTigerVnc } from '../support/tigervnc';
import { listening } from '../support/waiting';

const [novnc, rounds = '11'] = process.argv.slice(2);
if (!novnc) throw new Error('name the directory that holds vnc.html');

/** In every document: when a link was clicked, and when a canvas has a pixel. */
function watch(): void {
  const now = () => performance.timeOrigin + performance.now();
  document.addEventListener('click', () => sessionStorage.setItem('clicked', String(now())), { capture: true });
  const sample = document.createElement('canvas');
  sample.width = sample.height = 8;
  const context = sample.getContext('2d', { willReadFrequently: true })!;
  const timer = setInterval(() => {
    for (const canvas of document.querySelectorAll('canvas')) {
      if (canvas.width < 300 || !sessionStorage.getItem('clicked')) continue;
      context.clearRect(0, 0, 8, 8);
      context.drawImage(canvas, 0, 0, 8, 8);
      if (!context.getImageData(0, 0, 8, 8).data.some((value, index) => index % 4 === 3 && value !== 0)) continue;
      clearInterval(timer);
      (globalThis as { took?: number }).took = now() - Number(sessionStorage.getItem('clicked'));
      return;
    }
  }, 4);
}

interface Candidate {
  name: string;
  start: string;
  link: string;
  prepare(context: BrowserContext): Promise<unknown>;
}

/** @returns ms from the click, first with an empty cache, then again with what that left in it */
async function measure(browser: Browser, { start, link, prepare }: Candidate): Promise<[number, number]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    // What tsx leaves in functions; a page does not know it.
    await context.addInitScript('globalThis.__name = (named) => named');
    await context.addInitScript(watch);
    await prepare(context);
    const took: number[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const page = await context.newPage();
      await page.goto(start, { waitUntil: 'networkidle' });
      await page.locator(link).click();
      await page.waitForFunction(() => (globalThis as { took?: number }).took !== undefined);
      took.push(await page.evaluate(() => (globalThis as unknown as { took: number }).took));
      await page.close();
    }
    return took as [number, number];
  } finally {
    await context.close();
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const [portal, vnc, browser] = await Promise.all([startPortal(), startTigerVnc({ geometry: '1024x768', text: 'hello' }), startChromium()]);
const port = await freePort();
const websockify = new RunningProcess('websockify', 'websockify', ['--web', novnc, `127.0.0.1:${port}`, `127.0.0.1:${vnc.port}`]);
await listening(port, websockify);
try {
  const { api, browser: signedIn } = await portal.admin();
  await api.addHost('web-01', `vnc://127.0.0.1:${vnc.port}`);
  const candidates: Candidate[] = [
    {
      name: 'portal',
      start: portal.url,
      link: 'a[data-host-link]',
      prepare: (context) => context.addCookies([...signedIn.cookies].map(([name, { value }]) => ({ name, value, url: portal.url }))),
    },
    {
      name: 'vnc.html',
      start: `http://127.0.0.1:${port}/start`,
      link: 'a',
      prepare: (context) =>
        context.route(`http://127.0.0.1:${port}/start`, (route) =>
          route.fulfill({ contentType: 'text/html', body: `<a href="/vnc.html?autoconnect=1&resize=scale&path=websockify">open</a>` }),
        ),
    },
  ];
  const times = new Map(candidates.map(({ name }) => [name, { cold: [] as number[], warm: [] as number[] }]));
  for (let round = 0; round < Number(rounds); round++) {
    for (const candidate of candidates) {
      const [cold, warm] = await measure(browser, candidate);
      times.get(candidate.name)!.cold.push(cold);
      times.get(candidate.name)!.warm.push(warm);
    }
  }
  for (const [name, { cold, warm }] of times) {
    const all = (values: number[]) =>
      `${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;
    console.log(`${name.padEnd(9)} empty cache ${all(cold)}, full cache ${all(warm)}`);
  }
} finally {
  await browser.close();
  await websockify.stop();
  await vnc.stop();
  await portal.stop();
}
