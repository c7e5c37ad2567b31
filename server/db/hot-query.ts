/** A statement that looks at few rows, which it finds by a key. SQLite runs it on the event loop. */

import type { CompiledQuery, QueryId, RootOperationNode } from 'kysely';

export class HotQuery<Row = unknown> implements CompiledQuery<Row> {
  readonly sql: string;
  readonly query: RootOperationNode;
  readonly queryId: QueryId;

  constructor(
    { sql, query, queryId }: CompiledQuery<Row>,
    readonly parameters: readonly unknown[],
  ) {
    this.sql = sql;
    this.query = query;
    this.queryId = queryId;
  }
}
