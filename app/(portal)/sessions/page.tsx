import type { Metadata } from 'next';
import { SessionsView } from '@/components/sessions/sessions-view';
import { requireSignIn } from '../../guard';

export const metadata: Metadata = { title: 'Consoles' };

export default async function ConsolesPage() {
  await requireSignIn('/sessions', 'admin');
  return <SessionsView />;
}
