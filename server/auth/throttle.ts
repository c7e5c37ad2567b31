/**
 * Makes guessing slow: every failed try at an account, or from an address, makes the next one wait longer, whichever process of the portal
 * it comes to. A try at an account is counted before it is made and taken back when it was right: of many at once, at several processes,
 * only the free ones are tried.
 */

import { createHmac, hkdfSync } from 'node:crypto';
import { networkOf } from '../config/networks';
import type { FailureRepository, Failures } from './failure-repository';

/** A person mistypes a few times; a guesser needs thousands. */
const ACCOUNT_FREE = 5;
/** An office behind one address has many people who mistype. */
const ADDRESS_FREE = 20;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After so long without a failure the count begins anew. */
const FORGET_MS = 60 * 60_000;
/** Names and addresses are the stranger's choice: beyond this those longest untouched are forgotten. */
const MAX_KEYS = 20_000;
/** Looked after so often, by each process; so many more there may be for a moment. */
const PRUNE_EVERY = 500;
const KEY_BYTES = 32;

export type Attempt<T> =
  /** `first`: nothing was refused since the last failure; the one refusal worth a row in the audit. */
  { allowed: false; waitMs: number; first: boolean } | { allowed: true; result: T | null };

interface Charge {
  before: Failures | null;
  after: Pick<Failures, 'count' | 'at'>;
}

interface Parts {
  failures: FailureRepository;
  /** The portal's. */
  secret: Buffer;
  now?: () => number;
}

export class Throttle {
  private readonly turns = new Map<string, Promise<void>>();
  private readonly failures: FailureRepository;
  private readonly secret: Buffer;
  private readonly now: () => number;
  private untilPrune = PRUNE_EVERY;

  constructor({ failures, secret, now = Date.now }: Parts) {
    this.failures = failures;
    this.secret = Buffer.from(hkdfSync('sha256', secret, '', 'vnc-portal/failures', KEY_BYTES));
    this.now = now;
  }

  /** ms that this account has to wait from this address; 0: go on. */
  async check(account: string, address: string): Promise<number> {
    return (await this.look(this.keysOf(account, address))).waitMs;
  }

  /**
   * Lets one try through, or tells how long to wait. Tries at one account that come to the same process go one after the other.
   * @param work gives null for a wrong guess; when it throws, nothing is counted
   * @param clears whether a right one makes the account's failures forgotten
   * @throws PortalError `unavailable`: what cannot be counted is not tried
   */
  async attempt<T>(
    account: string,
    address: string,
    work: () => Promise<T | null>,
    clears: (result: T) => boolean = () => true,
  ): Promise<Attempt<T>> {
    return this.inTurn(account, async () => {
      const keys = this.keysOf(account, address);
      const charge = await this.charge(keys);
      if ('waitMs' in charge)
        return { allowed: false, waitMs: charge.waitMs, first: await this.failures.tell([keys.account, keys.address]) };
      const result = await work().catch(async (error: unknown) => {
        // Should it be for want of the database, one too many is counted: better than one too few.
        await this.failures.giveBack(keys.account, charge.after, charge.before).catch(ignore);
        throw error;
      });
      if (result === null) await this.failures.add(keys.address, this.now(), this.now() - FORGET_MS);
      else if (clears(result)) await this.failures.clear(keys.account);
      else await this.failures.giveBack(keys.account, charge.after, charge.before);
      return { allowed: true, result };
    });
  }

  /** Another process may count in between: then it is looked at once more. */
  private async charge(keys: Keys): Promise<Charge | { waitMs: number }> {
    await this.prune();
    for (;;) {
      const { account: before, waitMs } = await this.look(keys);
      if (waitMs > 0) return { waitMs };
      const at = this.now();
      const after = { count: (before && at - before.at < FORGET_MS ? before.count : 0) + 1, at };
      if (await this.failures.charge(keys.account, before, after)) return { before, after };
    }
  }

  private async look(keys: Keys): Promise<{ account: Failures | null; waitMs: number }> {
    const found = await this.failures.read([keys.account, keys.address]);
    const account = found.get(keys.account) ?? null;
    const waits = [this.waitOf(account, ACCOUNT_FREE), this.waitOf(found.get(keys.address) ?? null, ADDRESS_FREE)];
    return { account, waitMs: Math.max(...waits) };
  }

  private waitOf(failures: Failures | null, free: number): number {
    if (!failures || failures.count < free) return 0;
    // Another process' clock may be a little ahead.
    const since = Math.max(0, this.now() - failures.at);
    if (since >= FORGET_MS) return 0;
    return Math.max(0, Math.min(FIRST_WAIT_MS * 2 ** (failures.count - free), LONGEST_WAIT_MS) - since);
  }

  private async prune(): Promise<void> {
    if (--this.untilPrune > 0) return;
    this.untilPrune = PRUNE_EVERY;
    await this.failures.prune(this.now() - FORGET_MS, MAX_KEYS);
  }

  /** Under a key of the portal's: what is typed as a name is often a password, which nobody is to read in the database. */
  private keysOf(account: string, address: string): Keys {
    const key = (what: string) => createHmac('sha256', this.secret).update(what).digest('base64url');
    return { account: key(`account\n${account}`), address: key(`address\n${networkOf(address)}`) };
  }

  private async inTurn<T>(account: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(account) ?? Promise.resolve()).then(work);
    const over = turn.then(ignore, ignore);
    this.turns.set(account, over);
    try {
      return await turn;
    } finally {
      if (this.turns.get(account) === over) this.turns.delete(account);
    }
  }
}

interface Keys {
  account: string;
  address: string;
}

function ignore(): void {}
