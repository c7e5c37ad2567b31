import type { Started } from './announce';

/** @param hurried whoever could wait for the consoles is gone */
export type Stop = (hurried: boolean) => Promise<void>;

/** What stands above a portal and decides how long it runs: the operating system, or the primary of several workers. */
export interface Runner {
  /** The port is open, and nothing in the settings stands in the way any more. */
  listening(): void;
  /** It can serve. */
  ready(started: Started): void;
  /** How it is stopped, once. */
  stoppedBy(stop: Stop): void;
}
