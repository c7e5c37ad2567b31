'use client';

import { Button, Menu } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import type { Locale } from '@/server/contract/locale';
import { LanguageItems } from './language-items';
import { languageNames } from './language-names';

/** For the pages before one is inside: says the language that the page is in, and offers the others. */
export function LanguageMenu({ kept }: { kept: Locale | null }) {
  const t = useTranslations('common');
  const locale = useLocale();
  return (
    <Menu width={200} position="top-start" withinPortal={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          leftSection={<IconLanguage size={18} stroke={1.7} aria-hidden />}
          aria-label={t('language.current', { name: languageNames[locale] })}
        >
          {languageNames[locale]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems kept={kept} />
      </Menu.Dropdown>
    </Menu>
  );
}
