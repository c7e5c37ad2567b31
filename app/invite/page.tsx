import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Door } from '@/components/account/door';
import { InviteForm } from '@/components/account/invite-form';
import { MessagesFor } from '@/components/shell/messages';
import { chosenLocale } from '../chosen-locale';
import { pageState } from '../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  return { title: t('invite.pageTitle') };
}

export default async function InvitePage() {
  const { setupNeeded } = await pageState();
  if (setupNeeded) redirect('/setup');
  const t = await getTranslations('signIn');
  return (
    <MessagesFor namespaces={['common', 'fields', 'signIn']}>
      <Door title={t('invite.title')} note={t('invite.note')} language={await chosenLocale()}>
        <InviteForm />
      </Door>
    </MessagesFor>
  );
}
