'use client';

import { MantineProvider } from '@mantine/core';
import { NextIntlClientProvider } from 'next-intl';
import { pickMessages } from '@/messages';
import { defaultLocale, readLocale } from '@/server/contract/locale';
import { Broken } from './broken';

/** For a page whose own layout is gone: the language is the one that the document was made in. */
export function BrokenPage({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  const locale = readLocale(document.documentElement.lang) ?? defaultLocale;
  return (
    <NextIntlClientProvider locale={locale} messages={pickMessages(locale, ['common'])}>
      <MantineProvider>
        <main style={{ maxWidth: 720, margin: '0 auto', padding: '10vh 16px' }}>
          <Broken digest={digest} retry={retry} />
        </main>
      </MantineProvider>
    </NextIntlClientProvider>
  );
}
