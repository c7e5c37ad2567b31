import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'mantine-datatable/styles.css';
import './global.css';

import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { portal } from '@/server/portal';
import { colorSchemeOfPerson } from './look';

export async function generateMetadata(): Promise<Metadata> {
  await headers();
  const { basePath } = portal().config;
  const t = await getTranslations('common');
  return {
    title: { default: 'vnc-portal', template: '%s · vnc-portal' },
    description: t('portal.description'),
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

/**
 * The document. What a page stands in is its own layout's, so that a console's first picture waits for nothing that it does not need.
 * The custom server has put this request's nonce into `x-nonce`; reading it also keeps every page out of the build.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? '';
  const colorScheme = await colorSchemeOfPerson();
  return (
    <html lang={await getLocale()} data-base-path={portal().config.basePath} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme={colorScheme} nonce={nonce} suppressHydrationWarning />
      </head>
      <body>{children}</body>
    </html>
  );
}
