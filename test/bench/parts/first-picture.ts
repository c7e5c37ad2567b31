/** From a click to the machine's first pixels: the portal against noVNC's own page, in turns, with an empty and a full cache. */

import type { Browser, BrowserContext } from 'playwright-core';
import { startChromium } from '../../support/chromium';
import { startTigerVnc } from '../../support/tigervnc';
import { started, type Part } from '../bench';
import { startNginx, startWebsockify } from '../candidates';
import { startMeasuredPortal } from '../measured-portal';
import { novncDirectory } from '../novnc';
import type { Figures } from '../results';

const PATIENCE_MS = 120_000;
const KB = 1000;
const START = '/start-here';

export const firstPicture: Part = {
  name: 'first-picture',
  title: 'First picture, click → first framebuffer in Chromium',
  async run(bench) {
    const novnc = await novncDirectory();
    const vnc = await started(bench, startTigerVnc({ geometry: '1024x768', text: 'hello' }));
    const websockify = await started(bench, startWebsockify(vnc.port));
    // As its users have it: the page from nginx, the console from websockify behind it.
    const files = `root ${novnc}; location /vnc { } location /app { } location /core { } location /vendor { } location /package.json { }`;
    const nginx = await started(bench, startNginx(websockify.door.port, { more: files }));
    const { portal, ...measured } = await startMeasuredPortal(bench.ports, bench.options);
    bench.atEnd(() => measured.stop());
    const chromium = await startChromium();
    bench.atEnd(() => chromium.close());
    const { api, browser: signedIn } = await portal.admin();
    await api.addHost('web-01', `vnc://127.0.0.1:${vnc.port}`);
    for (const id of ['tunnel', 'relay', 'watched', 'guarded']) await api.must('DELETE', `/hosts/${id}`);
    const page = `http://127.0.0.1:${nginx.door.port}`;
    const ways: Way[] = [
      {
        name: 'portal',
        start: portal.url,
        link: 'a[data-host-link]',
        prepare: (context) => context.addCookies([...signedIn.cookies].map(([name, { value }]) => ({ name, value, url: portal.url }))),
      },
      {
        name: 'vnc.html',
        start: `${page}${START}`,
        link: 'a',
        prepare: (context) =>
          context.route(`${page}${START}`, (route) =>
            route.fulfill({ contentType: 'text/html', body: `<a href="/vnc.html?autoconnect=1&resize=scale&path=websockify">open</a>` }),
          ),
      },
    ];
    for (let round = 1; round <= bench.options.roundsInChromium; round++) {
      for (const way of ways) {
        bench.say(`first-picture, round ${round} of ${bench.options.roundsInChromium}: ${way.name}`);
        bench.results.add('first-picture', 'a click', way.name, await measure(chromium, way));
      }
    }
  },
};

interface Way {
  name: string;
  start: string;
  link: string;
  prepare: (context: BrowserContext) => Promise<unknown>;
}

interface Seen {
  took?: number;
  scripts?: { sent: number; whole: number };
}

/** In every document: when a link was clicked, and when a canvas has a pixel. */
function watch(): void {
  const now = () => performance.timeOrigin + performance.now();
  document.addEventListener('click', () => sessionStorage.setItem('clicked', String(now())), { capture: true });
  performance.setResourceTimingBufferSize(2000);
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
      const seen = globalThis as Seen;
      seen.took = now() - Number(sessionStorage.getItem('clicked'));
      const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(({ name }) =>
        /\.js(\?|$)/.test(name),
      );
      seen.scripts = {
        sent: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
        whole: scripts.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
      };
      return;
    }
  }, 4);
}

/** First with an empty cache, then again with what that left in it. */
async function measure(browser: Browser, { start, link, prepare }: Way): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    // What tsx leaves in functions; a page does not know it.
    await context.addInitScript('globalThis.__name = (named) => named');
    await context.addInitScript(watch);
    await prepare(context);
    const figures: Figures = {};
    for (const cache of ['empty cache ms', 'full cache ms']) {
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(start, { waitUntil: 'networkidle' });
      await page.locator(link).first().click();
      await page.waitForFunction(() => (globalThis as Seen).took !== undefined);
      const { took, scripts } = await page.evaluate(() => ({ took: (globalThis as Seen).took!, scripts: (globalThis as Seen).scripts! }));
      figures[cache] = took;
      // The second time they come from the cache, whose entries have sizes too.
      figures['JavaScript kB sent'] ??= scripts.sent / KB;
      figures['JavaScript kB'] ??= scripts.whole / KB;
      await page.close();
    }
    return figures;
  } finally {
    await context.close();
  }
}
