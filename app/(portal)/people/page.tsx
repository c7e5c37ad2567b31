import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PeopleView } from '@/components/people/people-view';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people');
  return { title: t('title') };
}

export default async function PeoplePage() {
  await requireSignIn('/people', 'admin');
  return (
    <MessagesFor namespaces={['common', 'fields', 'people', 'account', 'factors']}>
      <PeopleView />
    </MessagesFor>
  );
}
