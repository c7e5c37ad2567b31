import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Door } from '@/components/account/door';
import { SignInForm } from '@/components/account/sign-in-form';
import { returnPath } from '@/components/shell/return-path';
import { pageState } from '../guard';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ return?: string | string[] }> }) {
  const { return: given } = await searchParams;
  const wanted = typeof given === 'string' ? given : null;
  const { identity, setupNeeded } = await pageState();
  if (setupNeeded) redirect('/setup');
  // Any origin does: only the path is used.
  if (identity) redirect(returnPath(wanted, 'http://portal.invalid'));
  return (
    <Door title="Sign in" note="to reach the consoles of your machines.">
      <SignInForm wanted={wanted} />
    </Door>
  );
}
