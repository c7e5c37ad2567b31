'use client';

import { useTranslations } from 'next-intl';
import { SubNav } from '../shell/sub-nav';

/** The consoles that are open, and what carries them. */
export function ConsolesNav() {
  const t = useTranslations('nodes');
  return (
    <SubNav
      label={t('nav.label')}
      pages={[
        { href: '/sessions', label: t('nav.consoles') },
        { href: '/nodes', label: t('nav.nodes') },
      ]}
    />
  );
}
