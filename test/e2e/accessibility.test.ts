/** axe-core's rules for WCAG 2.2 A and AA, on every page, in both themes, both languages, on a desktop and on a phone. */

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium';
import { enter, type Look, lookOptions, shownPages, startShowcase, type Showcase } from '../support/showcase';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Menus and tooltips are drawn at the end of the document, outside of its landmarks. */
const OUTSIDE_LANDMARKS = ['region'];
const looks: Look[] = [
  { locale: 'en', colorScheme: 'light', width: 1440 },
  { locale: 'zh-CN', colorScheme: 'dark', width: 1440 },
  { locale: 'en', colorScheme: 'dark', width: 360 },
];

let showcase: Showcase;
let browser: Browser;

beforeAll(async () => {
  [showcase, browser] = await Promise.all([startShowcase(), startChromium()]);
});
afterAll(async () => {
  await browser.close();
  await showcase.stop();
});

for (const look of looks) {
  for (const shown of shownPages) {
    test(`${shown.name} has no violation (${look.locale}, ${look.colorScheme}, ${look.width} px)`, async () => {
      const context = await browser.newContext(lookOptions(look));
      try {
        await enter(context, showcase.portal, look, shown);
        const page = await context.newPage();
        await shown.open(page, showcase.portal);
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).disableRules(OUTSIDE_LANDMARKS).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`),
        ).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }
}
