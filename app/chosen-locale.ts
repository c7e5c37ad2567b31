import 'server-only';
import { cookies } from 'next/headers';
import { LOCALE_COOKIE, type Locale, readLocale } from '@/server/contract/locale';

/** The language that was chosen in this browser before anybody signed in; counts for whoever has chosen none of their own. */
export async function chosenLocale(): Promise<Locale | null> {
  return readLocale((await cookies()).get(LOCALE_COOKIE)?.value);
}
