'use client';

import '@/components/api/zod-config';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { setNonce } from 'get-nonce';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { cssVariables } from '@/components/css-variables';
import { theme } from '@/components/theme';

/**
 * What every page stands in.
 * @param nonce the nonce that this document's policy allows for styles. A later navigation renders the layout with another one, which
 *   this document would refuse, so the first is kept.
 */
export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  const [first] = useState(() => {
    // The scroll lock of drawers and modals writes a <style> of its own and asks this package for its nonce. It is one value for the
    // whole process, so never on the server, where requests would share it.
    if (typeof window !== 'undefined') setNonce(nonce);
    return nonce;
  });

  const t = useTranslations('common');

  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => first} cssVariablesResolver={cssVariables}>
      <ModalsProvider labels={{ confirm: t('continue'), cancel: t('cancel') }}>{children}</ModalsProvider>
      <Notifications position="bottom-right" limit={4} />
    </MantineProvider>
  );
}
