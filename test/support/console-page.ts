/** A console page in Chromium, and how the machine's picture lies in it. */

import type { BrowserContext, Page } from 'playwright-core';
import type { Administrator, Portal } from './portal';

/** Gives a context the administrator's session. */
export async function signedIn(context: BrowserContext, portal: Portal, { browser }: Administrator): Promise<void> {
  await context.addCookies([...browser.cookies].map(([name, { value }]) => ({ name, value, url: portal.url })));
}

/** Opens a host's console and waits for its first picture. */
export async function openConsole(context: BrowserContext, portal: Portal, id: string, query = ''): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${portal.url}/console/${id}${query}`);
  await page.locator('main canvas[role=application]').waitFor();
  return page;
}

export interface PicturePlace {
  /** The canvas's own pixels: those of the machine. */
  width: number;
  height: number;
  /** On the page, device pixels. */
  left: number;
  top: number;
  acrossDevice: number;
  downDevice: number;
  rendering: string;
}

export function pictureOn(page: Page): Promise<PicturePlace> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('main canvas[role=application]')!;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    return {
      width: canvas.width,
      height: canvas.height,
      left: left * ratio,
      top: top * ratio,
      acrossDevice: width * ratio,
      downDevice: height * ratio,
      rendering: canvas.style.imageRendering,
    };
  });
}

/** The page's point over the middle of a pixel of the machine, CSS pixels. */
export async function pageAt(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const ratio = await page.evaluate(() => window.devicePixelRatio);
  const { left, top, width, height, acrossDevice, downDevice } = await pictureOn(page);
  return { x: (left + ((x + 0.5) * acrossDevice) / width) / ratio, y: (top + ((y + 0.5) * downDevice) / height) / ratio };
}
