import { expect, it } from 'vitest';
import type { HoldableName } from '@/components/console/keyboard/keys';
import { type Sticky, tapModifier, unstuck } from '@/components/console/touch/sticky-keys';

/** Taps at these times; `held` as the machine then has it. */
function tap(name: HoldableName, times: number[]) {
  let sticky: Sticky = unstuck;
  let held: HoldableName[] = [];
  const effects = times.map((time) => {
    const result = tapModifier(sticky, held, name, time);
    sticky = result.sticky;
    if (result.effect === 'toggle') held = held.includes(name) ? [] : [name];
    return result.effect;
  });
  return { effects, held, once: sticky.once };
}

it('one tap is for the next key, and holds nothing down yet', () => {
  expect(tap('control', [0])).toEqual({ effects: [null], held: [], once: ['control'] });
});

it('two quick taps hold it down, a third lets go', () => {
  expect(tap('control', [0, 200])).toEqual({ effects: [null, 'toggle'], held: ['control'], once: [] });
  expect(tap('control', [0, 200, 5000])).toEqual({ effects: [null, 'toggle', 'toggle'], held: [], once: [] });
});

it('a late second tap takes it back', () => {
  expect(tap('alt', [0, 1000])).toEqual({ effects: [null, null], held: [], once: [] });
});

it('a late second tap of Super presses it alone, for the start menu', () => {
  expect(tap('super', [0, 1000]).effects).toEqual([null, 'press']);
});

it('several can be for the next key', () => {
  const first = tapModifier(unstuck, [], 'control', 0);
  expect(tapModifier(first.sticky, [], 'alt', 100).sticky.once).toEqual(['control', 'alt']);
});
