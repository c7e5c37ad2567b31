import { NextIntlClientProvider, useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { type Namespace, pickMessages } from '@/messages';

/**
 * The texts that the client components below may use. A page names its subjects, so that no page carries the whole catalogue; the
 * innermost one counts alone, so it names `common` too.
 */
export function MessagesFor({ namespaces, children }: { namespaces: readonly Namespace[]; children: ReactNode }) {
  const locale = useLocale();
  return (
    <NextIntlClientProvider locale={locale} messages={pickMessages(locale, namespaces)}>
      {children}
    </NextIntlClientProvider>
  );
}
