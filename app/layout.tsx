import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'mantine-datatable/styles.css';
import './global.css';

import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { MessagesFor } from '@/components/shell/messages';
import { portal } from '@/server/portal';
import { Providers } from './providers';

export async function generateMetadata(): Promise<Metadata> {
  await headers();
  const { basePath } = portal().config;
  return {
    title: { default: 'vnc-portal', template: '%s · vnc-portal' },
    description: 'Consoles of your machines, in the browser.',
    icons: { icon: { url: `${basePath}/favicon.svg`, type: 'image/svg+xml' } },
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#101618' },
  ],
};

/** The document. The custom server has put this request's nonce into `x-nonce`; reading it also keeps every page out of the build. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? '';
  return (
    <html lang={await getLocale()} data-base-path={portal().config.basePath} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <MessagesFor namespaces={['common']}>
          <Providers nonce={nonce}>{children}</Providers>
        </MessagesFor>
      </body>
    </html>
  );
}
