/** How a process lets go of its consoles before it stops. */

import { closeReasons } from './gateway/close-codes';
import type { Gateway } from './gateway/gateway';
import type { LiveConsole, LiveConsoles } from './sessions/live-consoles';

/** The port stays open at least this long, so that whoever asks meets a 503 and not a closed door. */
const LAME_DUCK_MS = 1000;
/** For the last ones that are told: a browser answers at once, and one that doesn't is cut after about a second and a half. */
const LEAVE_MS = 2000;
/** As many come back without anybody noticing: fewer don't have to wait for the whole time to pass. */
const TOLD_A_SECOND = 20;
const POLL_MS = 50;

export interface Drain {
  gateway: Pick<Gateway, 'drain'>;
  consoles: Pick<LiveConsoles, 'all' | 'has' | 'size'>;
  drainMs: number;
  /** From 0 to 1. */
  random?: () => number;
}

/**
 * Refuses new consoles and tells the live ones to reconnect, evenly over the time that there is: they come back elsewhere as they are told,
 * not all in the same moment.
 * @returns how many had not left when the time was over
 */
export async function drain({ gateway, consoles, drainMs, random = Math.random }: Drain): Promise<number> {
  const began = performance.now();
  gateway.drain();
  const turns = spread(consoles.all(), drainMs, random);
  for (let next = 0; ;) {
    const passed = performance.now() - began;
    for (; next < turns.length && turns[next]!.after <= passed; next++) {
      const { console } = turns[next]!;
      if (consoles.has(console.info.id)) console.end(closeReasons.restarting);
    }
    if (passed >= drainMs || (consoles.size === 0 && passed >= LAME_DUCK_MS)) return consoles.size;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Each console has a turn of the same length, and is told somewhere in it. Those that were opened together are not told together. */
function spread(consoles: LiveConsole[], drainMs: number, random: () => number): { console: LiveConsole; after: number }[] {
  const window = Math.max(0, Math.min(drainMs - LEAVE_MS, (consoles.length / TOLD_A_SECOND) * 1000));
  const shuffled = consoles.map((console) => ({ console, order: random() })).sort((a, b) => a.order - b.order);
  return shuffled.map(({ console }, turn) => ({ console, after: ((turn + random()) / shuffled.length) * window }));
}
