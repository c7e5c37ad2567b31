import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditRepository } from '../../../server/audit/audit-repository';
import { verifyChain } from '../../../server/audit/chain-verifier';
import { Outbox } from '../../../server/audit/outbox';
import type { OutboxEntry } from '../../../server/audit/outbox-entry';
import { OutboxFile } from '../../../server/audit/outbox-file';
import { OutboxRepository } from '../../../server/audit/outbox-repository';
import { PortalError } from '../../../server/contract/errors';
import { openDatabase, type Database } from '../../../server/db/database';
import { sortableId } from '../../../server/db/ids';
import { transaction } from '../../../server/db/transaction';
import { WriteBatch } from '../../../server/db/write-batch';
import { SessionRepository } from '../../../server/sessions/session-repository';
import { databases, silent, testSecret, type TestDatabase } from '../../support/databases';
import { createDatabase, startPostgres, type PostgresServer } from '../../support/postgres';
import { START } from '../../support/services';
import { temporaryDirectory } from '../../support/temporary';
import { until } from '../../support/waiting';

const away = () => Promise.reject(new PortalError('unavailable'));

let made = 0;
function refusal(code = 'unavailable', more: Partial<OutboxEntry['row']> = {}): OutboxEntry {
  const at = START + ++made;
  const row = { id: sortableId(at), at, action: 'console.refuse', actor_id: '', actor_name: '', address: '192.0.2.7' };
  return { row: { ...row, host_id: `h${made}`, session_id: '', detail: JSON.stringify({ status: 503, code }), ...more }, end: null };
}
function ended(id: string): OutboxEntry {
  const end = { code: 1000, reason: 'closed in the browser', bytesToHost: 1, bytesFromHost: 2, target: 'ws://h:1/' };
  return { row: { ...refusal().row, action: 'console.end', session_id: id, detail: JSON.stringify({ code: 1000 }) }, end };
}
const ids = (entries: readonly OutboxEntry[]) => entries.map(({ row }) => row.id);

describe('the outbox of the audit', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('writes what happens together in one transaction, and settles when that is committed', async () => {
    const batches: number[] = [];
    const outbox = new Outbox({ write: (entries) => Promise.resolve(void batches.push(entries.length)), log: silent });
    await Promise.all(Array.from({ length: 450 }, () => outbox.add(refusal())));
    expect(batches).toEqual([200, 200, 50]);
  });

  it('keeps what cannot be written, tries again ever less often, and writes it in the order in which it happened', async () => {
    let there = false;
    let tries = 0;
    const written: OutboxEntry[] = [];
    const write = (entries: readonly OutboxEntry[]) => {
      tries += 1;
      if (!there) return away();
      written.push(...entries);
      return Promise.resolve();
    };
    const outbox = new Outbox({ write, log: silent, random: () => 0 });
    const happened = Array.from({ length: 300 }, () => refusal());
    // Nobody who ends a console waits for a database that is away.
    await Promise.all(happened.map((entry) => outbox.add(entry)));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(20);
    there = true;
    await vi.advanceTimersByTimeAsync(2_100);
    await turn();
    expect(ids(written)).toEqual(ids(happened));
  });

  it('has something said once an outage, not with every attempt', async () => {
    const said = { error: vi.fn(), info: vi.fn() };
    const outbox = new Outbox({ write: away, log: said });
    await outbox.add(refusal());
    await vi.advanceTimersByTimeAsync(20_000);
    expect(said.error).toHaveBeenCalledOnce();
  });

  it('is full at its limit, takes every end nevertheless, and counts what else happens by its kind', async () => {
    const outbox = new Outbox({ write: away, log: silent, max: 10 });
    for (let n = 0; n < 9; n++) await outbox.add(refusal());
    expect(outbox.full).toBe(false);
    await outbox.add(refusal());
    expect(outbox.full).toBe(true);
    for (let n = 0; n < 1000; n++) await outbox.add(refusal('unavailable', { address: `192.0.2.${n % 250}` }));
    for (let n = 0; n < 500; n++) await outbox.add(refusal('foreign_origin'));
    for (let n = 0; n < 5; n++) await outbox.add(ended(`c${n}`));
    const left = outbox.take().slice(10);
    expect(left.filter(({ end }) => end !== null)).toHaveLength(5);
    expect(left.filter(({ end }) => end === null).map(({ row }) => [row.address, row.host_id, row.detail])).toEqual([
      ['', '', JSON.stringify({ status: 503, code: 'unavailable', count: 1000 })],
      ['', '', JSON.stringify({ status: 503, code: 'foreign_origin', count: 500 })],
    ]);
  });

  it('lets no row that can never be written stand in the way of the others, and leaves it in the log', async () => {
    const bad = refusal();
    const written: string[] = [];
    const write = (entries: readonly OutboxEntry[]) => {
      if (entries.includes(bad)) return Promise.reject(new Error('too long'));
      written.push(...ids(entries));
      return Promise.resolve();
    };
    const said = { error: vi.fn(), info: vi.fn() };
    const outbox = new Outbox({ write, log: said });
    const others = [refusal(), refusal(), refusal()];
    for (const entry of [others[0]!, bad, others[1]!, others[2]!]) void outbox.add(entry);
    await turn();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(written).toEqual(ids(others));
    expect(said.error).toHaveBeenCalledWith(expect.objectContaining({ entry: bad }), expect.any(String));
  });

  it('has a last try when it stops, waits as long as it may, and gives what is left', async () => {
    let tries = 0;
    const outbox = new Outbox({ write: () => (tries++, away()), log: silent, random: () => 0 });
    const entry = refusal();
    await outbox.add(entry);
    await vi.advanceTimersByTimeAsync(60_000);
    const before = tries;
    await outbox.stop(performance.now());
    expect(tries).toBe(before + 1);
    expect(outbox.take()).toEqual([entry]);
  });

  it('waits no longer than it may for a database that does not answer at all', async () => {
    const outbox = new Outbox({ write: () => new Promise(() => undefined), log: silent });
    const entry = refusal();
    void outbox.add(entry);
    await turn();
    const stopped = outbox.stop(performance.now() + 10_000);
    await vi.advanceTimersByTimeAsync(10_000);
    await stopped;
    expect(outbox.take()).toEqual([entry]);
  });
});

