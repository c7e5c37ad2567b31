/**
 * A Mac's left Option key as Alt. macOS types another character with it (Option+A is å), and noVNC sends Cmd as Alt instead: then a
 * combination such as Alt+A, or the Windows key, can't be pressed on a server that goes by keysyms.
 */

import { key } from './keys';
import { keysymFor } from './keysym';
import { type LayoutKeys, NO_CHARACTER } from './layout';

type Typed = Pick<KeyboardEvent, 'code' | 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

const own: Readonly<Record<string, number>> = {
  AltLeft: key.alt.keysym,
  MetaLeft: key.super.keysym,
  MetaRight: key.superRight.keysym,
};

export class MacOption {
  readonly #shift = new Set<string>();
  #option = false;
  /** What was sent for the keys that are down. */
  readonly #sent = new Map<string, number>();
  /** The characters of the person's keys without Option, as the page has seen them typed: plain, with Shift. */
  readonly #seen = new Map<string, [string?, string?]>();

  /** @param layout for keys that the page has not seen yet */
  constructor(private readonly layout: LayoutKeys) {}

  /** Learns from what is typed without Option. */
  see({ code, key: character, shiftKey, altKey, ctrlKey, metaKey }: Typed): void {
    if (altKey || ctrlKey || metaKey || character.length !== 1) return;
    const levels = this.#seen.get(code) ?? [];
    levels[shiftKey ? 1 : 0] = character;
    this.#seen.set(code, levels);
  }

  /** @param keysym as noVNC has it. @returns the keysym to send */
  keysym(code: string, keysym: number | null, down: boolean): number | null {
    if (code === 'ShiftLeft' || code === 'ShiftRight') {
      if (down) this.#shift.add(code);
      else this.#shift.delete(code);
    }
    if (code === 'AltLeft') this.#option = down;
    if (!down) {
      const sent = this.#sent.get(code);
      this.#sent.delete(code);
      return sent ?? keysym;
    }
    const character = this.#option ? this.#character(code) : undefined;
    const sent = own[code] ?? (character === undefined ? undefined : keysymFor(character));
    if (sent === undefined) return keysym;
    this.#sent.set(code, sent);
    return sent;
  }

  #character(code: string): string | undefined {
    const level = this.#shift.size > 0 ? 1 : 0;
    const character = this.#seen.get(code)?.[level] ?? this.layout[code]?.[level];
    return character === NO_CHARACTER ? undefined : character;
  }
}
