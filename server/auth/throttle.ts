/**
 * Makes guessing slow: every failed try at an account, or from an address, makes the next one wait longer, whichever process of the portal
 * it comes to. A try at an account is counted before it is made and taken back when it was right: of many at once, at several processes,
 * only the free ones are tried.
 */

import { createHmac, hkdfSync } from 'node:crypto';
import { networkOf } from '../config/networks';
import { PortalError } from '../contract/errors';
import type { FailureRepository, Failures } from './failure-repository';

/** A person mistypes a few times; a guesser needs thousands. */
const ACCOUNT_FREE = 5;
/** An office behind one address has many people who mistype. */
const ADDRESS_FREE = 20;
/**
 * Attempts that got no answer from the directory count apart: a whole office retries while the directory is down, and must not keep the
 * local administrator out. The limit still bounds how many names one address can try meanwhile.
 */
const ADDRESS_UNANSWERED_FREE = 100;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After so long without a failure the count begins anew. */
const FORGET_MS = 60 * 60_000;
/** Names and addresses are the stranger's choice: beyond this, keys that are not in a wait are forgotten, those with the fewest failures first. */
const MAX_KEYS = 20_000;
/**
 * Keys in a wait are never forgotten. They are few by themselves, since each takes five failures and its wait ends. Beyond this many, a
 * name or address that has no row yet is refused: what cannot be counted is not tried. Some 10 MB in the database.
 */
const MAX_WAITING_KEYS = 50_000;
/** Looked after so often, by each process; so many more there may be for a moment. */
const PRUNE_EVERY = 100;
const PRUNE_EVERY_WHEN_FULL = 10;
const KEY_BYTES = 32;
/** Remembered by each process after a step of the clock; the oldest goes first, and its wait begins anew. */
const MAX_AHEAD = 10_000;

export type Attempt<T> =
  /** `first`: nothing was refused since the last failure; the one refusal worth a row in the audit. */
  { allowed: false; waitMs: number; first: boolean } | { allowed: true; result: T | null };

/** Counts the attempt against a further account: the one that the typed name turns out to mean. Throws {@link MustWait}. */
export type CountAccount = (account: string) => Promise<void>;

export interface AttemptOptions<T> {
  /** Whether a right one makes the account's failures forgotten. */
  clears?: (result: T) => boolean;
  /** Whether an error counts as a failure all the same: the guess was not answered, but must not be free. */
  counts?: (error: unknown) => boolean;
}

/** The account that an attempt turned out to be about is in a wait. {@link Throttle.attempt} turns it into its answer. */
export class MustWait extends Error {
  constructor(
    readonly waitMs: number,
    readonly key: string,
  ) {
    super('too many attempts');
  }
}

interface Charge {
  key: string;
  before: Failures | null;
  after: Pick<Failures, 'count' | 'at'>;
}

interface Parts {
  failures: FailureRepository;
  /** The portal's. */
  secret: Buffer;
  /** The wall clock: times are stored, and compared by all processes. */
  now?: () => number;
  /** The clock of waits whose stored time is not to be trusted, ms. */
  elapsed?: () => number;
}

export class Throttle {
  private readonly turns = new Map<string, Promise<void>>();
  private readonly failures: FailureRepository;
  private readonly secret: Buffer;
  private readonly now: () => number;
  private readonly ahead: AheadOfClock;
  private untilPrune = PRUNE_EVERY;
  private full = false;

  constructor({ failures, secret, now = Date.now, elapsed = () => performance.now() }: Parts) {
    this.failures = failures;
    this.secret = Buffer.from(hkdfSync('sha256', secret, '', 'vnc-portal/failures', KEY_BYTES));
    this.now = now;
    this.ahead = new AheadOfClock(elapsed);
  }

  /** ms that this account has to wait from this address; 0: go on. */
  async check(account: string, address: string): Promise<number> {
    return (await this.look(this.accountKey(account), this.addressKeys(address))).waitMs;
  }

  /**
   * Lets one try through, or tells how long to wait. Tries at one account that come to the same process go one after the other.
   * @param account the account, or the name as typed where `work` finds out which account it means and counts that, too
   * @param work gives null for a wrong guess; when it throws, nothing is counted
   * @throws PortalError `unavailable`, `busy`: what cannot be counted is not tried
   */
  async attempt<T>(
    account: string,
    address: string,
    work: (count: CountAccount) => Promise<T | null>,
    { clears = () => true, counts = () => false }: AttemptOptions<T> = {},
  ): Promise<Attempt<T>> {
    return this.inTurn(account, async () => {
      const addresses = this.addressKeys(address);
      const charges = new Map<string, Charge>();
      // The last account that was counted is the one that the name means.
      let meant = '';
      const charge = async (of: string) => {
        meant = this.accountKey(of);
        if (!charges.has(meant)) charges.set(meant, await this.charge(meant, addresses));
      };
      try {
        await charge(account);
        const result = await work(charge);
        if (result === null) await this.add(addresses.answered);
        else {
          // A right guess makes no other account's failures forgotten.
          if (clears(result)) {
            await this.failures.clear(meant);
            charges.delete(meant);
          }
          await this.giveBack(charges.values());
        }
        return { allowed: true, result };
      } catch (error) {
        if (!(error instanceof MustWait) && counts(error)) {
          await this.add(addresses.unanswered);
          throw error;
        }
        // Should it be for want of the database, one too many is counted: better than one too few.
        await this.giveBack(charges.values()).catch(ignore);
        if (!(error instanceof MustWait)) throw error;
        return {
          allowed: false,
          waitMs: error.waitMs,
          first: await this.failures.tell([error.key, addresses.answered, addresses.unanswered]),
        };
      }
    });
  }

