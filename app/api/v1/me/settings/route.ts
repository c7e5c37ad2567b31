import { cookies } from 'next/headers';
import { handle, operations } from '@/app/api/v1/operation';
import { LOCALE_COOKIE, type Locale } from '@/server/contract/locale';

/** The longest that browsers keep a cookie. */
const KEPT_SECONDS = 400 * 24 * 60 * 60;

export const GET = handle(operations.getSettings, async ({ portal, identity }) => ({ settings: await portal.settings.get(identity) }));

export const PATCH = handle(operations.updateSettings, async ({ portal, identity, body, request }) => {
  const settings = await portal.settings.update(identity, body);
  if (body.locale !== undefined && identity.via.kind === 'login')
    await keepLocale(body.locale, portal.config.basePath, request.headers.get('x-vnc-portal-secure') === '1');
  return settings;
});

/** In the browser too, for the pages that come before the sign-in. */
async function keepLocale(locale: Locale | null, basePath: string, secure: boolean): Promise<void> {
  const place = { path: basePath || '/', sameSite: 'lax', secure } as const;
  (await cookies()).set(LOCALE_COOKIE, locale ?? '', { ...place, maxAge: locale === null ? 0 : KEPT_SECONDS });
}
