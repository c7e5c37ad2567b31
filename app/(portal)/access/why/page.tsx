import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WhyView } from '@/components/access/why-view';
import { pathWithQuery } from '@/components/shell/address-query';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('access');
  return { title: t('why.title') };
}

export default async function WhyPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireSignIn(pathWithQuery('/access/why', await searchParams), 'admin');
  return (
    <MessagesFor namespaces={['access', 'common', 'fields']}>
      <WhyView />
    </MessagesFor>
  );
}
