'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { drawFavicon } from './favicon';
import type { Tone } from './words';

/** The tab's title and icon say which machine this is and how it is. */
export function usePageIdentity({ hostId, name, words, tone }: { hostId: string; name: string; words: string; tone: Tone }): void {
  const t = useTranslations('consoleBar');

  useEffect(() => {
    document.title = tone === 'good' ? t('pageTitle', { name }) : t('pageTitleState', { name, words });
  }, [t, name, words, tone]);

  useEffect(() => {
    const href = drawFavicon({ hostId, name, tone });
    if (!href) return undefined;
    // The portal's own icon steps aside: browsers choose among several by rules of their own.
    const others = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
    for (const link of others) link.rel = 'portal-icon';
    const own = document.createElement('link');
    own.rel = 'icon';
    own.type = 'image/png';
    own.href = href;
    document.head.append(own);
    return () => {
      own.remove();
      for (const link of others) link.rel = 'icon';
    };
  }, [hostId, name, tone]);
}
