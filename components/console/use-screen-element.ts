'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { releaseKeys } from './keyboard/release-keys';

/** noVNC's canvas has neither a name nor a place in the order of focus, and keeps keys down when the focus goes elsewhere in the page. */
export function useScreenElement(screen: React.RefObject<HTMLElement | null>, hostName: string, usable: boolean): void {
  const t = useTranslations('consoleBar');
  useEffect(() => {
    const canvas = screen.current?.querySelector('canvas');
    if (!canvas || !usable) return undefined;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-label', t('screen', { name: hostName }));
    canvas.addEventListener('blur', releaseKeys);
    return () => canvas.removeEventListener('blur', releaseKeys);
  }, [t, screen, hostName, usable]);
}
