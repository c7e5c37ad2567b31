/** Keys of which the first takes modifiers along. */

import { key, type Key, type KeySink } from '../keyboard/keys';

/** Those come around the character that they make. */
const around: ReadonlySet<number> = new Set([key.shift.keysym, key.altGr.keysym]);

/** @param onSpent the modifiers went with a key; what follows does without */
export function withModifiers(sink: KeySink, modifiers: readonly Key[], onSpent: () => void): KeySink {
  let spent = false;
  /** The key that they are down for. */
  let first: number | null = null;
  const release = () => {
    for (const { keysym, code } of modifiers.toReversed()) sink.sendKey(keysym, code, false);
  };
  return {
    sendKey(keysym, code, down) {
      if (!spent && down !== false && !around.has(keysym)) {
        spent = true;
        for (const modifier of modifiers) sink.sendKey(modifier.keysym, modifier.code, true);
        sink.sendKey(keysym, code, down);
        if (down === undefined) release();
        else first = keysym;
        onSpent();
        return;
      }
      sink.sendKey(keysym, code, down);
      if (keysym !== first || down !== false) return;
      first = null;
      release();
    },
  };
}
