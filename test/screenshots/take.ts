/** Each page as a picture, light and dark, on a desktop and on a phone, in both languages: to be looked at. */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { locales } from '../../server/contract/locale';
import { startChromium } from '../support/chromium';
import { enter, heights, type Look, lookOptions, shownPages, startShowcase, type Showcase } from '../support/showcase';

const directory = process.argv[2] ?? 'test-output/screenshots';
/** A part of a name, for whoever works on one page. */
const only = process.argv[3] ?? '';

const looks: Look[] = locales.flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    Object.keys(heights).map((width) => ({ locale, colorScheme, width: Number(width) })),
  ),
);

async function take(browser: Browser, { portal }: Showcase, look: Look): Promise<void> {
  const chosen = shownPages.filter(({ name }) => name.includes(only));
  for (const shown of chosen) {
    const context = await browser.newContext(lookOptions(look));
    const file = `${shown.name}-${look.locale}-${look.colorScheme}-${look.width}.png`;
    try {
      await enter(context, portal, look, shown);
      const page = await context.newPage();
      await shown.open(page, portal);
      // Fonts and the last transition.
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(directory, file) });
      console.log(file);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${file}: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`);
    } finally {
      await context.close();
    }
  }
}

rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const [showcase, browser] = await Promise.all([startShowcase(), startChromium()]);
try {
  for (const look of looks) await take(browser, showcase, look);
} finally {
  await browser.close();
  await showcase.stop();
}
