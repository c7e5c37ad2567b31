/** Modifiers of a touch keyboard: one tap for the next key only, two quick ones to hold it down, a third lets go. */

import type { HoldableName } from '../keyboard/keys';

/** The second of two quick taps. */
const QUICK_MS = 400;

export interface Sticky {
  /** For the next key. */
  once: readonly HoldableName[];
  /** The last tap. */
  tapped: { name: HoldableName; time: number } | null;
}

export const unstuck: Sticky = { once: [], tapped: null };

export interface Tapped {
  sticky: Sticky;
  /** `toggle`: hold the key down or let it go; `press`: press it alone. */
  effect: 'toggle' | 'press' | null;
}

/** @param held those that are down on the machine */
export function tapModifier({ once, tapped }: Sticky, held: readonly HoldableName[], name: HoldableName, time: number): Tapped {
  const now = { name, time };
  const others = once.filter((one) => one !== name);
  if (held.includes(name)) return { sticky: { once: others, tapped: now }, effect: 'toggle' };
  if (!once.includes(name)) return { sticky: { once: [...once, name], tapped: now }, effect: null };
  if (tapped?.name === name && time - tapped.time <= QUICK_MS) return { sticky: { once: others, tapped: now }, effect: 'toggle' };
  // It alone opens the start menu; the others alone do nothing worth having.
  return { sticky: { once: others, tapped: now }, effect: name === 'super' ? 'press' : null };
}
