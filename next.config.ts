import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants';
import createNextIntlPlugin from 'next-intl/plugin';
import { basePathOf, pagesDir } from './server/config/base-path';

const withIntl = createNextIntlPlugin('./i18n/request.ts');

/** Next fixes the sub-path at build time, so each one is built into a folder of its own. */
export default function config(phase: string): NextConfig {
  const basePath = basePathOf(process.env['PUBLIC_URL']);
  return withIntl({
    basePath,
    distDir: pagesDir(basePath, phase === PHASE_DEVELOPMENT_SERVER),
    // `npm test` checks the types; whoever starts a released version need not wait for it.
    typescript: { ignoreBuildErrors: true, tsconfigPath: '.next/tsconfig.json' },
    poweredByHeader: false,
    reactStrictMode: true,

    devIndicators: false,
    // Hot reload asks for the page's own name; without this it answers to localhost only.
    allowedDevOrigins: ['127.0.0.1', '[::1]'],
    experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
    serverExternalPackages: ['pino', 'next-auth'],
  });
}
