'use client';

import { useTranslations } from 'next-intl';
import { SubNav } from '../shell/sub-nav';

export function PeopleNav() {
  const t = useTranslations('people');
  return (
    <SubNav
      label={t('nav.label')}
      pages={[
        { href: '/people', label: t('nav.people') },
        { href: '/groups', label: t('nav.groups') },
      ]}
    />
  );
}
