import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Door } from '@/components/account/door';
import { SetupForm } from '@/components/account/setup-form';
import { MessagesFor } from '@/components/shell/messages';
import { chosenLocale } from '../chosen-locale';
import { pageState } from '../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  return { title: t('setup.pageTitle') };
}

export default async function SetupPage() {
  const { setupNeeded } = await pageState();
  if (!setupNeeded) redirect('/sign-in');
  const t = await getTranslations('signIn');
  return (
    <MessagesFor namespaces={['common', 'fields', 'signIn']}>
      <Door title={t('setup.title')} note={t('setup.note')} language={await chosenLocale()}>
        <SetupForm />
      </Door>
    </MessagesFor>
  );
}
