import type { AuditDestination, AuditRow } from '../../contract/audit';

/** A place outside that the audit is forwarded to. */
export interface Destination {
  kind: AuditDestination['kind'];
  /** Scheme, host and port, for the administrators. */
  address: string;
  /** Rows that it takes at a time. */
  batch: number;
  /**
   * Settles when they have arrived, as far as that can be known.
   * @throws Error, also when the signal comes first
   */
  send(rows: AuditRow[], signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Why it failed, in a few fixed words: what a server answers is not repeated. */
export class DestinationError extends Error {}
