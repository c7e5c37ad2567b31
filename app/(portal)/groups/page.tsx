import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { GroupsView } from '@/components/groups/groups-view';
import { pathWithQuery } from '@/components/shell/address-query';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('groups');
  return { title: t('title') };
}

export default async function GroupsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireSignIn(pathWithQuery('/groups', await searchParams), 'admin');
  return (
    <MessagesFor namespaces={['access', 'common', 'fields', 'groups', 'people']}>
      <GroupsView />
    </MessagesFor>
  );
}
