import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ctrlAltDel, functionKeys, key, keysymOf, sendCombination } from '@/components/console/keyboard/keys';
import { typedBetween } from '@/components/console/touch/typed-text';

it('presses a combination in order, holds it for a moment, and releases it in reverse', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const sent: string[] = [];
  sendCombination({ sendKey: (_, code, down) => sent.push(`${down ? '+' : '-'}${code}`) }, ctrlAltDel.keys);
  expect(sent).toEqual(['+ControlLeft', '+AltLeft', '+Delete']);
  vi.runAllTimers();
  expect(sent.slice(3)).toEqual(['-Delete', '-AltLeft', '-ControlLeft']);
});

it('presses a key by itself and releases it at once', () => {
  const sent: string[] = [];
  sendCombination({ sendKey: (_, code, down) => sent.push(`${down ? '+' : '-'}${code}`) }, [key.tab]);
  expect(sent).toEqual(['+Tab', '-Tab']);
});

it('knows the twelve function keys by their X11 keysyms', () => {
  expect(functionKeys.map(({ label, key }) => [label, key.keysym]).filter((_, n) => n === 0 || n === 11)).toEqual([
    ['F1', 0xffbe],
    ['F12', 0xffc9],
  ]);
});

it.each([
  ['a', 0x61],
  ['é', 0xe9],
  ['€', 0x010020ac],
  ['😀', 0x0101f600],
  ['\n', 0xff0d],
  ['\t', 0xff09],
])('sends %j as keysym %i', (character, keysym) => {
  expect(keysymOf(character)).toBe(keysym);
});

describe('what a touch keyboard did to its field', () => {
  it.each([
    ['__', '__a', 0, 'a'],
    ['__ab', '__a', 1, ''],
    ['__teh', '__the', 2, 'he'],
    ['__', '_', 1, ''],
    ['__x', '__x', 0, ''],
    ['__a', '__a😀', 0, '😀'],
    ['__a😀', '__a', 1, ''],
  ])('from %j to %j is %i backspaces and %j', (before, after, backspaces, text) => {
    expect(typedBetween(before, after)).toEqual({ backspaces, text });
  });
});
