/** noVNC that can send a key otherwise than it came: by the machine's layout, or as its character alone. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { key, type Key } from './keys';
import { withoutNumLock } from './keypad';
import { type ModifierFlags, notHeld } from './not-held';
import type { KeyServer } from './typing-plan';

export interface LiveKeys {
  /** As of LiveLayout. */
  keysym(code: string, down: boolean, capsLock: boolean): number | null;
  reset(): void;
}

/** How a press of a key is told: as the browser has it; as its character only; with the keysyms of a layout, all or those of its dead keys. */
export type LiveSending = { by: 'browser' } | { by: 'characters' } | { by: 'layout' | 'dead-keys'; keys: LiveKeys };

/** As of MacOption. */
export interface OptionKeys {
  keysym(code: string, keysym: number | null, down: boolean): number | null;
}

export type LiveKeyListener = (code: string, down: boolean) => void;

export interface KeyboardRfb {
  readonly keyServer: KeyServer;
  /** Caps Lock is on at the machine, as far as its server tells. */
  readonly capsLockThere: boolean;
  /** Those that are down, and those that were until a moment ago: on a line that is dead nobody hears of their release. */
  keysLately(): readonly Key[];
  sendLiveKeys(sending: LiveSending): void;
  /** On a Mac, the left Option key is Alt; null: it types other characters, as macOS has it. */
  sendOptionAsAlt(option: OptionKeys | null): void;
  /** Lets go of the modifiers that an event of the keyboard or the pointer does not tell as held: their release got lost. */
  letGoOfUnheld(event: HeldEvent): void;
  /** Hears of each key that goes to the machine from the person's keyboard; null: nobody does. */
  hearLiveKeys(listener: LiveKeyListener | null): void;
}

export type HeldEvent = ModifierFlags & Pick<Event, 'type' | 'timeStamp'> & Partial<Pick<KeyboardEvent, 'code'>>;

const alts: ReadonlySet<number> = new Set([key.alt.keysym, 0xffea]);

/** A dead line is found out in that time. */
const LATELY_MS = 60_000;

const locks = new Set(['CapsLock', 'NumLock']);

export const withKeyboard = <T extends RfbClass>(Base: T): T & RfbClass<RFB & KeyboardRfb> =>
  class extends Base implements KeyboardRfb {
    // TypeScript lets a mixin have no private members.
    _liveSending: LiveSending = { by: 'browser' };
    _liveKeyListener: LiveKeyListener | null = null;
    _optionKeys: OptionKeys | null = null;
    /** What was sent for the keys of the keypad that are down. */
    readonly _keypad = new Map<string, number>();
    /** When a key went down, by the clock of events. */
    readonly _downAt = new Map<string, number>();
    /** What the keyboard, the panel of keys or a text that is typed has pressed lately; `up`: since when it no more is. */
    readonly _pressed = new Map<string | number, Key & { up: number | null }>();

    keysLately(): readonly Key[] {
      for (const [name, { up }] of this._pressed) if (up !== null && performance.now() - up > LATELY_MS) this._pressed.delete(name);
      return [...this._pressed.values()];
    }

    override sendKey(keysym: number, code: string | null, down?: boolean): void {
      if (down !== undefined && this._rfbConnectionState === 'connected' && !this.viewOnly) {
        // Nothing of what a person typed is kept for long.
        this.keysLately();
        // One that is no key of a keyboard goes by its character.
        this._pressed.set(code || keysym, { keysym, code: code ?? '', up: down ? null : performance.now() });
      }
      super.sendKey(keysym, code, down);
    }

    override get viewOnly(): boolean {
      return super.viewOnly;
    }

    override set viewOnly(on: boolean) {
      // Nothing is sent from then on, no release either.
      if (on) this._liftKeys();
      super.viewOnly = on;
    }

    override disconnect(): void {
      this._liftKeys();
      super.disconnect();
    }

    _liftKeys(): void {
      for (const { keysym, code, up } of [...this._pressed.values()].toReversed()) {
        if (up === null) this.sendKey(keysym, code, false);
      }
    }

    get keyServer(): KeyServer {
      if (!this._qemuExtKeyEventSupported) return 'characters';
      // QEMU has no fences; X servers that take QEMU's key events have, and go by the keysym.
      return this._supportsFence ? 'either' : 'places';
    }

    get capsLockThere(): boolean {
      return this._remoteCapsLock === true;
    }

    sendLiveKeys(sending: LiveSending): void {
      this._liveSending = sending;
    }

    sendOptionAsAlt(option: OptionKeys | null): void {
      this._optionKeys = option;
    }

    letGoOfUnheld(event: HeldEvent): void {
      const list = this._keyboard._keyDownList;
      const codes = Object.keys(list);
      if (codes.length > 0) {
        const down = new Map(codes.map((code) => [code, this._downAt.get(code) ?? -Infinity]));
        for (const code of notHeld(down, event, event.timeStamp)) this._keyboard._sendKeyEvent(list[code] ?? null, code, false);
      }
      if (event.type === 'keydown' && event.code) this._downAt.set(event.code, event.timeStamp);
    }

    /** Digits and arrows of the keypad do not depend on the Num Lock of a machine that does not tell it. */
    _keypadKeysym(keysym: number | null, code: string, down: boolean): number | null {
      if (!down) {
        const pressed = this._keypad.get(code);
        this._keypad.delete(code);
        return pressed ?? keysym;
      }
      if (keysym === null || this.keyServer !== 'characters' || this._remoteNumLock !== null) return keysym;
      // Windows types a character by Alt and its number, on the keypad only.
      if ([...this._pressed.values()].some((one) => one.up === null && alts.has(one.keysym))) return keysym;
      const sent = withoutNumLock(keysym);
      if (sent !== keysym) this._keypad.set(code, sent);
      return sent;
    }

    hearLiveKeys(listener: LiveKeyListener | null): void {
      this._liveKeyListener = listener;
    }

    override _handleKeyEvent(typed: number | null, code: string, down: boolean, numLock: boolean | null, capsLock: boolean | null): void {
      const sending = this._liveSending;
      const keysym = this._keypadKeysym(this._optionKeys ? this._optionKeys.keysym(code, typed, down) : typed, code, down);
      if (sending.by === 'characters' && !locks.has(code)) super._handleKeyEvent(keysym, '', down, numLock, capsLock);
      else if (sending.by === 'layout' || sending.by === 'dead-keys') {
        const own = sending.keys.keysym(code, down, capsLock === true);
        // The browser names no character for a dead key, on its release neither.
        const sent = own !== null && (sending.by === 'layout' || !keysym) ? own : keysym;
        super._handleKeyEvent(sent, code, down, numLock, capsLock);
      } else super._handleKeyEvent(keysym, code, down, numLock, capsLock);
      this._liveKeyListener?.(code, down);
    }
  };
