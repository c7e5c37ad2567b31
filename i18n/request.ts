/** The language of a request, for next-intl: see next.config.ts. */

import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { identify } from '@/app/guard';
import { messages } from '@/messages';
import { LOCALE_COOKIE, negotiateLocale, readLocale } from '@/server/contract/locale';

/** What the person chose; what the browser was told before anybody signed in; what it asks for. */
export default getRequestConfig(async () => {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  const locale = (await ofPerson()) ?? readLocale(jar.get(LOCALE_COOKIE)?.value) ?? negotiateLocale(sent.get('accept-language'));
  return { locale, messages: messages[locale] };
});

/** Who can't be identified now is told so by the page itself, in the language of their browser. */
async function ofPerson() {
  try {
    return (await identify())?.user.locale ?? null;
  } catch {
    return null;
  }
}
