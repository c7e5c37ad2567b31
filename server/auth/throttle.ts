/** Makes guessing slow: every failed try at an account, or from an address, makes the next one wait longer. */

import { isIPv6 } from 'node:net';

/** A person mistypes a few times; a guesser needs thousands. */
const ACCOUNT_FREE = 5;
/** An office behind one address has many people who mistype. */
const ADDRESS_FREE = 20;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After so long without a failure the count begins anew. */
const FORGET_MS = 60 * 60_000;
/** Names and addresses are the stranger's choice: beyond this the one longest untouched is forgotten. */
const MAX_KEYS = 10_000;
/** Whoever has an IPv6 address has its whole /64: four groups of 16 bits. */
const IPV6_NETWORK_GROUPS = 4;

interface Failures {
  count: number;
  at: number;
}

export type Attempt<T> =
  /** `first`: nothing was refused since the last failure; the one refusal worth a row in the audit. */
  { allowed: false; waitMs: number; first: boolean } | { allowed: true; result: T | null };

export class Throttle {
  private readonly accounts = new Map<string, Failures>();
  private readonly addresses = new Map<string, Failures>();
  /** Accounts and addresses that were refused since their last failure. */
  private readonly told = new WeakSet<Failures>();
  private readonly turns = new Map<string, Promise<void>>();

  constructor(private readonly now: () => number = Date.now) {}

  /** ms that this account has to wait from this address; 0: go on. */
  check(account: string, address: string): number {
    return Math.max(this.waitOf(this.accounts, account, ACCOUNT_FREE), this.waitOf(this.addresses, network(address), ADDRESS_FREE));
  }

  /**
   * Lets one try through, or tells how long to wait. Tries at one account go one after the other: of a hundred sent at once, only the
   * free ones are tried.
   * @param work gives null for a wrong guess; when it throws, nothing is counted
   * @param clears whether a right one makes the account's failures forgotten
   */
  async attempt<T>(
    account: string,
    address: string,
    work: () => Promise<T | null>,
    clears: (result: T) => boolean = () => true,
  ): Promise<Attempt<T>> {
    return this.inTurn(account, async () => {
      const waitMs = this.check(account, address);
      if (waitMs > 0) return { allowed: false, waitMs, first: this.tell(account, address) };
      const result = await work();
      if (result === null) {
        this.fail(this.accounts, account);
        this.fail(this.addresses, network(address));
      } else if (clears(result)) {
        this.accounts.delete(account);
      }
      return { allowed: true, result };
    });
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

  private waitOf(failures: Map<string, Failures>, key: string, free: number): number {
    const found = failures.get(key);
    if (!found) return 0;
    const since = this.now() - found.at;
    if (since >= FORGET_MS) failures.delete(key);
    if (found.count < free) return 0;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (found.count - free), LONGEST_WAIT_MS);
    return Math.max(0, wait - since);
  }

  private fail(failures: Map<string, Failures>, key: string): void {
    const count = (failures.get(key)?.count ?? 0) + 1;
    failures.delete(key);
    failures.set(key, { count, at: this.now() });
    if (failures.size > MAX_KEYS) failures.delete(failures.keys().next().value!);
  }

  private tell(account: string, address: string): boolean {
    const found = [this.accounts.get(account), this.addresses.get(network(address))].filter((failures) => failures !== undefined);
    const first = found.some((failures) => !this.told.has(failures));
    for (const failures of found) this.told.add(failures);
    return first;
  }
}

function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [before = '', after = ''] = new URL(`http://[${address.split('%', 1)[0]}]/`).hostname.slice(1, -1).split('::');
  const head = before.split(':').filter(Boolean);
  const tail = after.split(':').filter(Boolean);
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, IPV6_NETWORK_GROUPS).join(':');
}

function ignore(): void {}
