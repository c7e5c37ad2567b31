/** noVNC that knows which texts the VNC server's clipboard takes, and in which character set. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { CutTextCharset } from './cut-text';

/** rfbproto, "Extended Clipboard Pseudo-Encoding": formats and actions. */
const TEXT = 1;
const NOTIFY = 1 << 27;

/** Of ServerCutText, after the type of the message: three bytes of padding and the length. */
const HEADER = 7;

export interface ClipboardRfb {
  /** The server has the Extended Clipboard or uses UTF-8; without either, it takes Western European characters only. */
  readonly takesUnicode: boolean;
}

export const withClipboard = <T extends RfbClass>(Base: T): T & RfbClass<RFB & ClipboardRfb> =>
  class extends Base implements ClipboardRfb {
    #charset: CutTextCharset | null = null;
    #plain = false;

    get #plainText(): CutTextCharset {
      return (this.#charset ??= new CutTextCharset(this._fbName));
    }

    get #extended(): boolean {
      const { _clipboardServerCapabilitiesFormats: formats, _clipboardServerCapabilitiesActions: actions } = this;
      return formats[TEXT] === true && actions[NOTIFY] === true;
    }

    get takesUnicode(): boolean {
      // The name of the desktop comes with ServerInit.
      return this.#extended || (this._rfbConnectionState === 'connected' && this.#plainText.takesUnicode);
    }

    override clipboardPasteFrom(text: string): void {
      super.clipboardPasteFrom(this.#extended ? text : this.#plainText.encode(text));
    }

    override _handleServerCutText(): boolean {
      if (this._sock.rQwait('ServerCutText header', HEADER, 1)) return false;
      const header = this._sock.rQpeekBytes(HEADER);
      // Negative: an Extended Clipboard message, which is UTF-8 always.
      const length = new DataView(header.buffer, header.byteOffset).getInt32(3);
      const end = this._sock._rQi + HEADER + Math.abs(length);
      this.#plain = length >= 0;
      const read = super._handleServerCutText();
      this.#plain = false;
      // noVNC leaves the rest of a message that it does not want, and would read it as the next one.
      if (read && this._sock._rQi < end) this._sock.rQskipBytes(end - this._sock._rQi);
      return read;
    }

    override dispatchEvent(event: Event): boolean {
      if (!this.#plain || event.type !== 'clipboard') return super.dispatchEvent(event);
      const { detail } = event as CustomEvent<{ text: string }>;
      return super.dispatchEvent(new CustomEvent('clipboard', { detail: { text: this.#plainText.decode(detail.text) } }));
    }
  };
