import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SessionsView } from '@/components/sessions/sessions-view';
import { pathWithQuery } from '@/components/shell/address-query';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sessions');
  return { title: t('pageTitle') };
}

export default async function ConsolesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireSignIn(pathWithQuery('/sessions', await searchParams), 'admin');
  return (
    <MessagesFor namespaces={['common', 'nodes', 'sessions']}>
      <SessionsView />
    </MessagesFor>
  );
}
