'use client';

import '@/components/api/zod-config';
import { type MantineColorScheme, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { setNonce } from 'get-nonce';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import { cssVariables } from '@/components/css-variables';
import { themeIn } from '@/components/theme';

export interface ProvidersProps {
  nonce: string;
  colorScheme: MantineColorScheme;
  children: ReactNode;
}

/**
 * What every page stands in; in a console, what lies around the picture.
 * @param colorScheme counts in a browser in which nothing was chosen yet
 * @param nonce the nonce that the request's policy allows for styles. A navigation within the document renders this with that of a later
 *   request, which the document would refuse: in a browser the document's own counts.
 */
export function Providers({ nonce, colorScheme, children }: ProvidersProps) {
  const [first] = useState(() => {
    // The scroll lock of drawers and modals writes a <style> of its own and asks this package for its nonce. It is one value for the
    // whole process, so never on the server, where requests would share it.
    if (typeof window === 'undefined') return nonce;
    const own = document.querySelector<HTMLElement>('script[nonce]')?.nonce || nonce;
    setNonce(own);
    return own;
  });

  const t = useTranslations('common');
  const theme = useMemo(() => themeIn({ close: t('close'), showPassword: t('showPassword') }), [t]);

  return (
    <MantineProvider theme={theme} defaultColorScheme={colorScheme} getStyleNonce={() => first} cssVariablesResolver={cssVariables}>
      <ModalsProvider labels={{ confirm: t('continue'), cancel: t('cancel') }}>{children}</ModalsProvider>
      <Notifications position="bottom-right" limit={4} />
    </MantineProvider>
  );
}
