import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AuditView } from '@/components/audit/audit-view';
import { pathWithQuery } from '@/components/shell/address-query';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('audit');
  return { title: t('title') };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireSignIn(pathWithQuery('/audit', await searchParams), 'admin');
  return (
    <MessagesFor namespaces={['common', 'audit']}>
      <AuditView />
    </MessagesFor>
  );
}
