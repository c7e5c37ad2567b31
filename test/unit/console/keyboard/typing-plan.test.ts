import { expect, it } from 'vitest';
import { type LayoutKeys, loadLayout } from '@/components/console/keyboard/layout';
import { planTyping, type TypingOptions, type TypingPlan } from '@/components/console/keyboard/typing-plan';
import { keyboardLayouts } from '@/server/contract/keyboard';

const de = await loadLayout('de');
const us = await loadLayout('us');

const to = (layout: LayoutKeys | null, options: Partial<TypingOptions> = {}): TypingOptions => ({
  layout,
  sending: 'auto',
  server: 'places',
  ...options,
});

/** `shift+KeyE/65`: what is held, the place, the keysym in hexadecimal. */
function strokes({ characters }: TypingPlan): string[] {
  return characters.flatMap((character) =>
    character.strokes.map(({ modifiers, code, keysym }) => `${[...modifiers, code ?? '?'].join('+')}/${keysym.toString(16)}`),
  );
}

it('finds a character on the layout with the modifiers that it takes there', () => {
  expect(strokes(planTyping('zZ@', to(de)))).toEqual(['KeyY/7a', 'shift+KeyY/5a', 'altGr+KeyQ/40']);
});

it('types line breaks of every kind as one Enter and tabs as Tab', () => {
  expect(strokes(planTyping('\r\n\n\r\t', to(de)))).toEqual(['Enter/ff0d', 'Enter/ff0d', 'Enter/ff0d', 'Tab/ff09']);
});

it.each([
  ['places', 'auto', ['Equal/fe51', 'shift+KeyE/45']],
  ['either', 'auto', ['Equal/ffffff', 'shift+KeyE/c9']],
  ['characters', 'auto', ['shift+KeyE/c9']],
  ['characters', 'places', ['Equal/fe51', 'shift+KeyE/45']],
  ['places', 'characters', ['?/c9']],
] as const)('types É for a server that takes %s, with keys sent as %s', (server, sending, expected) => {
  expect(strokes(planTyping('É', to(de, { server, sending })))).toEqual(expected);
});

it('types an accent that stands alone with the dead key and the space bar', () => {
  expect(strokes(planTyping('^', to(de)))).toEqual(['Backquote/fe52', 'Space/20']);
});

it('takes a letter and its combining accent for the one character that they make', () => {
  const { characters } = planTyping('xe\u0301y', to(de));
  expect(characters.map(({ index, text }) => [index, text])).toEqual([
    [0, 'x'],
    [1, 'é'],
    [3, 'y'],
  ]);
});

it('tells where in the text is what no key of the layout types', () => {
  const { untypeable, characters } = planTyping('a😀ü\u001b!', to(us));
  expect(untypeable).toEqual([
    { index: 1, text: '😀' },
    { index: 3, text: 'ü' },
    { index: 4, text: '\u001b' },
  ]);
  expect(characters.map(({ text }) => text).join('')).toBe('a!');
});

it('still offers such a character to a server that may take it as it is, and says that it is uncertain', () => {
  const plan = planTyping('ü', to(us, { server: 'either' }));
  expect(strokes(plan)).toEqual(['?/fc']);
  expect(plan.uncertain).toEqual([{ index: 0, text: 'ü' }]);
});

it('types characters by their keysyms, with Shift where a US keyboard has it, when no layout is known', () => {
  const plan = planTyping('aA?é€中', to(null));
  expect(strokes(plan)).toEqual(['?/61', 'shift+?/41', 'shift+?/3f', '?/e9', '?/20ac', '?/1004e2d']);
  expect(plan.uncertain.map(({ text }) => text)).toEqual(['€', '中']);
});

it('says that it is uncertain of what only XKB has with AltGr', () => {
  expect(planTyping('@€→', to(de)).uncertain.map(({ text }) => text)).toEqual(['→']);
});

it.each(keyboardLayouts)('types all of printable ASCII on layout %s without a doubt', async (name) => {
  const ascii = String.fromCharCode(...Array.from({ length: 0x7f - 0x20 }, (_, n) => 0x20 + n));
  const { untypeable, uncertain, characters } = planTyping(ascii, to(await loadLayout(name)));
  expect([untypeable, uncertain]).toEqual([[], []]);
  expect(characters.map(({ text }) => text).join('')).toBe(ascii);
});
