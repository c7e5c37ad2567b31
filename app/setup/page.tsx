import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Door } from '@/components/account/door';
import { SetupForm } from '@/components/account/setup-form';
import { pageState } from '../guard';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetupPage() {
  const { setupNeeded } = await pageState();
  if (!setupNeeded) redirect('/sign-in');
  return (
    <Door title="Welcome" note="This portal has no user yet. Create its first administrator.">
      <SetupForm />
    </Door>
  );
}
