/** Fingers on a page, as a phone's screen reports them. */

import type { Page } from 'playwright-core';

export interface Spot {
  x: number;
  y: number;
}

export interface Fingers {
  /** All down, all up. */
  tap(...spots: Spot[]): Promise<void>;
  /** Down, along the way in so many steps, up. Every finger goes by its own way. */
  drag(ways: readonly { from: Spot; to: Spot }[], options?: { steps?: number; stays?: boolean }): Promise<void>;
  /** Those that stayed go. */
  lift(): Promise<void>;
}

export async function fingersOn(page: Page): Promise<Fingers> {
  const devtools = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', spots: readonly Spot[]) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: spots.map(({ x, y }, id) => ({ x, y, id })) });
  const lift = () => send('touchEnd', []);
  return {
    async tap(...spots) {
      await send('touchStart', spots);
      await lift();
    },
    async drag(ways, { steps = 10, stays = false } = {}) {
      const at = (part: number) => ways.map(({ from, to }) => ({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }));
      await send('touchStart', at(0));
      for (let step = 1; step <= steps; step++) await send('touchMove', at(step / steps));
      if (!stays) await lift();
    },
    async lift() {
      await lift();
    },
  };
}
