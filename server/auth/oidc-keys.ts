/** Keys that a provider publishes. */

import { isLoopbackUrl } from '../config/places';

/** @throws Error for an address at which anybody on the way could put keys of their own */
export function ensureConfidential(address: URL): void {
  if (address.protocol !== 'https:' && !isLoopbackUrl(address)) throw new Error('the keys are published without TLS');
}
