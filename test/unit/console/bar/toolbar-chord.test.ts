import { expect, it } from 'vitest';
import { ToolbarChord, type Verdict } from '@/components/console/bar/toolbar-chord';

const names: Record<string, string> = { ControlLeft: 'Control', AltLeft: 'Alt', AltRight: 'Alt', ShiftLeft: 'Shift', ShiftRight: 'Shift' };

/** `+Code` presses, `-Code` releases. */
function play(...inputs: string[]): Verdict[] {
  const chord = new ToolbarChord();
  return inputs.map((input) => {
    const code = input.slice(1);
    return chord.handle({ type: input.startsWith('+') ? 'keydown' : 'keyup', code, key: names[code] ?? code });
  });
}
const verdicts = (...inputs: string[]) => play(...inputs).map((verdict) => verdict.do);

it('opens the toolbar with Ctrl+Alt+Shift and keeps the third key from the machine', () => {
  expect(verdicts('+ControlLeft', '+AltLeft', '+ShiftLeft', '-ShiftLeft')).toEqual(['pass', 'pass', 'hold', 'toggle']);
});

it('takes the three in any order and releases of any of them', () => {
  expect(verdicts('+ShiftRight', '+AltLeft', '+ControlLeft', '-AltLeft')).toEqual(['pass', 'pass', 'hold', 'toggle']);
});

it('holds the repeats of a key that is held', () => {
  expect(verdicts('+ControlLeft', '+AltLeft', '+ShiftLeft', '+ShiftLeft', '+ShiftLeft', '-ControlLeft')).toEqual([
    'pass',
    'pass',
    'hold',
    'hold',
    'hold',
    'toggle',
  ]);
});

it('gives the machine Ctrl+Alt+Shift+Key in full', () => {
  const played = play('+ControlLeft', '+AltLeft', '+ShiftLeft', '+KeyL', '-KeyL', '-ShiftLeft');
  expect(played[3]).toEqual({ do: 'replay', held: { type: 'keydown', code: 'ShiftLeft', key: 'Shift' } });
  expect(played.slice(4).map((verdict) => verdict.do)).toEqual(['pass', 'pass']);
});

it('keeps Ctrl+Alt+Shift+K for the command palette', () => {
  const played = play('+ControlLeft', '+AltLeft', '+ShiftLeft', '+KeyK');
  expect(played.map((verdict) => verdict.do)).toEqual(['pass', 'pass', 'hold', 'command']);
  expect(verdicts('+ControlLeft', '+KeyK')).toEqual(['pass', 'pass']);
});

it('does not mistake other keys for it', () => {
  expect(verdicts('+KeyA', '+ControlLeft', '+AltLeft', '+ShiftLeft')).not.toContain('hold');
  expect(verdicts('+ControlLeft', '+AltLeft', '+Delete')).not.toContain('hold');
});

it('leaves AltGr+Shift to the layouts that type with it', () => {
  expect(verdicts('+ControlLeft', '+AltRight', '+ShiftLeft', '-ShiftLeft')).toEqual(['pass', 'pass', 'pass', 'pass']);
});

it('forgets what was down when the window loses the keyboard', () => {
  const chord = new ToolbarChord();
  chord.handle({ type: 'keydown', code: 'ControlLeft', key: 'Control' });
  chord.handle({ type: 'keydown', code: 'AltLeft', key: 'Alt' });
  chord.reset();
  expect(chord.handle({ type: 'keydown', code: 'ShiftLeft', key: 'Shift' }).do).toBe('pass');
});
