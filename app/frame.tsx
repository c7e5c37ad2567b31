import 'server-only';
import type { ReactNode } from 'react';
import { MessagesFor } from '@/components/shell/messages';
import { Providers } from '@/components/shell/providers';
import { colorSchemeOfPerson, nonceOfRequest } from './look';

/** What the components of every page but the console's need around them. */
export async function Frame({ children }: { children: ReactNode }) {
  return (
    <MessagesFor namespaces={['common']}>
      <Providers nonce={await nonceOfRequest()} colorScheme={await colorSchemeOfPerson()}>
        {children}
      </Providers>
    </MessagesFor>
  );
}
