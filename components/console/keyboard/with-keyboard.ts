/** noVNC that can send a key otherwise than it came: by the machine's layout, or as its character alone. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import type { Key } from './keys';
import type { KeyServer } from './typing-plan';

export interface LiveKeys {
  /** As of LiveLayout. */
  keysym(code: string, down: boolean, capsLock: boolean): number | null;
  reset(): void;
}

/** How a press of a key is told: as the browser has it; as its character only; with the keysyms of a layout, all or those of its dead keys. */
export type LiveSending = { by: 'browser' } | { by: 'characters' } | { by: 'layout' | 'dead-keys'; keys: LiveKeys };

export type LiveKeyListener = (code: string, down: boolean) => void;

export interface KeyboardRfb {
  readonly keyServer: KeyServer;
  /** Caps Lock is on at the machine, as far as its server tells. */
  readonly capsLockThere: boolean;
  /** Those that are down, and those that were until a moment ago: on a line that is dead nobody hears of their release. */
  keysLately(): readonly Key[];
  sendLiveKeys(sending: LiveSending): void;
  /** Hears of each key that goes to the machine from the person's keyboard; null: nobody does. */
  hearLiveKeys(listener: LiveKeyListener | null): void;
}

/** A dead line is found out in that time. */
const LATELY_MS = 60_000;

const locks = new Set(['CapsLock', 'NumLock']);

export const withKeyboard = <T extends RfbClass>(Base: T): T & RfbClass<RFB & KeyboardRfb> =>
  class extends Base implements KeyboardRfb {
    // TypeScript lets a mixin have no private members.
    _liveSending: LiveSending = { by: 'browser' };
    _liveKeyListener: LiveKeyListener | null = null;
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

    hearLiveKeys(listener: LiveKeyListener | null): void {
      this._liveKeyListener = listener;
    }

    override _handleKeyEvent(keysym: number | null, code: string, down: boolean, numLock: boolean | null, capsLock: boolean | null): void {
      const sending = this._liveSending;
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
