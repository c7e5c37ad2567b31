/** Who asks for a page. Every page calls one of these before it shows anything. */

import 'server-only';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { portal, type Portal } from '@/server/portal';

export type Identity = NonNullable<Awaited<ReturnType<Portal['authenticator']['identify']>>>;

/** Once a request, whoever of the page, its layouts and its language wants to know. */
export const identify = cache(async (): Promise<Identity | null> => {
  const sent = await headers();
  const cookie = sent.get('cookie');
  if (cookie === null) return null;
  return portal().authenticator.identify({ cookie, person: sent.get('x-vnc-portal-person') }, sent.get('x-vnc-portal-secure') === '1');
});

/** For the pages that anybody may see: sign-in and setup. */
export async function pageState(): Promise<{ identity: Identity | null; setupNeeded: boolean; basePath: string }> {
  const services = portal();
  const { basePath } = services.config;
  const identity = await identify();
  return { identity, setupNeeded: identity === null && (await services.setup.needed()), basePath };
}

/**
 * @param path where to come back to after signing in
 * @param audience pages for admins don't exist for others
 */
export async function requireSignIn(path: string, audience: 'user' | 'admin' = 'user'): Promise<{ identity: Identity; basePath: string }> {
  const { identity, setupNeeded, basePath } = await pageState();
  if (setupNeeded) redirect('/setup');
  if (!identity) redirect(`/sign-in?return=${encodeURIComponent(path)}`);
  if (audience === 'admin' && !portal().access.can(identity, 'administer')) notFound();
  return { identity, basePath };
}
