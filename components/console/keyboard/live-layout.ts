/**
 * The person's keys as if their keyboard had the machine's layout: for servers that take only keysyms and find the key of each on the
 * machine's keyboard. What a key's cap says does not count, only its place.
 */

import { deadKeysym, isDeadKey, keysymFor } from './keysym';
import { key } from './keys';
import { type LayoutKeys, NO_CHARACTER } from './layout';

const SHIFT = new Set(['ShiftLeft', 'ShiftRight']);

export class LiveLayout {
  readonly #down = new Map<string, number>();
  readonly #modifiers = new Set<string>();
  readonly #hasAltGr: boolean;

  constructor(private readonly layout: LayoutKeys) {
    this.#hasAltGr = Object.values(layout).some((levels) => levels.length > 2);
  }

  /** @returns the keysym to send for the key; null: the key types nothing of its own, send what the browser says */
  keysym(code: string, down: boolean, capsLock: boolean): number | null {
    if (SHIFT.has(code) || code === 'AltRight') {
      if (down) this.#modifiers.add(code);
      else this.#modifiers.delete(code);
      return code === 'AltRight' && this.#hasAltGr ? key.altGr.keysym : null;
    }
    if (!down) {
      // Whatever is held by now: the release is of what was pressed.
      const pressed = this.#down.get(code);
      this.#down.delete(code);
      return pressed ?? null;
    }
    const character = this.#character(code, capsLock);
    if (character === null) return null;
    const keysym = isDeadKey(character) ? deadKeysym(character) : keysymFor(character);
    this.#down.set(code, keysym);
    return keysym;
  }

  /** Every key is up: the window lost the keyboard. */
  reset(): void {
    this.#down.clear();
    this.#modifiers.clear();
  }

  #character(code: string, capsLock: boolean): string | null {
    const levels = this.layout[code];
    if (levels === undefined) return null;
    const deep = this.#hasAltGr && this.#modifiers.has('AltRight') ? 2 : 0;
    const plain = levels[deep] ?? NO_CHARACTER;
    const shifted = levels[deep + 1] ?? NO_CHARACTER;
    // Caps Lock turns letters over, and leaves digits and signs alone.
    const isLetter = plain !== shifted && plain.toUpperCase() === shifted;
    const shift = [...SHIFT].some((one) => this.#modifiers.has(one)) !== (capsLock && isLetter);
    const character = shift ? shifted : plain;
    return character === NO_CHARACTER ? null : character;
  }
}
