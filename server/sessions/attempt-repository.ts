/** What became of attempts, for pages whose questions reach another process than their console. */

import { z } from 'zod';
import type { Text } from '../../messages/text';
import { attemptSchema, MAX_OTHERS } from '../contract/session';
import type { Changes } from '../db/changes';
import type { Database } from '../db/database';
import { transaction, type Executor } from '../db/transaction';
import type { AttemptRecord } from './attempts';
import type { Beside } from './session-repository';

export interface FoundAttempt {
  record: AttemptRecord;
  /** What its process has last heard of the page, if it was asked. */
  heard: number;
  /** Where it led, while that is open. */
  hostId: string | null;
  /** Whether it led to a console that is over. */
  over: boolean;
  /** Who else is on the host, at other processes than the one that asks. */
  beside: Beside[];
}

const sentenceSchema = z.custom<Text>((value) => typeof (value as Partial<Text> | null)?.key === 'string').nullable();
const { state, code, needs, optional, holder, until, asked } = attemptSchema.shape;
const dataSchema = z.object({ state, code, needs, optional, holder, until, asked, message: sentenceSchema, next: sentenceSchema });

export class AttemptRepository {
  constructor(private readonly parts: { db: Database; changes: Pick<Changes, 'record' | 'poke'>; node: string }) {}

