const FIRST_MS = 1_000;
/** A machine that boots for minutes is found soon after it answers, and a hundred waiting pages still cost a portal nothing. */
const MOST_MS = 30_000;
/** Up to a quarter less, so that pages which lost their connections together do not all come back in the same instant. */
const JITTER = 0.25;

/** A portal that restarts: another of its nodes is there already, or it is back itself within seconds. */
const RESTART_FIRST_MS = 200;
const RESTART_MOST_MS = 1_000;
/** By then a balancer has noticed, and a portal that is alone has mostly come back. */
const QUICK_TRIES = 5;

/** Whether a restart may still be the reason why nothing answers. */
export function isSoon(tries: number): boolean {
  return tries <= QUICK_TRIES;
}

/**
 * Milliseconds to wait for a portal that said that it restarts. Pages that were told together come back at different moments, even a thousand.
 * @param tries how many have failed in a row since it said so, from 1
 * @param random from 0 to 1
 */
export function restartDelay(tries: number, random: number): number {
  if (!isSoon(tries)) return reconnectDelay(tries - QUICK_TRIES, random);
  return Math.round(RESTART_FIRST_MS + (RESTART_MOST_MS - RESTART_FIRST_MS) * random);
}

/**
 * Milliseconds to wait before a reconnect.
 * @param tries how many have failed in a row, from 1
 * @param random from 0 to 1
 */
export function reconnectDelay(tries: number, random: number): number {
  const wait = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, tries - 1));
  return Math.round(wait * (1 - JITTER * random));
}
