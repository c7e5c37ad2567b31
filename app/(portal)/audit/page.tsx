import type { Metadata } from 'next';
import { AuditView } from '@/components/audit/audit-view';
import { pathWithQuery } from '@/components/shell/address-query';
import { requireSignIn } from '../../guard';

export const metadata: Metadata = { title: 'Audit' };

export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireSignIn(pathWithQuery('/audit', await searchParams), 'admin');
  return <AuditView />;
}
