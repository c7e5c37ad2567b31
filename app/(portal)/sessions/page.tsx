import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SessionsView } from '@/components/sessions/sessions-view';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sessions');
  return { title: t('pageTitle') };
}

export default async function ConsolesPage() {
  await requireSignIn('/sessions', 'admin');
  return (
    <MessagesFor namespaces={['common', 'sessions']}>
      <SessionsView />
    </MessagesFor>
  );
}
