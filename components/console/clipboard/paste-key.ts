/** The keys with which a person pastes. */

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Whether the browser would paste: Ctrl+V, with Shift too as terminals want it, Shift+Insert; on a Mac ⌘V. */
export function isPasteKey({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed, mac: boolean): boolean {
  if (altKey) return false;
  if (key === 'Insert') return shiftKey && !ctrlKey && !metaKey && !mac;
  if (mac ? !metaKey || ctrlKey : !ctrlKey || metaKey) return false;
  // A layout without Latin letters has the shortcut where others have their V.
  return key.toLowerCase() === 'v' || (code === 'KeyV' && !/^[a-z]$/i.test(key));
}

export const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Once more, for a listener that was kept from it. */
export function copyOf(event: KeyboardEvent): KeyboardEvent {
  const { key, code, location, repeat, ctrlKey, shiftKey, altKey, metaKey } = event;
  return new KeyboardEvent(event.type, {
    ...{ key, code, location, repeat, ctrlKey, shiftKey, altKey, metaKey },
    modifierCapsLock: event.getModifierState('CapsLock'),
    modifierNumLock: event.getModifierState('NumLock'),
    modifierAltGraph: event.getModifierState('AltGraph'),
    bubbles: true,
    cancelable: true,
  });
}
