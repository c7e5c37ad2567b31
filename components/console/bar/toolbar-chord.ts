/**
 * Ctrl+Alt+Shift, pressed and released with nothing in between, opens and closes the toolbar. The last of the three is held back from
 * the machine until that is certain: Alt+Shift or Ctrl+Shift alone would switch the keyboard layout of many. If another key follows,
 * the machine gets what was held back first, so that Ctrl+Alt+Shift+Key still works.
 */

type Modifier = 'Control' | 'Alt' | 'Shift';

export interface KeyInput {
  type: 'keydown' | 'keyup';
  code: string;
  key: string;
}

export type Verdict =
  | { do: 'pass' }
  /** Keep the event from the machine. */
  | { do: 'hold' }
  /** Give the machine the event that was held back, then this one. */
  | { do: 'replay'; held: KeyInput }
  | { do: 'toggle' }
  /** The letter after it asks for something of the page, which answers for what is still down. */
  | { do: 'command' };

const modifiers: Record<string, Modifier> = {
  ControlLeft: 'Control',
  ControlRight: 'Control',
  AltLeft: 'Alt',
  // Alt on the right is AltGr on most keyboards, and AltGr+Shift types letters.
  ShiftLeft: 'Shift',
  ShiftRight: 'Shift',
};

/** Ctrl+Alt+Shift+K: the one combination with these three that the machine does not get. */
const PALETTE_KEY = 'KeyK';

export class ToolbarChord {
  private readonly down = new Set<string>();
  private held: KeyInput | null = null;

  handle(input: KeyInput): Verdict {
    return input.type === 'keydown' ? this.press(input) : this.release(input);
  }

  /** The window lost the keyboard: what is down is no longer known. */
  reset(): void {
    this.down.clear();
    this.held = null;
  }

  private press(input: KeyInput): Verdict {
    // A key that is held down repeats.
    if (this.down.has(input.code)) return this.held === null ? { do: 'pass' } : { do: 'hold' };
    this.down.add(input.code);
    if (this.held) {
      const { held } = this;
      this.held = null;
      if (input.code === PALETTE_KEY) {
        this.down.clear();
        return { do: 'command' };
      }
      return { do: 'replay', held };
    }
    if (!this.isChord() || input.key === 'AltGraph') return { do: 'pass' };
    this.held = input;
    return { do: 'hold' };
  }

  private release(input: KeyInput): Verdict {
    this.down.delete(input.code);
    if (!this.held) return { do: 'pass' };
    this.held = null;
    // What is still down is released by whoever answers the toggle.
    this.down.clear();
    return { do: 'toggle' };
  }

  private isChord(): boolean {
    const kinds = new Set([...this.down].map((code) => modifiers[code]));
    return this.down.size === 3 && kinds.size === 3 && !kinds.has(undefined);
  }
}
