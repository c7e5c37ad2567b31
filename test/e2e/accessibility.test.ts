/** axe-core's rules for WCAG 2.2 A and AA, on every page, light on a desktop in English, dark on a phone in Chinese. */

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHeadlessShell } from '../support/chromium';
import { startPortal } from '../support/portal';
import { enter, type Look, lookOptions, type ShownPage, shownPages, startShowcase, type Showcase } from '../support/showcase';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Menus and tooltips are drawn at the end of the document, outside of its landmarks. */
const OUTSIDE_LANDMARKS = ['region'];
const looks: Look[] = [
  { locale: 'en', colorScheme: 'light', width: 1440 },
  { locale: 'zh-CN', colorScheme: 'dark', width: 360 },
];

let showcase: Showcase;
let browser: Browser;

beforeAll(async () => {
  [showcase, browser] = await Promise.all([startShowcase(), startHeadlessShell()]);
});
afterAll(async () => {
  await browser.close();
  await showcase.stop();
});

async function violationsOf(page: Page): Promise<string[]> {
  // "Legacy" is the mode without another blank page, which only documents in frames of other origins need.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).disableRules(OUTSIDE_LANDMARKS).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`);
}

test.each(looks)('the setup has no violation ($locale, $colorScheme, $width px)', async (look) => {
  const [context, fresh] = await Promise.all([browser.newContext(lookOptions(look)), startPortal()]);
  try {
    const page = await context.newPage();
    await page.goto(fresh.url);
    await page.waitForURL('**/setup');
    await page.locator('input[type=password]').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  } finally {
    await context.close();
    await fresh.stop();
  }
});

/** One for each look and visitor, with the browser until its end: making one takes longer than most of what is looked at in it. */
const contexts = new Map<string, Promise<BrowserContext>>();

function contextOf(look: Look, shown: ShownPage): Promise<BrowserContext> {
  const { outside, byOperator } = shown;
  const key = JSON.stringify([look, outside, byOperator]);
  const made = contexts.get(key) ?? browser.newContext(lookOptions(look));
  contexts.set(key, made);
  return made;
}

for (const look of looks) {
  for (const shown of shownPages) {
    test(`${shown.name} has no violation (${look.locale}, ${look.colorScheme}, ${look.width} px)`, async () => {
      const context = await contextOf(look, shown);
      await enter(context, showcase.portal, look, shown);
      const page = await context.newPage();
      try {
        await shown.open(page, showcase.portal);
        expect(await violationsOf(page)).toEqual([]);
      } finally {
        await page.close();
      }
    });
  }
}
