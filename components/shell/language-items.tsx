'use client';

import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type Locale, locales, readLocale } from '@/server/contract/locale';
import { languageNames } from './language-names';
import { useLanguage } from './use-language';

/** Stands for no choice, as a menu's values are words. */
export const AS_BROWSER = 'browser';

/** The languages as items of a menu. */
export function LanguageItems({ kept }: { kept?: Locale | null }) {
  const t = useTranslations('common');
  const { chosen, choose } = useLanguage(kept);
  return (
    <Menu.RadioGroup value={chosen ?? AS_BROWSER} onChange={(value) => choose(readLocale(value))}>
      {locales.map((locale) => (
        <Menu.RadioItem key={locale} value={locale} closeMenuOnClick checkIcon={<IconCheck size={16} aria-hidden />} lang={locale}>
          {languageNames[locale]}
        </Menu.RadioItem>
      ))}
      <Menu.RadioItem value={AS_BROWSER} closeMenuOnClick checkIcon={<IconCheck size={16} aria-hidden />}>
        {t('language.browser')}
      </Menu.RadioItem>
    </Menu.RadioGroup>
  );
}
