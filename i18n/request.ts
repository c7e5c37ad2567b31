/** The language of a request, for next-intl: see next.config.ts. */

import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { messages } from '@/messages';
import { LOCALE_COOKIE, negotiateLocale, readLocale } from '@/server/contract/locale';

/** The person's choice, which their browser carries as a cookie; else what the browser asks for. */
export default getRequestConfig(async () => {
  const chosen = readLocale((await cookies()).get(LOCALE_COOKIE)?.value);
  const locale = chosen ?? negotiateLocale((await headers()).get('accept-language'));
  return { locale, messages: messages[locale] };
});
