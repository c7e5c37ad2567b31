'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';
import { LOCALE_COOKIE, type Locale } from '@/server/contract/locale';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { notifyProblem } from './notify';
import { useAnyViewer } from './viewer';

const COOKIE_SECONDS = 400 * 24 * 3600;

export interface Language {
  /** null: as the browser asks for. */
  chosen: Locale | null;
  choose: (locale: Locale | null) => void;
}

/**
 * The language that the person chose. It is kept with their account, or in this browser as long as nobody is signed in.
 * @param kept what this browser's cookie says, for the pages before one is inside
 */
export function useLanguage(kept: Locale | null = null): Language {
  const t = useTranslations('common');
  const router = useRouter();
  const viewer = useAnyViewer();
  const [chosen, show] = useOptimistic(viewer ? viewer.locale : kept);
  const [, start] = useTransition();
  const choose = (locale: Locale | null) =>
    start(async () => {
      show(locale);
      try {
        if (viewer) await call('updateSettings', { body: { locale } });
        else keepInBrowser(locale);
        start(() => router.refresh());
      } catch (error) {
        notifyProblem(t('language.notKept'), error);
      }
    });
  return { chosen, choose };
}

function keepInBrowser(locale: Locale | null): void {
  const secure = window.location.protocol === 'https:' ? '; Secure' : '';
  const age = locale === null ? 0 : COOKIE_SECONDS;
  document.cookie = `${LOCALE_COOKIE}=${locale ?? ''}; Path=${basePath() || '/'}; Max-Age=${age}; SameSite=Lax${secure}`;
}
