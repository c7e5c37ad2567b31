import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRepository } from '../../../server/audit/audit-repository';
import { verifyChain } from '../../../server/audit/chain-verifier';
import { DestinationError, type Destination } from '../../../server/audit/forwarding/destination';
import { Forwarder } from '../../../server/audit/forwarding/forwarder';
import { ForwardingRepository } from '../../../server/audit/forwarding/forwarding-repository';
import { LeaseRepository } from '../../../server/audit/lease-repository';
import { AuditRetention } from '../../../server/audit/retention';
import type { AuditFormat } from '../../../server/contract/audit';
import { databases, silent, testSecret, type TestDatabase } from '../../support/databases';
import { buildServices, DAY, type Services } from '../../support/services';
import { until } from '../../support/waiting';

const actor = { id: 'u1', name: 'anna' };

describe.each(databases)('keeping the audit on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let rows: AuditRepository;
  let forwarded: number | null = null;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    rows = new AuditRepository({ db: services.db, secret: testSecret, log: silent });
  });
  afterAll(() => test.remove());

  const retention = (days: number | null, node = 'a') => {
    const { now } = services.clock;
    const leases = new LeaseRepository(services.db, node, now);
    return new AuditRetention({
      days,
      audit: services.audit,
      chain: rows.chain,
      leases,
      forwarded: () => Promise.resolve(forwarded),
      log: silent,
      now,
    });
  };
  const write = (count: number) =>
    services.audit.recordAll(Array.from({ length: count }, (_, n) => ({ action: 'console.open', actor, detail: { n } })));
  const kept = async () => (await rows.chain.rowsAfter(0, 10_000)).map(({ seq }) => seq);
  const file = async (format: AuditFormat, filter = {}) => {
    let text = '';
    for await (const piece of services.audit.export(filter, format, { actor })) text += piece;
    return text;
  };

  it('is exported as it was before, in three forms, and that is recorded', async () => {
    await services.audit.record({
      action: 'host.create',
      actor: { id: 'x', name: '=cmd()' },
      address: '-1',
      hostId: '@h',
      detail: { name: 'a "b", c' },
    });
    await write(1100);
    const lines = (await file('csv')).split('\r\n');
    expect(lines).toHaveLength(1 + 1101 + 1);
    expect(lines[0]).toBe('seq,time,action,actor,actorId,address,host,session,detail,id,hash');
    expect(lines[1]).toMatch(/^1,2026-01-05T09:00:00\.000Z,host\.create,'=cmd\(\),x,'-1,'@h,,"\{""name"":""a \\""b\\"", c""\}",/);
    const list = JSON.parse(await file('json')) as { seq: number; action: string; detail: object }[];
    expect(list.map(({ seq }) => seq)).toEqual(Array.from({ length: 1102 }, (_, index) => index + 1));
    expect(list.at(-1)).toMatchObject({ action: 'audit.export', detail: { format: 'csv' } });
    const found = (await file('jsonl', { action: ['audit.export', 'host.create'], actor: 'anna' })).trimEnd().split('\n');
    expect(found.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(['audit.export', 'audit.export']);
    expect([await file('csv', { host: 'none' }), await file('json', { host: 'none' }), await file('jsonl', { host: 'none' })]).toEqual([
      `${lines[0]}\r\n`,
      '[\n\n]\n',
      '',
    ]);
  });

  it('lets rows be deleted only by retention', async () => {
    await expect(services.db.deleteFrom('audit').where('seq', '=', 1).execute()).rejects.toThrow('append-only');
  });

  it('deletes what is too old and records it, and the chain still holds', async () => {
    const old = (await kept()).length;
    services.clock.pass(10 * DAY);
    await write(3);
    expect(await retention(null).prune()).toBe(0);
    expect(await retention(11).prune()).toBe(0);
    expect(await retention(9).prune()).toBe(old);
    expect(await kept()).toEqual([1, 2, 3, 4].map((n) => old + n));
    expect((await services.audited('audit.prune'))[0]).toMatchObject({ actorName: 'the portal', detail: { rows: old, upTo: old } });
    expect(await verifyChain(rows.chain)).toMatchObject({ rows: 4, pruned: old, fault: null });
    await write(1);
    expect((await verifyChain(rows.chain)).fault).toBeNull();
  });

  it('keeps what has not been forwarded yet, for a month', async () => {
    const [first] = await kept();
    services.clock.pass(20 * DAY);
    forwarded = first! + 1;
    expect(await retention(9).prune()).toBe(2);
    services.clock.pass(30 * DAY);
    expect(await retention(9).prune()).toBeGreaterThan(0);
    expect((await services.audited('audit.prune'))[0]!.detail).toMatchObject({ unforwarded: 3 });
    forwarded = null;
  });

  it('is done by one portal at a time', async () => {
    await write(2);
    services.clock.pass(100 * DAY);
    const held = new LeaseRepository(services.db, 'another', services.clock.now);
    await sql`delete from leases`.execute(services.db);
    expect(await held.hold('audit-retention', DAY)).toBe(true);
    expect(await retention(9).prune()).toBe(0);
    services.clock.pass(2 * DAY);
    expect(await retention(9).prune()).toBeGreaterThan(0);
    expect(await held.hold('audit-retention', DAY)).toBe(false);
  });

  it('goes to a place outside row by row, again what failed, and on where it was after a restart', async () => {
    const got: number[] = [];
    let failures = 2;
    const destination: Destination = {
      ...{ kind: 'webhook', address: 'https://x', batch: 4, close: () => undefined },
      send: (batch) => {
        if (failures-- > 0) return Promise.reject(new DestinationError('no'));
        got.push(...batch.map(({ seq }) => seq));
        return Promise.resolve();
      },
    };
    const progress = new ForwardingRepository(services.db);
    const forwarder = () => {
      const made = new Forwarder({ destination, chain: rows.chain, progress, leases: new LeaseRepository(services.db, 'a'), log: silent });
      made.start();
      return made;
    };
    await write(10);
    const all = await kept();
    let running = forwarder();
    await until('the failure', async () => (await progress.of('webhook')).error === 'no');
    await until('all rows', () => got.length === all.length);
    await running.stop();
    await write(2);
    running = forwarder();
    await until('the new rows', () => got.length === all.length + 2);
    await running.stop();
    expect(got).toEqual(await kept());
    expect(await progress.of('webhook')).toMatchObject({ seq: got.at(-1), error: null });
  });
});
