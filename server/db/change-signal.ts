/**
 * How PostgreSQL tells every process at once that there is a change to read (LISTEN and NOTIFY), on a connection of its own. It only wakes:
 * what has changed is read from the table, so nothing is missed while the connection is lost.
 */

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import type { Logger } from '../log';
import type { Database } from './database';
import { codeOf } from './failures';
import type { Executor } from './transaction';

const CHANNEL = 'vnc_portal_changes';
const CONNECT_TIMEOUT_MS = 5000;
const KEEP_ALIVE_MS = 10_000;
/** How long a connection that is lost is left alone: doubled each time, up to the longest. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;
/**
 * How often it is tried whether the connection still hears: a network that has silently died says nothing, and a pool of connections in between
 * (PgBouncer) may take LISTEN and never deliver.
 */
const TRY_EVERY_MS = 5000;
const HEARD_WITHIN_MS = 2000;

interface Parts {
  databaseUrl: string;
  db: Database;
  log: Pick<Logger, 'info' | 'warn'>;
  tryEveryMs?: number;
  heardWithinMs?: number;
}

/** Wakes whoever reads the table, in every process, when the transaction is committed. */
export async function notify(trx: Executor): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, '')`.execute(trx);
}

export class ChangeSignal {
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private wake: () => void = () => undefined;
  /** By which it knows its own tries from those of others. */
  private readonly own = randomUUID();
  private heardOwn: (() => void) | null = null;
  private hears = false;
  private failures = 0;
  private warned = false;
  private stopped = true;

  constructor(private readonly parts: Parts) {}

  /** Whether every change wakes this process at once. */
  get up(): boolean {
    return this.hears;
  }

  /** @param wake also when the signal comes or goes: something may have been missed */
  start(wake: () => void): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.wake = wake;
    void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.hears = false;
    if (this.timer) clearTimeout(this.timer);
    this.heardOwn?.();
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  /** Never fails. */
  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.parts.databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      application_name: 'vnc-portal changes',
    });
    this.client = client;
    client.on('error', (error) => this.lose(client, error));
    client.on('end', () => this.lose(client, null));
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      await this.tryIt(client);
    } catch (error) {
      this.lose(client, error);
    }
  }

  private hear(payload: string): void {
    if (payload === '') this.wake();
    else if (payload === this.own) this.heardOwn?.();
  }

  /** Says something over another connection and waits to hear it. */
  private async tryIt(client: pg.Client): Promise<void> {
    let late: NodeJS.Timeout | undefined;
    const heard = new Promise<boolean>((resolve) => {
      this.heardOwn = () => resolve(true);
      late = setTimeout(() => resolve(false), this.parts.heardWithinMs ?? HEARD_WITHIN_MS);
    });
    try {
      await sql`select pg_notify(${CHANNEL}, ${this.own})`.execute(this.parts.db);
      if (!(await heard)) throw new Error('what was told was not heard');
    } finally {
      clearTimeout(late);
      this.heardOwn = null;
    }
    if (this.client !== client || this.stopped) return;
    this.failures = 0;
    if (!this.hears) this.gain();
    this.timer = setTimeout(() => void this.tryAgain(client), this.parts.tryEveryMs ?? TRY_EVERY_MS).unref();
  }

  private async tryAgain(client: pg.Client): Promise<void> {
    await this.tryIt(client).catch((error: unknown) => this.lose(client, error));
  }

  private gain(): void {
    if (this.warned) this.parts.log.info('the database tells of changes at once again');
    this.warned = false;
    this.hears = true;
    this.wake();
  }

  /** Once for each connection, whatever it says of its end. */
  private lose(client: pg.Client, error: unknown): void {
    if (this.client !== client) return;
    this.client = null;
    if (this.timer) clearTimeout(this.timer);
    client.on('error', () => undefined);
    client.end().catch(() => undefined);
    if (this.stopped) return;
    if (this.hears || this.failures === 0) this.wake();
    this.hears = false;
    if (!this.warned && this.failures > 0) {
      this.warned = true;
      this.parts.log.warn(
        { code: codeOf(error), err: error },
        'the database does not tell of changes: they are asked for several times a second',
      );
    }
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.failures, 10));
    this.failures += 1;
    this.timer = setTimeout(() => void this.connect(), waitMs).unref();
  }
}
