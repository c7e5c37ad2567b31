import { expect, test } from 'vitest';
import { hostPatchSchema, policySchema } from '@/server/contract/host';
import { bulkChangeSchema } from '@/server/contract/host-bulk';

test('a change of one rule of a host says nothing about the others', () => {
  for (const rule of [{ clipboard: 'in' }, { exclusive: true }, { maxViewers: null }, { secondFactor: false }, {}]) {
    expect(hostPatchSchema.parse({ policy: rule }).policy).toEqual(rule);
    expect(bulkChangeSchema.parse({ policy: rule }).policy).toEqual(rule);
  }
});

test('a host that was stored before there was the choice asks for no second factor', () => {
  expect(policySchema.parse({ clipboard: 'both', record: false, exclusive: false }).secondFactor).toBe(false);
});
