const FIRST_MS = 1_000;
/** A machine that boots for minutes is found soon after it answers, and a hundred waiting pages still cost a portal nothing. */
const MOST_MS = 30_000;
/** Up to a quarter less, so that pages which lost their connections together do not all come back in the same instant. */
const JITTER = 0.25;

/**
 * Milliseconds to wait before a reconnect.
 * @param tries how many have failed in a row, from 1
 * @param random from 0 to 1
 */
export function reconnectDelay(tries: number, random: number): number {
  const wait = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, tries - 1));
  return Math.round(wait * (1 - JITTER * random));
}
