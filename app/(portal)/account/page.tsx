import type { Metadata } from 'next';
import { AccountView } from '@/components/account/account-view';
import { requireSignIn } from '../../guard';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  await requireSignIn('/account');
  return <AccountView />;
}
