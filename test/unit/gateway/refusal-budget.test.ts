import { describe, expect, it } from 'vitest';
import { MAX_A_MINUTE, RefusalBudget, type RefusalSum } from '../../../server/gateway/refusal-budget';

function build() {
  const clock = { wall: 1000, ticks: 0 };
  const sums: RefusalSum<string>[] = [];
  const budget = new RefusalBudget<string>({ record: (sum) => sums.push(sum), now: () => clock.wall, ticks: () => clock.ticks });
  const flood = (who: string, kind: string, count: number) =>
    Array.from({ length: count }, () => {
      clock.wall += 1;
      return budget.take(who, kind, `${who} ${kind}`);
    }).filter(Boolean).length;
  return { clock, sums, budget, flood };
}

describe('refusals of one person', () => {
  it('are recorded one by one up to so many a minute, and the rest in a row for each kind: how many, from when to when', () => {
    const { clock, sums, budget, flood } = build();
    expect(flood('anna', 'not_found', MAX_A_MINUTE + 500)).toBe(MAX_A_MINUTE);
    expect(flood('anna', 'host_in_use', 20)).toBe(0);
    expect(sums).toEqual([]);
    clock.ticks = 60_000;
    expect(flood('anna', 'not_found', 1)).toBe(1);
    expect(sums).toEqual([
      { first: 'anna not_found', count: 500, from: 1000 + MAX_A_MINUTE + 1, to: 1000 + MAX_A_MINUTE + 500 },
      { first: 'anna host_in_use', count: 20, from: 1000 + MAX_A_MINUTE + 501, to: 1000 + MAX_A_MINUTE + 520 },
    ]);
    budget.stop();
    expect(sums).toHaveLength(2);
  });

  it("take nothing from another person's, nor from those of nobody known", () => {
    const { flood, budget } = build();
    flood('anna', 'not_found', 10_000);
    expect(flood('bob', 'not_found', 3)).toBe(3);
    expect(flood('', 'not_signed_in', MAX_A_MINUTE + 1)).toBe(MAX_A_MINUTE);
    budget.stop();
  });

  it('that are counted are recorded when the portal stops', () => {
    const { sums, flood, budget } = build();
    flood('anna', 'not_found', MAX_A_MINUTE + 7);
    budget.stop();
    expect(sums).toMatchObject([{ count: 7 }]);
  });

  it('are counted by a clock that passes evenly: a step of the wall clock begins no new minute', () => {
    const { clock, flood, budget } = build();
    flood('anna', 'not_found', MAX_A_MINUTE);
    clock.wall += 60 * 60_000;
    expect(flood('anna', 'not_found', 5)).toBe(0);
    budget.stop();
  });
});
