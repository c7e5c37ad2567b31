import { beforeEach, expect, it } from 'vitest';
import { key, type KeySink } from '@/components/console/keyboard/keys';
import { withModifiers } from '@/components/console/touch/with-modifiers';

const A = 0x61;
const names = new Map([
  [A, 'a'],
  [key.control.keysym, 'Ctrl'],
  [key.alt.keysym, 'Alt'],
  [key.shift.keysym, 'Shift'],
]);
let sent: string[];
let spent: number;
let sink: KeySink;

beforeEach(() => {
  [sent, spent] = [[], 0];
  const log: KeySink = {
    sendKey: (keysym, _, down) => void sent.push(`${down === undefined ? '' : down ? '+' : '-'}${names.get(keysym) ?? keysym}`),
  };
  sink = withModifiers(log, [key.control, key.alt], () => spent++);
});

it('a press has them around it, once', () => {
  sink.sendKey(A, null);
  sink.sendKey(A, null);
  expect(sent).toEqual(['+Ctrl', '+Alt', 'a', '-Alt', '-Ctrl', 'a']);
  expect(spent).toBe(1);
});

it('a key that goes down and up in two has them from the one to the other', () => {
  sink.sendKey(key.shift.keysym, null, true);
  sink.sendKey(A, null, true);
  sink.sendKey(A, null, false);
  sink.sendKey(key.shift.keysym, null, false);
  expect(sent).toEqual(['+Shift', '+Ctrl', '+Alt', '+a', '-a', '-Alt', '-Ctrl', '-Shift']);
});
