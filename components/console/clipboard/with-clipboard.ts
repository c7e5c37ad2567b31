/** noVNC that says which texts the VNC server's clipboard can take. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { toLatin1 } from './latin1';

/** rfbproto, "Extended Clipboard Pseudo-Encoding": formats and actions. */
const TEXT = 1;
const NOTIFY = 1 << 27;

export interface ClipboardRfb {
  /** The server has the Extended Clipboard; without it, it takes Western European characters only. */
  readonly takesUnicode: boolean;
}

export const withClipboard = <T extends RfbClass>(Base: T): T & RfbClass<RFB & ClipboardRfb> =>
  class extends Base implements ClipboardRfb {
    get takesUnicode(): boolean {
      const { _clipboardServerCapabilitiesFormats: formats, _clipboardServerCapabilitiesActions: actions } = this;
      return formats[TEXT] === true && actions[NOTIFY] === true;
    }

    override clipboardPasteFrom(text: string): void {
      super.clipboardPasteFrom(this.takesUnicode ? text : toLatin1(text).text);
    }
  };
