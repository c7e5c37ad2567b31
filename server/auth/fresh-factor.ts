import type { Identity } from './identity';

/** How long a proof counts as given just now: long enough to finish what one came for. */
export const FRESH_FACTOR_MS = 15 * 60_000;
/** The clocks of two nodes may differ by this much. A proof further in the future comes from a clock that was set back: it proves nothing. */
const CLOCK_SKEW_MS = 60_000;

/** Whether the person has shown a second factor in the last 15 minutes, in this very sign-in. A token never has. */
export function hasFreshFactor({ via }: Identity, now: number): boolean {
  return isFresh(via.factorAt, now);
}

/** Whether the person has given the password, or signed in elsewhere, in the last 15 minutes, in this very sign-in. A token never has. */
export function hasFreshProof({ via }: Identity, now: number): boolean {
  return isFresh(via.provedAt, now);
}

function isFresh(at: number | null, now: number): boolean {
  return at !== null && now - at < FRESH_FACTOR_MS && at - now <= CLOCK_SKEW_MS;
}
