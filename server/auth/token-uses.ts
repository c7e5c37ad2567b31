/** When and from where tokens were last used. Nobody who uses one waits for that to be written. */

import type { Logger } from '../log';
import type { TokenRepository } from './token-repository';

/** Stored no finer than this. */
const USED_MS = 60_000;

export interface TokenUse {
  id: string;
  at: number;
  /** Of the client; null: not known. */
  address: string | null;
}

export class TokenUses {
  /** By token, so that requests that come at once write one row. */
  private readonly writing = new Map<string, Promise<void>>();

  constructor(private readonly parts: { tokens: TokenRepository; log: Logger }) {}

  /** @param lastUsedAt as stored */
  note({ id, at, address }: TokenUse, lastUsedAt: number | null): void {
    if (this.writing.has(id) || (lastUsedAt !== null && at - lastUsedAt < USED_MS)) return;
    const written = this.parts.tokens.used(id, { at, address }).then(
      () => void this.writing.delete(id),
      (error: unknown) => {
        this.writing.delete(id);
        // The next use is written instead.
        this.parts.log.warn({ err: error }, 'the last use of an API token could not be written');
      },
    );
    this.writing.set(id, written);
  }

  /** What is under way is written: for whoever lists them. */
  async settled(): Promise<void> {
    await Promise.all(this.writing.values());
  }
}