  private async giveBack(charges: Iterable<Charge>): Promise<void> {
    for (const { key, after, before } of charges) await this.failures.giveBack(key, after, before);
  }

  private add(key: string): Promise<void> {
    return this.failures.add(key, this.now(), this.now() - FORGET_MS);
  }

  /**
   * Another process may count in between: then it is looked at once more.
   * @throws MustWait
   */
  private async charge(key: string, addresses: AddressKeys): Promise<Charge> {
    await this.prune();
    for (;;) {
      const { account: before, waitMs } = await this.look(key, addresses);
      if (waitMs > 0) throw new MustWait(waitMs, key);
      if (before === null && this.full) throw new PortalError('busy');
      // Never earlier than before: a clock that was set back, or that of another process, makes no wait shorter.
      const at = Math.max(this.now(), before?.at ?? 0);
      const after = { count: (before && at - before.at < FORGET_MS ? before.count : 0) + 1, at };
      if (await this.failures.charge(key, before, after)) return { key, before, after };
    }
  }

  private async look(key: string, { answered, unanswered }: AddressKeys): Promise<{ account: Failures | null; waitMs: number }> {
    const found = await this.failures.read([key, answered, unanswered]);
    const waits = [
      this.waitOf(key, found.get(key), ACCOUNT_FREE),
      this.waitOf(answered, found.get(answered), ADDRESS_FREE),
      this.waitOf(unanswered, found.get(unanswered), ADDRESS_UNANSWERED_FREE),
    ];
    return { account: found.get(key) ?? null, waitMs: Math.max(...waits) };
  }

  private waitOf(key: string, failures: Failures | undefined, free: number): number {
    if (!failures || failures.count < free) return 0;
    const since = this.now() - failures.at;
    if (since >= FORGET_MS) return 0;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (failures.count - free), LONGEST_WAIT_MS);
    return Math.max(0, wait - (since < 0 ? this.ahead.since(key, failures) : since));
  }

  private async prune(): Promise<void> {
    if (--this.untilPrune > 0) return;
    this.untilPrune = PRUNE_EVERY;
    const now = this.now();
    const kept = await this.failures.prune({
      old: now - FORGET_MS,
      most: MAX_KEYS,
      waiting: { count: ACCOUNT_FREE, since: now - LONGEST_WAIT_MS },
    });
    this.full = kept > MAX_WAITING_KEYS;
    this.untilPrune = this.full ? PRUNE_EVERY_WHEN_FULL : PRUNE_EVERY;
  }

  /** Under a key of the portal's: what is typed as a name is often a password, which nobody is to read in the database. */
  private keyOf(what: string): string {
    return createHmac('sha256', this.secret).update(what).digest('base64url');
  }

  private accountKey(account: string): string {
    return this.keyOf(`account\n${account}`);
  }

  private addressKeys(address: string): AddressKeys {
    const from = networkOf(address);
    return { answered: this.keyOf(`address\n${from}`), unanswered: this.keyOf(`unanswered\n${from}`) };
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

/** Where an attempt comes from: its wrong guesses, and those that got no answer. */
interface AddressKeys {
  answered: string;
  unanswered: string;
}

/**
 * Failures whose stored time lies ahead of this process' clock: the clock was set back, or another process' clock is ahead. Their waits run
 * from when this process first saw them, so that nobody waits until the clock has caught up.
 */
class AheadOfClock {
  private readonly seen = new Map<string, { at: number; count: number; first: number }>();

  constructor(private readonly elapsed: () => number) {}

  /** @returns ms since these failures were first seen */
  since(key: string, { at, count }: Failures): number {
    const now = this.elapsed();
    const known = this.seen.get(key);
    if (known?.at === at && known.count === count) return now - known.first;
    if (known === undefined && this.seen.size >= MAX_AHEAD) this.seen.delete(this.seen.keys().next().value!);
    this.seen.set(key, { at, count, first: now });
    return 0;
  }
}

function ignore(): void {}
