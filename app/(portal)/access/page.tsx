import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccessView } from '@/components/access/access-view';
import { pathWithQuery } from '@/components/shell/address-query';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('access');
  return { title: t('title') };
}

export default async function AccessPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireSignIn(pathWithQuery('/access', await searchParams), 'admin');
  return (
    <MessagesFor namespaces={['access', 'common', 'fields']}>
      <AccessView />
    </MessagesFor>
  );
}
