/** A way in which a console can fail or end. */

import type { Messages } from '@/messages';
import type { Holder } from '@/server/contract/session';

/** What the card's main button does: open again, go on after a pause, sign in, or load the page anew. */
export type Remedy = 'retry' | 'resume' | 'reconnect' | 'reload' | 'sign-in';

/** A row of the texts: what happened, why, and what to do next. */
export type FailureRow = keyof Messages['consoleFailures']['code'];

export interface Failure {
  code: string;
  /** Whose texts are shown where nobody told more exact ones. */
  row: FailureRow;
  /** The portal's own words, in the person's language; empty without any. */
  message: string;
  /** The next step in the portal's words; empty where the row's own counts. */
  next: string;
  /** What goes into the row's texts: a person's name, or a host's own words. */
  said: string;
  /** The page reconnects by itself; otherwise it waits for a person. */
  retry: boolean;
  remedy: Remedy;
  /** Somebody may be listening in: nothing here is for clicking away. */
  alarm: boolean;
  /** When it can be tried again, ms since 1970 UTC; null when no time was told. */
  until: number | null;
  /** Who has a host that takes one person at a time; null when that is not the matter. */
  holder: Holder | null;
}
