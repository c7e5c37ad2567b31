/**
 * What became of each attempt to open a console, for the page that made it: of a refused upgrade the browser tells a page nothing but 1006,
 * and of a host that waits for a password nothing at all.
 */

import { say } from '../../messages/say';
import type { Text } from '../../messages/text';
import { defaultLocale, type Locale } from '../contract/locale';
import type { Attempt } from '../contract/session';

/** Long enough for a page to ask, after a reconnect with the longest backoff. */
export const KEPT_MS = 10 * 60_000;
/**
 * Anybody signed in can make attempts. Of one person's, those that are not open are forgotten beyond this, the oldest first; how many are open,
 * the limits of consoles say. Nobody's attempts push out another's.
 */
export const MAX_KEPT_A_PERSON = 200;

/** Between two looks for attempts that are too old. */
const SWEEP_MS = 60_000;
/** More names than that nobody reads. */
const MAX_ASKED = 5;

/** An attempt as far as it is its own matter: who else is on the host is known elsewhere. */
export type OwnAttempt = Omit<Attempt, 'others' | 'banner' | 'heard'>;
/** Said when it is read, in the reader's language. */
interface Told {
  message: Text | null;
  next: Text | null;
}
type Need = Attempt['needs'][number];
type State = Pick<Attempt, 'state'> & Partial<Pick<Attempt, 'code' | 'needs' | 'optional' | 'holder' | 'until'> & Told>;

/** What other processes of the portal may know of an attempt. */
export interface AttemptRecord extends Omit<OwnAttempt, keyof Told>, Told {
  userId: string;
  /** null: it has come to none. */
  consoleId: string | null;
}

export interface AttemptCredentials {
  username?: string;
  password?: string;
}

interface Kept {
  record: AttemptRecord;
  /** When it took its last step, ms that pass evenly. */
  since: number;
  /** Takes the credentials that a host waits for. */
  answer?: (credentials: AttemptCredentials) => void;
}

export class Attempts {
  private readonly kept = new Map<string, Kept>();
  /** Those of each person that are not open, in the order of their last step. */
  private readonly closed = new Map<string, Set<string>>();
  private readonly ticks: () => number;
  private sweptAt = 0;

  /**
   * @param now the wall clock, for what others read
   * @param tell hears of every step but the first, which is written together with the console
   * @param options.forgotten hears of each that is not kept any longer
   * @param options.ticks ms that pass evenly, from any start: by them attempts grow old
   */
  constructor(
    private readonly now: () => number = Date.now,
    private readonly tell: (record: AttemptRecord) => void = () => undefined,
    private readonly options: { forgotten?: (record: AttemptRecord) => void; ticks?: () => number } = {},
  ) {
    this.ticks = options.ticks ?? (() => performance.now());
  }

  /** A console is on its way. */
  begin(id: string, userId: string, consoleId: string): void {
    this.keep(id, userId, { state: 'connecting' }, consoleId);
  }

  set(id: string, userId: string, state: State): void {
    const record = this.keep(id, userId, state);
    if (record) this.tell(record);
  }

  private keep(id: string, userId: string, state: State, consoleId: string | null = null): AttemptRecord | null {
    const before = this.kept.get(id)?.record;
    // An id belongs to who used it first: nobody may overwrite what another one reads.
    if (before && before.userId !== userId) return null;
    const record = { ...begun(id, userId, consoleId ?? before?.consoleId ?? null, this.now()), asked: before?.asked ?? [], ...state };
    this.kept.delete(id);
    this.kept.set(id, { record, since: this.ticks() });
    this.countClosed(record);
    this.sweep();
    return record;
  }

  private countClosed({ id, userId, state }: AttemptRecord): void {
    const closed = this.closed.get(userId) ?? new Set<string>();
    closed.delete(id);
    if (state !== 'open') closed.add(id);
    if (closed.size > 0) this.closed.set(userId, closed);
    else this.closed.delete(userId);
    const [oldest] = closed;
    if (closed.size > MAX_KEPT_A_PERSON && oldest !== undefined) this.forget(oldest);
  }

  /** Now and then, those that are too old. */
  private sweep(): void {
    const now = this.ticks();
    if (now - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = now;
    for (const [id, kept] of this.kept) if (!this.isFresh(kept)) this.forget(id);
  }

  private forget(id: string): void {
    const record = this.kept.get(id)?.record;
    if (!record || !this.kept.delete(id)) return;
    const closed = this.closed.get(record.userId);
    closed?.delete(id);
    if (closed?.size === 0) this.closed.delete(record.userId);
    this.options.forgotten?.(record);
  }

  private isFresh({ record, since }: Kept): boolean {
    return record.state === 'open' || this.ticks() - since <= KEPT_MS;
  }

  get(id: string, userId: string, locale = defaultLocale): OwnAttempt | null {
    const found = this.find(id, userId)?.record;
    return found ? told(found, locale) : null;
  }

  /** Whose it is, while it is known here. */
  ownerOf(id: string): string | null {
    return this.kept.get(id)?.record.userId ?? null;
  }

  /**
   * Asks whoever made the attempt for credentials.
   * @param signal gives up
   * @param optional what of it the host does without
   */
  ask(
    id: string,
    userId: string,
    needs: readonly Need[],
    signal: AbortSignal,
    optional: readonly Need[] = [],
  ): Promise<AttemptCredentials> {
    return new Promise((resolve, reject) => {
      const give = () => reject(signal.reason instanceof Error ? signal.reason : new Error('nobody waits any more'));
      if (signal.aborted) return give();
      signal.addEventListener('abort', give, { once: true });
      this.set(id, userId, { state: 'asking', needs: [...needs], optional: [...optional] });
      const found = this.find(id, userId);
      if (!found) return give();
      found.answer = (credentials) => {
        signal.removeEventListener('abort', give);
        this.set(id, userId, { state: 'connecting' });
        resolve(credentials);
      };
    });
  }

  /** Lets the page of an open console know who would like to have its host. Of one person the last time counts. */
  tellAsked(id: string, userId: string, userName: string): boolean {
    const found = this.kept.get(id);
    const before = found?.record;
    if (before?.userId !== userId || before.state !== 'open') return false;
    const at = this.now();
    const asked = [...before.asked.filter((other) => other.userName !== userName), { userName, at }].slice(-MAX_ASKED);
    found!.since = this.ticks();
    this.tell((found!.record = { ...before, asked, at }));
    return true;
  }

  /** @returns false when nothing waits for them */
  answer(id: string, userId: string, credentials: AttemptCredentials): boolean {
    const answer = this.find(id, userId)?.answer;
    answer?.(credentials);
    return answer !== undefined;
  }

  private find(id: string, userId: string): Kept | null {
    const found = this.kept.get(id);
    return found?.record.userId === userId && this.isFresh(found) ? found : null;
  }
}

export function begun(id: string, userId: string, consoleId: string | null, at: number): AttemptRecord {
  const nothing = { code: '', message: null, next: null, holder: null, until: null, needs: [], optional: [], asked: [] };
  return { id, userId, consoleId, at, state: 'connecting', ...nothing };
}

/** As its page reads it. */
export function told({ userId: _userId, consoleId: _consoleId, message, next, ...attempt }: AttemptRecord, locale: Locale): OwnAttempt {
  return { ...attempt, message: message ? say(message, locale) : '', next: next ? say(next, locale) : '' };
}
