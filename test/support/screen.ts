/** What a console page shows: the pixels of noVNC's canvas. */

import type { Page } from 'playwright-core';

export interface PageScreen {
  width: number;
  height: number;
  /** One number a pixel, red, green and blue from the highest byte down. */
  pixels: number[];
}

/** @returns null while there is no picture */
export function screenOf(page: Page): Promise<PageScreen | null> {
  return page.evaluate(() => {
    const canvas =
      document.querySelector<HTMLCanvasElement>('main canvas[role=application]') ??
      document.querySelector<HTMLCanvasElement>('main canvas');
    if (!canvas || canvas.width === 0 || canvas.height === 0) return null;
    const { data, width, height } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Array<number>(width * height);
    for (let index = 0; index < pixels.length; index++) {
      pixels[index] = (data[index * 4]! << 16) | (data[index * 4 + 1]! << 8) | data[index * 4 + 2]!;
    }
    return { width, height, pixels };
  });
}

/** Pixels that are not black. */
export function drawnPixels({ pixels }: PageScreen): number {
  return pixels.filter((pixel) => pixel !== 0).length;
}
