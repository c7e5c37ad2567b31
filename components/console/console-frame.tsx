'use client';

import { NextIntlClientProvider } from 'next-intl';
import { Providers, type ProvidersProps } from '@/components/shell/providers';
import type { Messages } from '@/messages';
import type { Locale } from '@/server/contract/locale';
import { Chrome, type ChromeProps } from './chrome';

export type ConsoleFrameProps = ChromeProps &
  Omit<ProvidersProps, 'children'> & {
    locale: Locale;
    messages: Partial<Messages>;
  };

/** What the page around the picture stands in. */
export default function ConsoleFrame({ locale, messages, nonce, colorScheme, ...chrome }: ConsoleFrameProps) {
  return (
    <NextIntlClientProvider locale={locale} messages={messages}>
      <Providers nonce={nonce} colorScheme={colorScheme}>
        <Chrome {...chrome} />
      </Providers>
    </NextIntlClientProvider>
  );
}
