import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { SignInPage } from '@/components/account/sign-in-page';
import { MessagesFor } from '@/components/shell/messages';
import { returnPath } from '@/components/shell/return-path';
import { portal } from '@/server/portal';
import { chosenLocale } from '../chosen-locale';
import { pageState } from '../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  return { title: t('pageTitle') };
}

interface Props {
  searchParams: Promise<{ return?: string | string[]; error?: string | string[] }>;
}

export default async function Page({ searchParams }: Props) {
  const { return: given, error } = await searchParams;
  const wanted = typeof given === 'string' ? given : null;
  const { identity, setupNeeded } = await pageState();
  if (setupNeeded) redirect('/setup');
  // Any origin does: only the path is used.
  if (identity) redirect(returnPath(wanted, 'http://portal.invalid'));
  return (
    <MessagesFor namespaces={['common', 'fields', 'signIn', 'factors']}>
      <SignInPage
        wanted={wanted}
        options={portal().signInOptions()}
        underWay={await isUnderWay()}
        error={typeof error === 'string' ? error : null}
        language={await chosenLocale()}
      />
    </MessagesFor>
  );
}

/** Whether this browser was in the middle of signing in. How far it is, only the portal's answer tells. */
async function isUnderWay(): Promise<boolean> {
  const { name } = portal().ticketCookie((await headers()).get('x-vnc-portal-secure') === '1');
  return (await cookies()).has(name);
}
