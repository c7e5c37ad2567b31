import type { Identity } from './identity';

/** How long a second factor that was shown counts as shown just now: long enough to open what one came for. */
export const FRESH_FACTOR_MS = 15 * 60_000;

/** Whether the person has shown a second factor in the last minutes, in this very sign-in. A token never has. */
export function hasFreshFactor({ via }: Identity, now: number): boolean {
  return via.factorAt !== null && now - via.factorAt < FRESH_FACTOR_MS;
}
