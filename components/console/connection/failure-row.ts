/** A way in which a console can fail or end. */

/** What the card's main button does: open again, go on after a pause, sign in, or load the page anew. */
export type Remedy = 'retry' | 'resume' | 'reconnect' | 'reload' | 'sign-in';

export interface Failure {
  code: string;
  title: string;
  message: string;
  /** The next step, for the person who reads it. */
  next: string;
  /** The page reconnects by itself; otherwise it waits for a person. */
  retry: boolean;
  remedy: Remedy;
  /** Somebody may be listening in: nothing here is for clicking away. */
  alarm: boolean;
  /** When it can be tried again, ms since 1970 UTC; null when no time was told. */
  until: number | null;
}

export type Row = readonly [title: string, message: string, next: string, remedy?: Remedy];
