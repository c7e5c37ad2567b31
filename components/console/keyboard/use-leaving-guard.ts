'use client';

import { useEffect } from 'react';

/**
 * Ctrl+W that was meant for the machine closes the tab, before the page hears of the W: while Ctrl is down in the console, the browser
 * asks. At any other time the page closes without a question.
 */
export function useLeavingGuard(screen: React.RefObject<HTMLElement | null>, usable: boolean): void {
  useEffect(() => {
    if (!usable) return undefined;
    let held = false;
    const onKey = (event: KeyboardEvent) => {
      const inConsole = screen.current?.contains(document.activeElement) ?? false;
      held = inConsole && (event.ctrlKey || event.metaKey);
    };
    const onBlur = () => {
      held = false;
    };
    const onLeave = (event: BeforeUnloadEvent) => {
      if (held) event.preventDefault();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('keyup', onKey, { capture: true });
    window.addEventListener('blur', onBlur);
    window.addEventListener('beforeunload', onLeave);
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('keyup', onKey, { capture: true });
      window.removeEventListener('blur', onBlur);
      window.removeEventListener('beforeunload', onLeave);
    };
  }, [screen, usable]);
}
