/**
 * Reads this computer's clipboard at the moment of pasting, in every browser, without a permission and without https: the browser pastes into
 * a field that nobody sees, and the machine gets the keys right after the text. noVNC alone would keep the browser from pasting.
 */

import { copyOf, isMac, isPasteKey } from './paste-key';

/** A browser that pastes does so at once; one that does not is not waited for. */
const PATIENCE_MS = 150;

export class PasteCatcher {
  private readonly ends = new AbortController();
  /** Keys that wait for the text. */
  private held: KeyboardEvent[] | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly field = unseenField();

  /** @param canvas has the keyboard. @param onText comes before the keys */
  constructor(
    private readonly canvas: HTMLElement,
    private readonly onText: (text: string) => void,
  ) {
    document.body.append(this.field);
    const options = { capture: true, signal: this.ends.signal };
    window.addEventListener('keydown', this.onKey, options);
    window.addEventListener('keyup', this.onKey, options);
    window.addEventListener('blur', this.onBlur, options);
    window.addEventListener('focusout', this.onBlur, options);
    this.field.addEventListener('paste', this.onPaste, options);
  }

  stop(): void {
    this.ends.abort();
    if (this.held) this.giveBack();
    this.field.remove();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    // What this class itself sends on is nobody's key.
    if (!event.isTrusted) return;
    if (this.held) {
      this.held.push(event);
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.type !== 'keydown' || event.target !== this.canvas || event.repeat || !isPasteKey(event, isMac())) return;
    this.held = [event];
    // The browser goes on to paste.
    event.stopImmediatePropagation();
    this.field.value = '';
    this.field.focus({ preventScroll: true });
    this.timer = setTimeout(() => this.sendOn(), PATIENCE_MS);
  };

  private readonly onPaste = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (!this.held) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text !== '') this.onText(text);
    this.sendOn();
  };

  /** For a moment the field has the focus; the machine's keys stay as they are. */
  private readonly onBlur = (event: Event): void => {
    if (!this.held) return;
    if (event.target === this.canvas) event.stopImmediatePropagation();
    // The person went elsewhere: their keys are for that.
    else if (event.target === window) this.giveBack();
  };

  private sendOn(): void {
    const keys = this.giveBack();
    for (const key of keys) this.canvas.dispatchEvent(copyOf(key));
  }

  private giveBack(): KeyboardEvent[] {
    clearTimeout(this.timer);
    const keys = this.held ?? [];
    this.held = null;
    this.field.value = '';
    this.canvas.focus({ preventScroll: true });
    return keys;
  }
}

function unseenField(): HTMLTextAreaElement {
  const field = document.createElement('textarea');
  field.tabIndex = -1;
  // Without a touch keyboard.
  field.inputMode = 'none';
  field.ariaHidden = 'true';
  Object.assign(field.style, { position: 'fixed', top: '0', left: '0', width: '1px', height: '1px', opacity: '0', pointerEvents: 'none' });
  return field;
}
