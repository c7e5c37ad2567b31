/**
 * Statements that are prepared once and run again and again: preparing one costs more than to run it. The caller runs one at a time, and to
 * its end. SQLite itself prepares a statement anew where the tables have changed meanwhile, whoever changed them.
 */

/** Of the portal's statements, those that are run often; each is some kilobytes of memory. */
const MAX_STATEMENTS = 100;
/** Characters. Longer ones write many rows at once, and of each length there are few. */
const MAX_LENGTH = 5000;

export class StatementCache<Statement> {
  /** Text → statement, the last used last. */
  private readonly statements = new Map<string, Statement>();

  constructor(
    private readonly prepare: (sql: string) => Promise<Statement>,
    private readonly max = MAX_STATEMENTS,
  ) {}

  /** The statement, if it has been prepared. */
  kept(sql: string): Statement | undefined {
    const statement = this.statements.get(sql);
    if (statement === undefined) return undefined;
    this.statements.delete(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  /** Prepares it, and keeps it unless it is too long. */
  async prepared(sql: string): Promise<Statement> {
    const statement = await this.prepare(sql);
    if (sql.length > MAX_LENGTH) return statement;
    this.statements.set(sql, statement);
    if (this.statements.size > this.max) this.statements.delete(this.statements.keys().next().value!);
    return statement;
  }

  /** For one that has failed: nobody knows in which state it is. */
  drop(sql: string): void {
    this.statements.delete(sql);
  }
}
