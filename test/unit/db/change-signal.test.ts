import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ChangeSignal } from '../../../server/db/change-signal';
import { Changes, type Change } from '../../../server/db/changes';
import type { Database } from '../../../server/db/database';
import { databases, silent, type TestDatabase } from '../../support/databases';
import { until } from '../../support/waiting';

const postgres = databases.find(({ name }) => name === 'PostgreSQL')!;
/** Longer than any of these tests: nothing is told by asking. */
const NEVER = 600_000;

describe('changes that PostgreSQL tells of', () => {
  let test: TestDatabase;
  let other: TestDatabase;
  let here: Database;
  let there: Database;
  const running: Changes[] = [];
  beforeAll(async () => {
    [test, other] = [await postgres.create(), await postgres.create()];
    [here, there] = [await test.open(), await test.open()];
  });
  afterEach(async () => {
    for (const changes of running.splice(0)) await changes.stop();
  });
  afterAll(async () => {
    await test.remove();
    await other.remove();
  });

  async function listen(databaseUrl: string, pollMs: number, heardWithinMs = 2000) {
    const heard: string[] = [];
    const warn = vi.fn();
    const signal = new ChangeSignal({ databaseUrl, db: there, log: { info: () => undefined, warn }, tryEveryMs: 50, heardWithinMs });
    const changes = new Changes({ db: there, log: silent, signal, pollMs, signalledPollMs: NEVER });
    running.push(changes);
    changes.subscribe(({ subject }: Change) => heard.push(subject));
    await changes.start();
    return { heard, signal, warn };
  }
  const announce = (subject: string) => new Changes({ db: here, log: silent }).announce({ kind: 'host', subject, reason: '' });

  it('are told at once in another process, which does not ask for them', async () => {
    const { heard, signal } = await listen(test.settings.databaseUrl!, NEVER);
    await until('the signal', () => signal.up);
    await announce('one');
    await until('the change', () => heard.includes('one'));
  });

  it('are told after the connection was cut, those too that came meanwhile', async () => {
    const { heard, signal } = await listen(test.settings.databaseUrl!, NEVER);
    await until('the signal', () => signal.up);
    for (const subject of ['first', 'second']) {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vnc-portal changes' and datname = current_database()`.execute(
        here,
      );
      await announce(subject);
      await until(`${subject}, although the connection was cut`, () => heard.includes(subject));
      await until('the signal', () => signal.up);
    }
    expect(heard).toEqual(['first', 'second']);
  });

  it('are asked for where no connection can be made', async () => {
    const { heard, signal, warn } = await listen('postgres://nobody@127.0.0.1:1/none', 20);
    await until('the warning', () => warn.mock.calls.length > 0);
    await announce('asked for');
    await until('the change', () => heard.includes('asked for'));
    expect(signal.up).toBe(false);
  });

  it('are asked for where a connection is there, and what is told does not come through it', async () => {
    const { heard, signal, warn } = await listen(other.settings.databaseUrl!, 20, 50);
    await until('the warning', () => warn.mock.calls.length > 0);
    await announce('not heard');
    await until('the change', () => heard.includes('not heard'));
    expect(signal.up).toBe(false);
  });
});