  /** Each id once. One that somebody else has used stays theirs. */
  async put(records: readonly AttemptRecord[], trx: Executor = this.parts.db): Promise<void> {
    const rows = records.map((record) => ({
      ...{ id: record.id, user_id: record.userId, console_id: record.consoleId, node: this.parts.node, at: record.at },
      ...{ data: JSON.stringify(dataSchema.parse(record)), answer: null },
    }));
    await trx
      .insertInto('attempts')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((row) => ({
            console_id: row.ref('excluded.console_id'),
            node: row.ref('excluded.node'),
            data: row.ref('excluded.data'),
            at: row.ref('excluded.at'),
            answer: null,
          }))
          .whereRef('attempts.user_id', '=', 'excluded.user_id'),
      )
      .execute();
  }

  /** An attempt of this person, and who is where it led: one question, since every console page asks it every few seconds. */
  async find(id: string, userId: string): Promise<FoundAttempt | null> {
    const rows = await this.parts.db
      .selectFrom('attempts')
      .leftJoin('consoles', 'consoles.id', 'attempts.console_id')
      .leftJoin('consoles as other', (join) =>
        join
          .onRef('other.host_id', '=', 'consoles.host_id')
          .onRef('other.id', '!=', 'consoles.id')
          .on('other.ended_at', 'is', null)
          .on('other.target', '!=', '')
          .on('other.node', '!=', this.parts.node),
      )
      .leftJoin('users', 'users.id', 'other.user_id')
      .select(['attempts.id', 'attempts.user_id', 'attempts.console_id', 'attempts.data', 'attempts.at', 'attempts.heard'])
      .select(['consoles.host_id', 'consoles.ended_at', 'other.user_id as other_id', 'other.user_name', 'other.access', 'other.started_at'])
      .select('users.display_name')
      .where('attempts.id', '=', id)
      .where('attempts.user_id', '=', userId)
      .orderBy('other.access')
      .orderBy('other.started_at')
      .limit(MAX_OTHERS)
      .execute();
    const [row] = rows;
    if (!row) return null;
    const open = row.host_id !== null && row.ended_at === null;
    return {
      record: { id, userId, consoleId: row.console_id, at: row.at, ...dataSchema.parse(JSON.parse(row.data)) },
      heard: row.heard ?? 0,
      hostId: open ? row.host_id : null,
      over: row.host_id !== null && !open,
      beside: rows.flatMap(({ other_id: other, user_name: name, display_name: shown, access, started_at: startedAt }) =>
        other === null || name === null || startedAt === null
          ? []
          : [
              {
                userId: other,
                shownName: shown || name,
                access: access === 'control' ? ('control' as const) : ('view' as const),
                startedAt,
              },
            ],
      ),
    };
  }

  /** Those of this process that led to no console that is still open. */
  async forget(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { db, node } = this.parts;
    await db
      .deleteFrom('attempts')
      .where('id', 'in', ids)
      .where('node', '=', node)
      .where((attempt) => {
        const own = attempt.selectFrom('consoles').select('consoles.id').whereRef('consoles.id', '=', 'attempts.console_id');
        return attempt.not(attempt.exists(own.where('consoles.ended_at', 'is', null)));
      })
      .execute();
  }

  /** Says how an attempt ended, before the process that carries its console does. */
  async end(end: Pick<AttemptRecord, 'id' | 'userId' | 'code' | 'message' | 'next' | 'at'>, trx: Executor): Promise<void> {
    const { id, userId, at, ...told } = end;
    const mine = trx.selectFrom('attempts').select('data').where('id', '=', id).where('user_id', '=', userId);
    const row = await mine.executeTakeFirst();
    if (!row) return;
    const data = { ...dataSchema.parse(JSON.parse(row.data)), ...told, state: 'ended' as const };
    await trx
      .updateTable('attempts')
      .set({ data: JSON.stringify(dataSchema.parse(data)), at, answer: null })
      .where('id', '=', id)
      .execute();
  }

  /** Leaves sealed credentials for the process that waits for them. @returns false when nothing waits */
  async leaveAnswer(id: string, userId: string, sealed: string): Promise<boolean> {
    const left = await transaction(this.parts.db, async (trx) => {
      const mine = trx.selectFrom('attempts').select('data').where('id', '=', id).where('user_id', '=', userId).where('answer', 'is', null);
      const row = await mine.executeTakeFirst();
      if (!row || dataSchema.parse(JSON.parse(row.data)).state !== 'asking') return false;
      const query = trx.updateTable('attempts').set({ answer: sealed }).where('id', '=', id).where('data', '=', row.data);
      if ((await query.where('answer', 'is', null).executeTakeFirst()).numUpdatedRows === 0n) return false;
      await this.parts.changes.record(trx, { kind: 'answer', subject: id, reason: '' });
      return true;
    });
    if (left) this.parts.changes.poke();
    return left;
  }

  /** Takes them away; null when there are none. */
  takeAnswer(id: string, userId: string): Promise<string | null> {
    return transaction(this.parts.db, async (trx) => {
      const mine = trx.selectFrom('attempts').select('answer').where('id', '=', id).where('user_id', '=', userId);
      const row = await mine.executeTakeFirst();
      if (!row?.answer) return null;
      const query = trx.updateTable('attempts').set({ answer: null }).where('id', '=', id).where('answer', '=', row.answer);
      return (await query.executeTakeFirst()).numUpdatedRows > 0n ? row.answer : null;
    });
  }

  /** Asks the process that carries its console what it has heard. */
  async askHeard(id: string, userId: string): Promise<void> {
    const { db, changes } = this.parts;
    await transaction(db, async (trx) => {
      await trx.updateTable('attempts').set({ heard_at: null }).where('id', '=', id).where('user_id', '=', userId).execute();
      await changes.record(trx, { kind: 'heard', subject: id, reason: '' });
    });
    changes.poke();
  }

  async noteHeard(id: string, userId: string, heard: { heard: number; at: number }): Promise<void> {
    const query = this.parts.db.updateTable('attempts').set({ heard: heard.heard, heard_at: heard.at });
    await query.where('id', '=', id).where('user_id', '=', userId).execute();
  }

  /** Whether it has answered since it was asked. */
  async hasHeard(id: string): Promise<boolean> {
    const row = await this.parts.db.selectFrom('attempts').select('heard_at').where('id', '=', id).executeTakeFirst();
    return row !== undefined && row.heard_at !== null;
  }

  /**
   * Forgets what nobody asks for any more, and credentials that nobody has taken, as when their process died.
   * @param until those that have not moved since then, and whose console is not open
   * @param unanswered the same for credentials
   */
  async prune(until: number, unanswered: number): Promise<void> {
    const { db } = this.parts;
    await db
      .deleteFrom('attempts')
      .where('at', '<', until)
      .where((attempt) => {
        const own = attempt.selectFrom('consoles').select('consoles.id').whereRef('consoles.id', '=', 'attempts.console_id');
        return attempt.not(attempt.exists(own.where('consoles.ended_at', 'is', null)));
      })
      .execute();
    await db.updateTable('attempts').set({ answer: null }).where('at', '<', unanswered).where('answer', 'is not', null).execute();
  }
}
