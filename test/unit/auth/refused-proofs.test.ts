import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AuditService } from '../../../server/audit/audit-service';
import { RefusedProofs } from '../../../server/auth/refused-proofs';

let rows: Record<string, unknown>[];
let elapsed: number;
let refused: RefusedProofs;

beforeEach(() => {
  vi.useFakeTimers();
  [rows, elapsed] = [[], 0];
  const audit = { happened: (row: Record<string, unknown>) => Promise.resolve(void rows.push(row)) } as unknown as AuditService;
  refused = new RefusedProofs({ audit, elapsed: () => elapsed });
});
afterEach(() => vi.useRealTimers());

const tries = async (many: number, address: (index: number) => string) => {
  for (let index = 0; index < many; index++) await refused.record({ reason: 'wrong passkey', address: address(index), user: 'anna' });
};

it('writes down who tried what, from where', async () => {
  await refused.record({ reason: 'refused identity token', provider: 'home', cause: 'signed by nobody', address: '192.0.2.1' });
  const detail = { reason: 'refused identity token', provider: 'home', cause: 'signed by nobody' };
  expect(rows).toEqual([{ action: 'login.failure', address: '192.0.2.1', detail }]);
});

it('writes ten rows for a network in ten minutes, and then how many more there were', async () => {
  await tries(50, (index) => `2001:db8::${index.toString(16)}`);
  await tries(1, () => '192.0.2.1');
  expect(rows).toHaveLength(11);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(rows.at(-1)).toEqual({ action: 'login.failure', address: '', detail: { reason: 'more refused proofs', count: 40 } });
  elapsed += 10 * 60_000;
  await tries(1, () => '2001:db8::1');
  expect(rows).toHaveLength(13);
});

it('writes two hundred rows in ten minutes, however many networks try', async () => {
  await tries(300, (index) => `192.0.${Math.floor(index / 250)}.${index % 250}`);
  expect(rows).toHaveLength(200);
  elapsed += 10 * 60_000;
  await tries(1, () => '192.0.2.1');
  expect(rows.slice(200).map(({ detail }) => detail)).toEqual([
    { reason: 'more refused proofs', count: 100 },
    { reason: 'wrong passkey', user: 'anna' },
  ]);
});
