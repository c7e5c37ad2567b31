'use client';

import { useSyncExternalStore } from 'react';
import english from '@/messages/en/global-error';
import chinese from '@/messages/zh-CN/global-error';
import { defaultLocale, LOCALE_COOKIE, type Locale, negotiateLocale, readLocale } from '@/server/contract/locale';

// Every page refers to this file: three texts without arguments need no library.
const texts = { en: english, 'zh-CN': chinese };
const never = () => () => undefined;

/** What this browser was told, else what it asks for: nobody else can say it here. */
function localeOfBrowser(): Locale {
  const kept = new RegExp(`(?:^|; )${LOCALE_COOKIE}=([^;]*)`).exec(document.cookie)?.[1];
  return readLocale(kept) ?? negotiateLocale(navigator.languages.join(','));
}

/** Stands in for the whole document when even the layout failed, so it relies on nothing that the layout provides. */
export default function GlobalError({ reset }: { reset: () => void }) {
  const locale = useSyncExternalStore(never, localeOfBrowser, () => defaultLocale);
  const { title, body, retry } = texts[locale];
  return (
    <html lang={locale}>
      <body
        style={{ font: '16px/1.5 system-ui, sans-serif', maxWidth: 560, margin: '15vh auto', padding: '0 16px', colorScheme: 'light dark' }}
      >
        <title>vnc-portal</title>
        <h1 style={{ fontSize: 22 }}>{title}</h1>
        <p>{body}</p>
        <button onClick={reset}>{retry}</button>
      </body>
    </html>
  );
}
