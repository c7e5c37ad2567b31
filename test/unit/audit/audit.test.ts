import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRow } from '../../../server/contract/audit';
import { transaction } from '../../../server/db/transaction';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, START, type Services } from '../../support/services';

describe.each(databases)('the audit on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
    const { audit, clock } = services;
    for (let count = 0; count < 120; count++) {
      await audit.record({
        action: count % 2 === 0 ? 'console.open' : 'console.end',
        actor: { id: `u${count % 3}`, name: `user-${count % 3}` },
        address: '192.0.2.1',
        hostId: `host-${count % 4}`,
        sessionId: `s${count}`,
        detail: { count, ok: true, nothing: null },
      });
      // Three rows share each millisecond.
      if (count % 3 === 2) clock.pass(1);
    }
  });
  afterAll(() => test.remove());

  async function everything(query: Partial<Parameters<Services['audit']['list']>[0]>): Promise<AuditRow[]> {
    const rows: AuditRow[] = [];
    let cursor: string | undefined;
    do {
      const page = await services.audit.list({ limit: 7, ...query, cursor });
      rows.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return rows;
  }
  const counts = (rows: AuditRow[]) => rows.map((row) => row.detail['count']);

  it('pages through every row once, the newest first, also those of one millisecond', async () => {
    expect(counts(await everything({}))).toEqual(Array.from({ length: 120 }, (_, index) => 119 - index));
  });

  it('keeps what it was told', async () => {
    const [row] = (await services.audit.list({ limit: 1 })).items;
    expect(row).toMatchObject({
      ...{ action: 'console.end', actorId: 'u2', actorName: 'user-2', address: '192.0.2.1', hostId: 'host-3', sessionId: 's119' },
      detail: { count: 119, ok: true, nothing: null },
    });
  });

  it('is filtered by actor, action, host and time', async () => {
    const all = await everything({});
    expect(await everything({ actor: 'user-1' })).toEqual(all.filter((row) => row.actorName === 'user-1'));
    expect(await everything({ action: ['console.open'], host: 'host-2' })).toEqual(
      all.filter((row) => row.action === 'console.open' && row.hostId === 'host-2'),
    );
    expect(await everything({ from: START + 5, to: START + 6 })).toEqual(all.filter((row) => row.at >= START + 5 && row.at <= START + 6));
    expect(await everything({ actor: 'USER-1' })).toEqual([]);
  });

  it('refuses a cursor that is not its own', async () => {
    for (const cursor of ['x', '', Buffer.from('["a","b"]').toString('base64url'), Buffer.from('[1]').toString('base64url')]) {
      await expect(services.audit.list({ limit: 5, cursor })).rejects.toMatchObject({
        code: 'invalid',
        options: { fields: { cursor: expect.any(String) as string } },
      });
    }
  });

  it('writes what strangers send as one bounded line', async () => {
    await services.audit.record({
      action: 'login.failure',
      address: `a\r\n\0\u2028b`,
      detail: { agent: 'x'.repeat(5000), line: 'one\ntwo' },
    });
    const [row] = (await services.audit.list({ limit: 1, action: ['login.failure'] })).items;
    expect(row!.address).toMatch(/^a\uFFFD{4}b$/);
    expect(row!.detail['agent']).toHaveLength(300);
    expect(row!.detail['line']).toBe('one\uFFFDtwo');
  });

  it('holds no row of a transaction that was rolled back', async () => {
    await transaction(services.db, async (trx) => {
      await services.audit.record({ action: 'host.remove' }, trx);
      throw new Error('no');
    }).catch(() => undefined);
    expect(await services.audited('host.remove')).toEqual([]);
  });
});