describe('what the outbox leaves behind', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let file: OutboxFile;
  const said = { error: vi.fn(), warn: vi.fn() };
  const files = () => readdirSync(directory.path);
  beforeEach(() => {
    directory = temporaryDirectory('outbox');
    file = new OutboxFile({ dataDir: directory.path, secret: testSecret, log: said });
    vi.clearAllMocks();
  });
  afterEach(() => directory.remove());

  it('is a file for the portal alone, read back as it was by the next start, and gone then', async () => {
    const entries = [ended('c1'), refusal('unavailable', { actor_name: 'Zoë "Z"\u{1f600}' }), ended('c2')];
    file.save(entries);
    expect(files()).toHaveLength(1);
    expect(statSync(join(directory.path, files()[0]!)).mode & 0o777).toBe(0o600);
    const written: OutboxEntry[] = [];
    const doubts: boolean[] = [];
    const write = (some: readonly OutboxEntry[], doubtful: boolean) => {
      written.push(...some);
      doubts.push(doubtful);
      return Promise.resolve();
    };
    expect(await file.restore(write)).toBe(3);
    expect(written).toEqual(entries);
    expect(doubts).toEqual([true]);
    expect(files()).toEqual([]);
  });

  it('is not there when nothing is left', () => {
    file.save([]);
    expect(files()).toEqual([]);
  });

  it('stays until it is written: a start without the database fails', async () => {
    file.save([refusal()]);
    await expect(file.restore(away)).rejects.toMatchObject({ code: 'unavailable' });
    expect(files()).toHaveLength(1);
  });

  it('is not believed when somebody else has written in it', async () => {
    file.save([refusal()]);
    const path = join(directory.path, files()[0]!);
    const whole = readFileSync(path, 'utf8');
    const write = vi.fn(() => Promise.resolve());
    for (const tampered of [whole.replace('192.0.2.7', '192.0.2.8'), whole.slice(0, -20), `${JSON.stringify(refusal())}\n${whole}`, '']) {
      writeFileSync(path, tampered);
      expect(await file.restore(write)).toBe(0);
    }
    writeFileSync(path, whole);
    appendFileSync(path, `${JSON.stringify(refusal())}\n`);
    expect(await file.restore(write)).toBe(0);
    expect(write).not.toHaveBeenCalled();
    expect(said.error).toHaveBeenCalledTimes(5);
    expect(files()).toHaveLength(1);
  });
});

const opened = (id: string) => ({
  ...{ id, hostId: 'h', hostName: 'H', userId: 'u', userName: 'anna', via: { kind: 'login', id: 'l' } as const, address: '192.0.2.1' },
  ...{ access: 'control' as const, target: '', node: 'node-1', startedAt: START, attemptId: null, pageId: null },
});

function onDatabase(db: Database) {
  const sessions = new SessionRepository({ db });
  const { chain } = new AuditRepository({ db, secret: testSecret, log: silent });
  const repository = new OutboxRepository({ db, chain, endConsole: (id, end, trx) => sessions.end(id, end, trx) });
  return {
    sessions,
    chain,
    repository,
    rows: () => db.selectFrom('audit').select(['id', 'at', 'session_id']).orderBy('seq').execute(),
    console: (id: string) => db.selectFrom('consoles').select(['ended_at', 'code', 'reason']).where('id', '=', id).executeTakeFirst(),
  };
}

