import type { Metadata } from 'next';
import { PeopleView } from '@/components/people/people-view';
import { requireSignIn } from '../../guard';

export const metadata: Metadata = { title: 'People' };

export default async function PeoplePage() {
  await requireSignIn('/people', 'admin');
  return <PeopleView />;
}
