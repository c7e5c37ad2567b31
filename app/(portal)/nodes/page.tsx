import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NodesView } from '@/components/nodes/nodes-view';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('nodes');
  return { title: t('title') };
}

export default async function NodesPage() {
  await requireSignIn('/nodes', 'admin');
  return (
    <MessagesFor namespaces={['common', 'nodes']}>
      <NodesView />
    </MessagesFor>
  );
}
