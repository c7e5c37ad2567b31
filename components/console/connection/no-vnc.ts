/** noVNC, loaded when the first console opens: it touches `window` when it is imported. */

import type RFB from '@novnc/novnc';
import type { NoVncOptions } from '@novnc/novnc';
import { type ClipboardRfb, withClipboard } from '../clipboard/with-clipboard';
import { type KeyboardRfb, withKeyboard } from '../keyboard/with-keyboard';
import { type PictureRfb, withPicture } from '../picture/with-picture';
import { type TouchRfb, withTouch } from '../touch/with-touch';

/** noVNC, with what the folders of the console add to it. */
export type Rfb = RFB & PictureRfb & ClipboardRfb & TouchRfb & KeyboardRfb;

/** An RFB that also says why it gave up. */
export type OpenRfb = (target: HTMLElement, socket: WebSocket, options: NoVncOptions, onFail: (details: string) => void) => Rfb;

let loading: Promise<OpenRfb> | undefined;

export function loadNoVnc(): Promise<OpenRfb> {
  loading ??= import('@novnc/novnc').then(({ default: Base }) => {
    /**
     * No event of noVNC tells an unknown security type from a broken server; only the private `_fail(details)` does. If a later
     * version loses it, the texts become less exact and nothing else changes.
     */
    class TellingRfb extends withKeyboard(withTouch(withClipboard(withPicture(Base)))) {
      onFail: ((details: string) => void) | undefined;
      protected override _fail(details: string): false {
        this.onFail?.(details);
        return super._fail(details);
      }
    }
    return (target, socket, options, onFail) => {
      const rfb = new TellingRfb(target, socket, options);
      rfb.onFail = onFail;
      return rfb;
    };
  });
  // A failed download is tried again with the next console.
  loading.catch(() => (loading = undefined));
  return loading;
}
