/** Types a plan, key by key, at a person's chosen speed. */

import { key, type Key, type KeySink } from './keys';
import type { Modifier } from './layout';
import type { PlannedCharacter, TypingPlan } from './typing-plan';

/**
 * QEMU puts 10 ms between the events of its keyboard and forgets what does not fit in its queue (ui/kbd-state.c and ui/input.c: 1024
 * entries, three an event).
 */
const WIRE_EVENT_MS = 12;
/** Timers of a hidden page run once a second or less: more than this is not caught up with, or that queue would overflow. */
const MOST_BEHIND_MS = 1000;

const modifierKeys: Record<Modifier, Key> = { shift: key.shift, altGr: key.altGr };

export interface TypistOptions {
  /** Characters a second, at most. */
  rate: number;
  signal?: AbortSignal;
  /** After each character: how many of the plan's are typed. */
  onProgress?: (typed: number) => void;
  /** Caps Lock is on at the machine, as far as the server tells: it is switched off first. */
  capsLock?: boolean;
}

/** @returns whether everything was typed; false when the signal came first. @throws what the sink throws; nothing stays held down */
export async function typePlan(
  sink: KeySink,
  plan: TypingPlan,
  { rate, signal, onProgress, capsLock = false }: TypistOptions,
): Promise<boolean> {
  const held = new HeldModifiers(sink);
  let due = performance.now();
  try {
    if (capsLock && plan.characters.length > 0) sink.sendKey(key.capsLock.keysym, key.capsLock.code);
    for (const [n, character] of plan.characters.entries()) {
      if (n > 0) await wait(due - performance.now(), signal);
      if (signal?.aborted) return false;
      for (const { modifiers, keysym, code } of character.strokes) {
        held.change(modifiers);
        sink.sendKey(keysym, code, true);
        sink.sendKey(keysym, code, false);
      }
      onProgress?.(n + 1);
      due = Math.max(due, performance.now() - MOST_BEHIND_MS) + timeOf(character, plan, rate);
    }
    return true;
  } finally {
    held.change([]);
  }
}

/** How long a plan takes to type, ms. */
export function typingTime(plan: TypingPlan, rate: number): number {
  return plan.characters.reduce((sum, character) => sum + timeOf(character, plan, rate), 0);
}

function timeOf({ strokes }: PlannedCharacter, { wire }: TypingPlan, rate: number): number {
  const events = strokes.reduce((sum, { modifiers }) => sum + 2 + 2 * modifiers.length, 0);
  return Math.max(1000 / rate, wire ? events * WIRE_EVENT_MS : 0);
}

/** Stay down from one stroke to the next that wants them too, as under a person's fingers. */
class HeldModifiers {
  readonly #held: Modifier[] = [];

  constructor(private readonly sink: KeySink) {}

  change(wanted: readonly Modifier[]): void {
    for (const modifier of this.#held.toReversed()) if (!wanted.includes(modifier)) this.#send(modifier, false);
    for (const modifier of wanted) if (!this.#held.includes(modifier)) this.#send(modifier, true);
  }

  #send(modifier: Modifier, down: boolean): void {
    if (down) this.#held.push(modifier);
    else this.#held.splice(this.#held.indexOf(modifier), 1);
    const { keysym, code } = modifierKeys[modifier];
    this.sink.sendKey(keysym, code, down);
  }
}

/** Over at once when the signal comes. */
function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0 || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
