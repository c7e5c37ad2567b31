/** A console page in Chromium, as the person before it uses it. */

import type { BrowserContext, Page } from 'playwright-core';
import { LOCALE_COOKIE } from '../../server/contract/locale';
import type { Portal } from './portal';
import { until } from './waiting';

const WAIT = 20_000;

/** Signs a context in without the form, in English. */
export async function signInto(context: BrowserContext, portal: Portal): Promise<void> {
  const { browser } = await portal.admin();
  await context.addCookies([
    ...[...browser.cookies].map(([name, { value }]) => ({ name, value, url: portal.url })),
    { name: LOCALE_COOKIE, value: 'en', url: portal.url },
  ]);
  context.setDefaultTimeout(WAIT);
}

export interface ShownConsole {
  page: Page;
  /** The ClientCutText messages (RFC 6143 section 7.5.6) that left the page. */
  cutTexts: () => number;
  /** Gives the machine the keyboard, as a click does, after it had been elsewhere. */
  comeBack: () => Promise<void>;
}

/** @param query `?view=1` to watch */
export async function showConsole(context: BrowserContext, portal: Pick<Portal, 'url'>, id: string, query = ''): Promise<ShownConsole> {
  const page = await context.newPage();
  let cutTexts = 0;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (typeof payload !== 'string' && payload[0] === 6) cutTexts++;
    }),
  );
  await page.goto(`${portal.url}/console/${id}${query}`);
  await page.locator('[data-console-state="connected"]').waitFor({ timeout: WAIT });
  await page.locator('main canvas[role=application]').waitFor();
  return {
    page,
    cutTexts: () => cutTexts,
    async comeBack() {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.locator('main canvas[role=application]').focus();
    },
  };
}

/** Opens or closes a panel by its action's fixed id. */
export async function act(page: Page, id: string): Promise<void> {
  const shown = page.locator('header[data-shown]');
  if ((await shown.count()) === 0) await page.keyboard.press('Control+Alt+Shift');
  await shown.waitFor();
  const button = page.locator(`header button[data-action="${id}"]:visible`);
  if ((await button.count()) > 0) return button.click();
  await page.locator('header button[data-action="more"]').click();
  await page.locator(`[role="menuitem"][data-action="${id}"]:visible`).click();
}

/** This computer's clipboard; the page's context needs the permissions for it. */
export const readHere = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
export const copyHere = (page: Page, text: string): Promise<void> => page.evaluate((copied) => navigator.clipboard.writeText(copied), text);

export async function untilHere(page: Page, text: string): Promise<void> {
  await until(`${JSON.stringify(text.slice(0, 40))} on this computer's clipboard`, async () => (await readHere(page)) === text);
}
