import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { HostsView } from '@/components/hosts/hosts-view';
import { pathWithQuery } from '@/components/shell/address-query';
import { MessagesFor } from '@/components/shell/messages';
import { portal } from '@/server/portal';
import { requireSignIn } from '../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('hosts');
  return { title: t('title') };
}

export default async function HostsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { identity } = await requireSignIn(pathWithQuery('/', await searchParams));
  const { hostList } = await portal().settings.get(identity);
  return (
    <MessagesFor namespaces={['common', 'fields', 'hosts', 'hostForm', 'hostImport', 'keyboardLayouts']}>
      <HostsView initialSettings={hostList} />
    </MessagesFor>
  );
}
