import type { Metadata } from 'next';
import { HostsView } from '@/components/hosts/hosts-view';
import { pathWithQuery } from '@/components/shell/address-query';
import { requireSignIn } from '../guard';

export const metadata: Metadata = { title: 'Hosts' };

export default async function HostsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireSignIn(pathWithQuery('/', await searchParams));
  return <HostsView />;
}
