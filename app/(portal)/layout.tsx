import type { ReactNode } from 'react';
import { MessagesFor } from '@/components/shell/messages';
import { Shell } from '@/components/shell/shell';
import { Frame } from '../frame';
import { chosenLocale } from '../chosen-locale';
import { pageState } from '../guard';

/** Around every page but the console, the sign-in and the setup. Who may see a page is asked by the page itself. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { identity } = await pageState();
  if (!identity) return <Frame>{children}</Frame>;
  const { id, name, displayName, role } = identity.user;
  const locale = identity.user.locale ?? (await chosenLocale());
  return (
    <Frame>
      <MessagesFor namespaces={['common', 'shell', 'palette']}>
        <Shell viewer={{ id, name, displayName, role, locale }}>{children}</Shell>
      </MessagesFor>
    </Frame>
  );
}
