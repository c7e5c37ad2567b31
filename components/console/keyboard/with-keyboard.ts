/** noVNC that can send a key otherwise than it came: by the machine's layout, or as its character alone. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
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
  sendLiveKeys(sending: LiveSending): void;
  /** Hears of each key that goes to the machine from the person's keyboard; null: nobody does. */
  hearLiveKeys(listener: LiveKeyListener | null): void;
}

const locks = new Set(['CapsLock', 'NumLock']);

export const withKeyboard = <T extends RfbClass>(Base: T): T & RfbClass<RFB & KeyboardRfb> =>
  class extends Base implements KeyboardRfb {
    // TypeScript lets a mixin have no private members.
    _liveSending: LiveSending = { by: 'browser' };
    _liveKeyListener: LiveKeyListener | null = null;

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
