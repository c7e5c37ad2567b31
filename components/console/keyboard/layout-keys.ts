/**
 * `KeyboardEvent.code` → the characters that the key types alone, with Shift, with AltGr and with both. A space: nothing. A combining
 * character: a dead key, which makes a letter together with the next one.
 */
export type LayoutKeys = Readonly<Record<string, string>>;
