import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccountView } from '@/components/account/account-view';
import { MessagesFor } from '@/components/shell/messages';
import { requireSignIn } from '../../guard';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account');
  return { title: t('pageTitle') };
}

export default async function AccountPage() {
  await requireSignIn('/account');
  return (
    <MessagesFor namespaces={['common', 'fields', 'account', 'factors']}>
      <AccountView />
    </MessagesFor>
  );
}
