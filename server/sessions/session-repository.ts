import type { Selectable } from 'kysely';
import { z } from 'zod';
import { sessionSchema } from '../contract/session';
import type { Database } from '../db/database';
import type { ConsoleTable } from '../db/schema';
import { transaction, type Executor } from '../db/transaction';

/** A console as it begins. */
export interface OpenedConsole {
  id: string;
  hostId: string;
  hostName: string;
  userId: string;
  userName: string;
  via: { kind: 'login' | 'token'; id: string };
  address: string;
  access: 'view' | 'control';
  target: string;
  /** The process that carries it. */
  node: string;
  /** ms since 1970 UTC. */
  startedAt: number;
  attemptId?: string | null;
  pageId?: string | null;
}
/** A console as others on its host see it. */
export interface Beside {
  userId: string;
  shownName: string;
  access: 'view' | 'control';
  startedAt: number;
}
export interface ConsoleEnd {
  at: number;
  /** Close code, or the HTTP status of what was refused before it was open. */
  code: number;
  reason: string;
  bytesToHost: number;
  bytesFromHost: number;
  /** Where it led in the end, known only now when it was dialled after the row was written. */
  target?: string;
}
export interface LastConsole {
  at: number;
  code: number;
  reason: string;
  /** Whether the host did its part. */
  ok: boolean;
}

const storedSchema = sessionSchema.extend({
  /** How others see whose it is. */
  shownName: z.string(),
  node: z.string(),
  via: z.object({ kind: z.enum(['login', 'token']), id: z.string() }),
  attemptId: z.string().nullable(),
});
export type StoredConsole = z.infer<typeof storedSchema>;

/** Of a process that died: its consoles were cut without a close frame (RFC 6455, 7.4.1). */
const ABNORMAL = 1006;
const HOST_FAILED = 1011;
/** As many ids a query as any database takes. */
const BATCH = 1000;

export class SessionRepository {
  private readonly db: Database | Executor;
  private readonly now: () => number;

  constructor(parts: { db: Database | Executor; now?: () => number }) {
    this.db = parts.db;
    this.now = parts.now ?? Date.now;
  }

  async open(console: OpenedConsole, trx: Executor = this.db): Promise<void> {
    await trx
      .insertInto('consoles')
      .values({
        id: console.id,
        host_id: console.hostId,
        host_name: console.hostName,
        user_id: console.userId,
        user_name: console.userName,
        via_kind: console.via.kind,
        via_id: console.via.id,
        address: console.address,
        access: console.access,
        target: console.target,
        node: console.node,
        started_at: console.startedAt,
        ended_at: null,
        code: null,
        reason: null,
        bytes_to_host: 0,
        bytes_from_host: 0,
        attempt_id: console.attemptId ?? null,
        page_id: console.pageId ?? null,
      })
      .execute();
  }

  /** Where a console led that is open now. */
  async reached(id: string, target: string, trx: Executor = this.db): Promise<void> {
    await trx.updateTable('consoles').set({ target }).where('id', '=', id).where('ended_at', 'is', null).execute();
  }

  /**
   * The first end counts: a console that is over does not end again.
   * @returns whether there is such a console
   */
  async end(id: string, end: ConsoleEnd, trx: Executor = this.db): Promise<boolean> {
    const { numUpdatedRows } = await trx
      .updateTable('consoles')
      .set({
        ended_at: end.at,
        code: end.code,
        reason: end.reason,
        bytes_to_host: end.bytesToHost,
        bytes_from_host: end.bytesFromHost,
        ...(end.target === undefined ? {} : { target: end.target }),
      })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return true;
    return (await trx.selectFrom('consoles').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
  }

  transaction<T>(work: (sessions: SessionRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new SessionRepository({ db: trx, now: this.now }), trx));
  }

  /**
   * The longest open first.
   * @param but not those of this node
   */
  async live(but = ''): Promise<StoredConsole[]> {
    const rows = await this.liveRows().where('node', '!=', but).orderBy('started_at').orderBy('consoles.id').execute();
    return rows.map(toStored);
  }

  /** Who is on a host, their way to it being open. @param but not those of this node */
  async onHost(hostId: string, but: string): Promise<Beside[]> {
    const rows = await this.liveRows().where('host_id', '=', hostId).where('node', '!=', but).where('target', '!=', '').execute();
    return rows.map(toStored);
  }

  /** Who has the host's keyboard and pointer. @param but not those of this node */
  async inControl(hostId: string, but: string): Promise<StoredConsole | null> {
    const query = this.liveRows().where('host_id', '=', hostId).where('node', '!=', but).where('access', '=', 'control');
    const row = await query.orderBy('started_at').limit(1).executeTakeFirst();
    return row ? toStored(row) : null;
  }

  /**
   * Hosts with consoles → how many.
   * @param but not those of this node
   * @param hostIds only these
   */
  async counts(but: string, hostIds?: readonly string[]): Promise<Map<string, number>> {
    if (hostIds?.length === 0) return new Map();
    let query = this.db
      .selectFrom('consoles')
      .select(['host_id', ({ fn }) => fn.countAll<number>().as('live')])
      .where('ended_at', 'is', null)
      .where('node', '!=', but);
    if (hostIds) query = query.where('host_id', 'in', hostIds);
    const rows = await query.groupBy('host_id').execute();
    return new Map(rows.map(({ host_id, live }) => [host_id, live]));
  }

  async findLive(id: string): Promise<StoredConsole | null> {
    const row = await this.liveRows().where('consoles.id', '=', id).executeTakeFirst();
    return row ? toStored(row) : null;
  }

  private liveRows() {
    return this.db
      .selectFrom('consoles')
      .leftJoin('users', 'users.id', 'consoles.user_id')
      .selectAll('consoles')
      .select('users.display_name')
      .where('ended_at', 'is', null);
  }

  /** How the last console of each of these hosts went; hosts without one are left out. */
  async lastEnded(hostIds: string[]): Promise<Map<string, LastConsole>> {
    const found = new Map<string, LastConsole>();
    for (let from = 0; from < hostIds.length; from += BATCH) {
      const rows = await this.db
        .selectFrom('consoles')
        .select(['host_id', 'ended_at', 'code', 'reason'])
        .where('host_id', 'in', hostIds.slice(from, from + BATCH))
        .where('ended_at', '=', (expression) =>
          expression
            .selectFrom('consoles as later')
            .select(({ fn }) => fn.max('later.ended_at').as('latest'))
            .whereRef('later.host_id', '=', 'consoles.host_id'),
        )
        .execute();
      for (const row of rows) {
        const code = row.code ?? ABNORMAL;
        found.set(row.host_id, { at: row.ended_at ?? 0, code, reason: row.reason ?? '', ok: code !== HOST_FAILED && !isBadGateway(code) });
      }
    }
    return found;
  }
}

function toStored(row: Selectable<ConsoleTable> & { display_name: string | null }): StoredConsole {
  return storedSchema.parse({
    id: row.id,
    hostId: row.host_id,
    hostName: row.host_name,
    userId: row.user_id,
    userName: row.user_name,
    shownName: row.display_name || row.user_name,
    via: { kind: row.via_kind, id: row.via_id },
    address: row.address,
    access: row.access,
    target: row.target,
    node: row.node,
    startedAt: row.started_at,
    bytesToHost: row.bytes_to_host,
    bytesFromHost: row.bytes_from_host,
    attemptId: row.attempt_id,
  });
}

/** 502 and 504: the host did not answer, or not as a WebSocket. 503 is the portal's own. */
function isBadGateway(status: number): boolean {
  return status === 502 || status === 504;
}
