'use client';

import { useTranslations } from 'next-intl';
import { SubNav } from '../shell/sub-nav';

/** Between what was granted and what comes of it. */
export function AccessNav() {
  const t = useTranslations('access');
  return (
    <SubNav
      label={t('nav.label')}
      pages={[
        { href: '/access', label: t('nav.grants') },
        { href: '/access/why', label: t('nav.why') },
      ]}
    />
  );
}
