import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Door } from '@/components/account/door';
import { SignInForm } from '@/components/account/sign-in-form';
import { MessagesFor } from '@/components/shell/messages';
import { returnPath } from '@/components/shell/return-path';
import { chosenLocale } from '../chosen-locale';
import { pageState } from '../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  return { title: t('pageTitle') };
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ return?: string | string[] }> }) {
  const { return: given } = await searchParams;
  const wanted = typeof given === 'string' ? given : null;
  const { identity, setupNeeded } = await pageState();
  if (setupNeeded) redirect('/setup');
  // Any origin does: only the path is used.
  if (identity) redirect(returnPath(wanted, 'http://portal.invalid'));
  const t = await getTranslations('signIn');
  return (
    <MessagesFor namespaces={['common', 'signIn']}>
      <Door title={t('title')} note={t('note')} language={await chosenLocale()}>
        <SignInForm wanted={wanted} />
      </Door>
    </MessagesFor>
  );
}
