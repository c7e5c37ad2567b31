/**
 * What became of each attempt to open a console, for the page that made it: of a refused upgrade the browser tells a page nothing but 1006.
 */

import type { Attempt } from '../contract/session';

/** Long enough for a page to ask, after a reconnect with the longest backoff. */
const KEPT_MS = 10 * 60_000;
/** Anybody signed in can make attempts: the oldest are forgotten beyond this. */
const MAX_KEPT = 20_000;

type State = Omit<Attempt, 'id' | 'at'>;

export class Attempts {
  private readonly kept = new Map<string, Attempt & { userId: string }>();

  constructor(private readonly now: () => number = Date.now) {}

  set(id: string, userId: string, state: State): void {
    const before = this.kept.get(id);
    // An id belongs to who used it first: nobody may overwrite what another one reads.
    if (before && before.userId !== userId) return;
    this.kept.delete(id);
    this.kept.set(id, { id, userId, at: this.now(), ...state });
    if (this.kept.size > MAX_KEPT) this.kept.delete(this.kept.keys().next().value!);
  }

  get(id: string, userId: string): Attempt | null {
    const found = this.kept.get(id);
    if (!found || found.userId !== userId || this.now() - found.at > KEPT_MS) return null;
    const { userId: _, ...attempt } = found;
    return attempt;
  }
}
