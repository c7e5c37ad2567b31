/** Hashing of passwords, with a bound on how much of the machine strangers can have hashed at once. */

import { randomBytes } from 'node:crypto';
import { hash, verify, type Options } from '@node-rs/argon2';
import { PortalError } from '../contract/errors';
import { MAX_PASSWORD } from '../contract/people';

/** For argon2id, which is the package's default; as OWASP's password storage cheat sheet has it: 19 MiB, 2 passes, 1 lane. Some 30 ms of one core. */
const COST: Options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
/** Each takes a thread of libuv's four, which files and names need too. */
const MAX_AT_ONCE = 2;
/** About a second of waiting. */
const MAX_WAITING = 64;

export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Of a password that nobody has, at the same cost: so that an unknown name takes as long as a wrong password. */
  private readonly dummy: Promise<string>;

  constructor(private readonly cost: Options = COST) {
    this.dummy = hash(randomBytes(24).toString('base64'), cost);
    this.dummy.catch(() => undefined);
  }

  /** @throws PortalError `busy` */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normal(password), this.cost));
  }

  /**
   * @param hashed null where there is no such account: takes the same time and is false
   * @throws PortalError `busy`
   */
  async verify(hashed: string | null, password: string): Promise<boolean> {
    // Nobody has a longer one, and a stranger does not choose how much is hashed.
    const fits = password.length <= MAX_PASSWORD;
    const against = hashed ?? (await this.dummy);
    const same = await this.inTurn(() => verify(against, fits ? normal(password) : ''));
    return same && fits && hashed !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= MAX_AT_ONCE) {
      if (this.waiting.length >= MAX_WAITING) throw new PortalError('busy');
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running++;
    }
    try {
      return await work();
    } finally {
      // The place is handed on, not given back: nobody can slip in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}

/** The same letters, whichever way a keyboard composes them (NIST SP 800-63B, 5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
