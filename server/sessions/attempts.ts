/**
 * What became of each attempt to open a console, for the page that made it: of a refused upgrade the browser tells a page nothing but 1006,
 * and of a host that waits for a password nothing at all.
 */

import { say } from '../../messages/say';
import type { Text } from '../../messages/text';
import { defaultLocale } from '../contract/locale';
import type { Attempt } from '../contract/session';

/** Long enough for a page to ask, after a reconnect with the longest backoff. */
const KEPT_MS = 10 * 60_000;
/** Anybody signed in can make attempts: the oldest are forgotten beyond this. */
const MAX_KEPT = 20_000;

/** More names than that nobody reads. */
const MAX_ASKED = 5;

/** An attempt as far as it is its own matter: who else is on the host is known elsewhere. */
export type OwnAttempt = Omit<Attempt, 'others' | 'banner' | 'heard'>;
/** Said when it is read, in the reader's language. */
interface Told {
  message: Text | null;
  next: Text | null;
}
type State = Pick<Attempt, 'state'> & Partial<Pick<Attempt, 'code' | 'needs' | 'holder' | 'until'> & Told>;

export interface AttemptCredentials {
  username?: string;
  password?: string;
}

interface Kept extends Omit<OwnAttempt, keyof Told>, Told {
  userId: string;
  /** Takes the credentials that a host waits for. */
  answer?: (credentials: AttemptCredentials) => void;
}

export class Attempts {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly now: () => number = Date.now) {}

  set(id: string, userId: string, state: State): void {
    const before = this.kept.get(id);
    // An id belongs to who used it first: nobody may overwrite what another one reads.
    if (before && before.userId !== userId) return;
    this.kept.delete(id);
    this.kept.set(id, {
      id,
      userId,
      at: this.now(),
      code: '',
      message: null,
      next: null,
      holder: null,
      until: null,
      needs: [],
      asked: before?.asked ?? [],
      ...state,
    });
    if (this.kept.size > MAX_KEPT) this.kept.delete(this.kept.keys().next().value!);
  }

  get(id: string, userId: string, locale = defaultLocale): OwnAttempt | null {
    const found = this.find(id, userId);
    if (!found) return null;
    const { userId: _userId, answer: _answer, message, next, ...attempt } = found;
    return { ...attempt, message: message ? say(message, locale) : '', next: next ? say(next, locale) : '' };
  }

  /**
   * Asks whoever made the attempt for credentials.
   * @param signal gives up
   */
  ask(id: string, userId: string, needs: readonly ('username' | 'password')[], signal: AbortSignal): Promise<AttemptCredentials> {
    return new Promise((resolve, reject) => {
      const give = () => reject(signal.reason instanceof Error ? signal.reason : new Error('nobody waits any more'));
      if (signal.aborted) return give();
      signal.addEventListener('abort', give, { once: true });
      this.set(id, userId, { state: 'asking', needs: [...needs] });
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
  tell(id: string, userId: string, userName: string): boolean {
    const found = this.kept.get(id);
    if (found?.userId !== userId || found.state !== 'open') return false;
    found.asked = [...found.asked.filter((other) => other.userName !== userName), { userName, at: this.now() }].slice(-MAX_ASKED);
    found.at = this.now();
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
    if (found?.userId !== userId) return null;
    // That of an open console is asked for as long as it is open.
    return found.state === 'open' || this.now() - found.at <= KEPT_MS ? found : null;
  }
}