describe.each(databases)('the outbox on $name', ({ create }) => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await create();
    db = await test.open();
  });
  afterAll(() => test.remove());

  it('ends consoles when they ended, and writes each row once however often it is told', async () => {
    const { sessions, repository, rows, console, chain } = onDatabase(db);
    await sessions.open(opened('c1'));
    await sessions.open(opened('c2'));
    const entries = [ended('c1'), refusal(), ended('c2')];
    await repository.write(entries.slice(0, 2), false);
    await repository.write(entries, true);
    await repository.write(entries, true);
    expect((await rows()).map(({ id }) => id)).toEqual(ids(entries));
    expect(await console('c1')).toEqual({ ended_at: entries[0]!.row.at, code: 1000, reason: 'closed in the browser' });
    expect(await verifyChain(chain)).toMatchObject({ fault: null, rows: 3 });
  });

  it('knows no end of a console whose beginning was never recorded', async () => {
    const { repository, rows } = onDatabase(db);
    const before = await rows();
    await repository.write([ended('never-opened')], false);
    expect(await rows()).toEqual(before);
  });
});

describe('the outbox and a PostgreSQL that goes away', () => {
  let server: PostgresServer;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
    ({ url } = await createDatabase(server.url));
  });
  afterAll(() => server.stop());

  it('has everything that happened meanwhile afterwards, once and in order, as of the time when it happened', async () => {
    const db = await openDatabase({ dataDir: '/nonexistent', databaseUrl: url, secret: testSecret, log: silent });
    const { sessions, repository, rows, console, chain } = onDatabase(db);
    const outbox = new Outbox({ write: (entries, doubtful) => repository.write(entries, doubtful), log: silent });
    const consoles = Array.from({ length: 250 }, (_, n) => `c${n}`);
    await transaction(db, async (trx) => {
      for (const id of consoles) await sessions.open(opened(id), trx);
    });
    await server.halt();
    const entries = consoles.map(ended);
    await Promise.all(entries.map((entry) => outbox.add(entry)));
    await server.resume();
    await until('the rows', async () => (await rows()).length === 250);
    expect(await rows()).toEqual(entries.map(({ row }) => ({ id: row.id, at: row.at, session_id: row.session_id })));
    expect(await console('c249')).toMatchObject({ ended_at: entries[249]!.row.at, code: 1000 });
    expect(await sessions.live()).toEqual([]);
    expect((await verifyChain(chain)).fault).toBeNull();
    await db.destroy();
  });

  it('writes nothing twice where the answer to a commit was lost', async () => {
    const { url: fresh } = await createDatabase(server.url);
    const line = await lossyLine(fresh);
    const db = await openDatabase({ dataDir: '/nonexistent', databaseUrl: line.url, secret: testSecret, log: silent });
    const { sessions, repository, rows, chain } = onDatabase(db);
    const outbox = new Outbox({ write: (entries, doubtful) => repository.write(entries, doubtful), log: silent });
    await sessions.open(opened('c1'));
    const entries = [ended('c1'), refusal()];
    line.loseNextCommit();
    await Promise.all(entries.map((entry) => outbox.add(entry)));
    expect(line.lost()).toBe(1);
    await outbox.add(refusal());
    await until('the third row', async () => (await rows()).length >= 3);
    expect((await rows()).slice(0, 2).map(({ id }) => id)).toEqual(ids(entries));
    expect(await rows()).toHaveLength(3);
    expect((await verifyChain(chain)).fault).toBeNull();

    // And what was to be done only if it could be recorded is said to have failed, but not tried again behind anybody's back.
    const writes = new WriteBatch(db);
    line.loseNextCommit();
    let attempts = 0;
    const added = ['x', 'y', 'z'].map((id) =>
      writes.add(async (trx) => {
        attempts += 1;
        await sessions.open(opened(id), trx);
      }),
    );
    const settled = await Promise.allSettled(added);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(attempts).toBe(3);
    await db.destroy();
    await line.stop();
  });
});

/** A way to PostgreSQL on which the connection breaks between a commit and its answer. */
async function lossyLine(to: string) {
  const target = new URL(to);
  let armed = false;
  let lost = 0;
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    let cut = false;
    client.on('data', (chunk) => {
      if (armed && chunk.includes('commit')) [armed, cut] = [false, true];
      database.write(chunk);
    });
    database.on('data', (chunk) => {
      if (!cut) return void client.write(chunk);
      // It has answered, so it has committed.
      lost += 1;
      client.destroy();
      database.destroy();
    });
    for (const [one, other] of [[client, database] as const, [database, client] as const]) {
      one.on('error', () => undefined).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    loseNextCommit: () => {
      armed = true;
    },
    lost: () => lost,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
