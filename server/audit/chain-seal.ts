/**
 * Two places of the chain are sealed under a key of the portal's secret: its head, and the last row that was pruned. Whoever can write the
 * database and cannot read the secret could compute every hash anew, but not these.
 */

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { ChainPlace } from './chain';

const KEY_BYTES = 32;

/** `head`: the newest row. `pruned`: the last row that retention deleted; the chain begins after it. Both stand in the database. */
export type MarkName = 'head' | 'pruned';
/** `outside`: how far the chain has come, in a file beside the database. */
type SealName = MarkName | 'outside';

export interface SealedPlace extends ChainPlace {
  seal: string;
}

export class ChainSeal {
  private readonly key: Buffer;

  constructor(secret: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'vnc-portal/audit-chain', KEY_BYTES));
  }

  /** @param name bound to it: a head that was sealed once does not pass for the end of what was pruned */
  of(name: SealName, { seq, hash }: ChainPlace): string {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([name, seq, hash]))
      .digest('hex');
  }

  holds(name: SealName, place: SealedPlace): boolean {
    const wanted = Buffer.from(this.of(name, place));
    const found = Buffer.from(place.seal);
    return found.length === wanted.length && timingSafeEqual(found, wanted);
  }
}
