'use client';

import { useEffect, useEffectEvent } from 'react';
import { releaseKeys } from '../keyboard/release-keys';
import { ToolbarChord } from './toolbar-chord';

/** Listens for Ctrl+Alt+Shift before noVNC does, wherever the focus is. */
export function useToolbarChord({ onToggle, onPalette }: { onToggle: () => void; onPalette: () => void }): void {
  const toggled = useEffectEvent(onToggle);
  const palette = useEffectEvent(onPalette);
  useEffect(() => {
    const chord = new ToolbarChord();
    let replaying = false;

    const onKey = (event: KeyboardEvent) => {
      if (replaying) return;
      const verdict = chord.handle({ type: event.type === 'keydown' ? 'keydown' : 'keyup', code: event.code, key: event.key });
      if (verdict.do === 'pass') return;
      if (verdict.do === 'replay') {
        replaying = true;
        event.target?.dispatchEvent(
          new KeyboardEvent('keydown', { code: verdict.held.code, key: verdict.held.key, bubbles: true, cancelable: true }),
        );
        replaying = false;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (verdict.do === 'toggle') {
        releaseKeys();
        toggled();
      }
      if (verdict.do === 'command') {
        releaseKeys();
        palette();
      }
    };
    const onBlur = () => chord.reset();

    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('keyup', onKey, { capture: true });
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('keyup', onKey, { capture: true });
      window.removeEventListener('blur', onBlur);
    };
  }, []);
}
