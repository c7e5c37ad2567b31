import { describe, expect, it } from 'vitest';
import { FILLER, typedBetween, waitsForCommit } from '@/components/console/touch/typed-text';

describe('what a touch keyboard typed', () => {
  it.each([
    ['a letter', `${FILLER}a`, 0, 'a'],
    ['a backspace', FILLER.slice(0, -1), 1, ''],
    ['an emoji, as one character', `${FILLER}😀`, 0, '😀'],
    ['a line', `${FILLER}\n`, 0, '\n'],
  ])('is %s', (_, after, backspaces, text) => {
    expect(typedBetween(FILLER, after)).toEqual({ backspaces, text });
  });

  it('a corrected word is taken back as far as it differs', () => {
    expect(typedBetween(`${FILLER}teh`, `${FILLER}the `)).toEqual({ backspaces: 2, text: 'he ' });
  });
});

describe('a word that is being composed', () => {
  it('of Latin letters is seen at once', () => {
    expect(waitsForCommit('grüß', ['de-DE', 'en'])).toBe(false);
  });

  it('of other letters waits, and so do Latin letters of those who may write others with them', () => {
    expect(waitsForCommit('にほ', ['en'])).toBe(true);
    expect(waitsForCommit('nihao', ['en-US', 'zh-CN'])).toBe(true);
  });
});
