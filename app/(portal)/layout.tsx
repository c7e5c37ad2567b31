import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { pageState } from '../guard';

/** Around every page but the console, the sign-in and the setup. Who may see a page is asked by the page itself. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { identity } = await pageState();
  if (!identity) return children;
  const { id, name, displayName, role } = identity.user;
  return <Shell viewer={{ id, name, displayName, role }}>{children}</Shell>;
}
