/** This computer's clipboard, as far as the browser lets a page at it. */

/**
 * Whether the page may read it by itself: it may; the person can allow it; the person or an administrator has forbidden it; this browser
 * lets no page, or not over http. Pasting by hand works with all of them.
 */
export type Reading = 'allowed' | 'askable' | 'forbidden' | 'never';

export interface LocalClipboard {
  reading(): Promise<Reading>;
  /** It may ask the person, each time. */
  canRead(): boolean;
  /** Tells when `reading` may have changed. @returns what ends that */
  onReading(listener: () => void): () => void;
  /** Asks the person where they can allow it. @returns null where the browser refuses */
  read(): Promise<string | null>;
  /** Some browsers let a page write only shortly after a click or a key. @returns whether it is written */
  write(text: string): Promise<boolean>;
}

export const browserClipboard: LocalClipboard = {
  canRead: () => canRead(),

  async reading() {
    if (!canRead()) return 'never';
    const status = await permission();
    if (!status) return 'never';
    return ({ granted: 'allowed', prompt: 'askable', denied: 'forbidden' } as const)[status.state];
  },

  onReading(listener) {
    const ends = new AbortController();
    if (canRead()) {
      void permission().then((status) => {
        if (!ends.signal.aborted) status?.addEventListener('change', listener, { signal: ends.signal });
      });
    }
    return () => ends.abort();
  },

  async read() {
    if (!canRead()) return null;
    try {
      return await navigator.clipboard.readText();
    } catch {
      return null;
    }
  },

  async write(text) {
    if (!document.hasFocus()) return false;
    // Browsers offer their clipboard to https pages only.
    if ('clipboard' in navigator) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // The older way may still do.
      }
    }
    return copyByCommand(text);
  },
};

const canRead = () => 'clipboard' in navigator && 'readText' in navigator.clipboard;

/** Firefox and Safari don't know of this permission: they ask at every single reading. */
async function permission(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
  } catch {
    return null;
  }
}

/** The only way on an http page: what the browser would copy is replaced. */
function copyByCommand(text: string): boolean {
  let copied = false;
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    copied = true;
  };
  document.addEventListener('copy', onCopy, { capture: true, once: true });
  try {
    // There is no other way without https.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return document.execCommand('copy') && copied;
  } catch {
    return false;
  } finally {
    document.removeEventListener('copy', onCopy, { capture: true });
  }
}
