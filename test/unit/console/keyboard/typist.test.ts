import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KeySink } from '@/components/console/keyboard/keys';
import { loadLayout } from '@/components/console/keyboard/layout';
import { typePlan, typingTime } from '@/components/console/keyboard/typist';
import { type KeyServer, planTyping } from '@/components/console/keyboard/typing-plan';

const de = await loadLayout('de');
const plan = (text: string, server: KeyServer = 'characters') => planTyping(text, { layout: de, sending: 'auto', server });

function record(): KeySink & { sent: string[] } {
  const sent: string[] = [];
  return { sent, sendKey: (_, code, down) => sent.push(`${down === undefined ? '' : down ? '+' : '-'}${code}`) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('holds Shift from one capital to the next and lets go of it at the end', async () => {
  const sink = record();
  const typing = typePlan(sink, plan('AB'), { rate: 100 });
  await vi.runAllTimersAsync();
  expect(await typing).toBe(true);
  expect(sink.sent).toEqual(['+ShiftLeft', '+KeyA', '-KeyA', '+KeyB', '-KeyB', '-ShiftLeft']);
});

it('types as many characters a second as it is told', async () => {
  const done: number[] = [];
  const typing = typePlan(record(), plan('abcdefghij'), { rate: 10, onProgress: (count) => done.push(count) });
  await vi.advanceTimersByTimeAsync(350);
  expect(done.at(-1)).toBe(4);
  await vi.runAllTimersAsync();
  expect(await typing).toBe(true);
  expect(done.at(-1)).toBe(10);
});

it('is never faster than the keyboard of a virtual machine', () => {
  expect(typingTime(plan('aaaaaaaaaa'), 200)).toBe(50);
  expect(typingTime(plan('aaaaaaaaaa', 'places'), 200)).toBe(240);
  expect(typingTime(plan('aaaaaaaaaa', 'places'), 10)).toBe(1000);
});

it('stops at once when it is cancelled, with no key down', async () => {
  const sink = record();
  const cancel = new AbortController();
  const typing = typePlan(sink, plan('AAAAAAAA'), { rate: 1, signal: cancel.signal });
  await vi.advanceTimersByTimeAsync(1500);
  cancel.abort();
  expect(await typing).toBe(false);
  expect(sink.sent).toEqual(['+ShiftLeft', '+KeyA', '-KeyA', '+KeyA', '-KeyA', '-ShiftLeft']);
  expect(vi.getTimerCount()).toBe(0);
});

it('lets go of what it holds when the connection fails under it', async () => {
  const sent: string[] = [];
  const sink: KeySink = {
    sendKey(_, code, down) {
      if (code === 'KeyB') throw new Error('gone');
      sent.push(`${down ? '+' : '-'}${code}`);
    },
  };
  const typing = expect(typePlan(sink, plan('AB'), { rate: 100 })).rejects.toThrow('gone');
  await vi.runAllTimersAsync();
  await typing;
  expect(sent.at(-1)).toBe('-ShiftLeft');
});

it('switches Caps Lock off first where it is on at the machine', async () => {
  const sink = record();
  await typePlan(sink, plan('a'), { rate: 100, capsLock: true });
  expect(sink.sent).toEqual(['CapsLock', '+KeyA', '-KeyA']);
});

it('catches up with a second at most after the page was held up', async () => {
  const sink = record();
  const typing = typePlan(sink, plan('a'.repeat(100)), { rate: 10 });
  await vi.advanceTimersByTimeAsync(100);
  vi.setSystemTime(Date.now() + 60_000);
  const before = sink.sent.length;
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  await vi.advanceTimersByTimeAsync(100);
  expect(sink.sent.length - before).toBeLessThanOrEqual(2 * 13);
  await vi.runAllTimersAsync();
  expect(await typing).toBe(true);
});
