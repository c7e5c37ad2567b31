'use client';

import { Center, SegmentedControl, Select, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { locales, readLocale } from '@/server/contract/locale';
import { colorSchemes } from '../shell/color-scheme-menu';
import { AS_BROWSER } from '../shell/language-items';
import { languageNames } from '../shell/language-names';
import { useColorScheme } from '../shell/use-color-scheme';
import { useLanguage } from '../shell/use-language';
import { Panel } from './panel';

/** How the portal looks and speaks to this person. */
export function Appearance() {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const language = useLanguage();
  const colorScheme = useColorScheme();
  const languages = [
    ...locales.map((value) => ({ value, label: languageNames[value] })),
    { value: AS_BROWSER, label: common('language.browser') },
  ];
  const schemes = colorSchemes.map(({ value, icon: Icon }) => ({
    value,
    label: (
      <Center style={{ gap: 6 }}>
        <Icon size={16} stroke={1.7} aria-hidden />
        {common(`colorScheme.${value}`)}
      </Center>
    ),
  }));
  return (
    <Panel title={t('appearance.title')} note={t('appearance.note')}>
      <Stack gap="sm">
        <Select
          label={common('language.label')}
          data={languages}
          value={language.chosen ?? AS_BROWSER}
          onChange={(value) => language.choose(readLocale(value))}
          renderOption={({ option }) => <span lang={readLocale(option.value) ?? undefined}>{option.label}</span>}
          allowDeselect={false}
        />
        <SegmentedControl
          fullWidth
          data={schemes}
          value={colorScheme.chosen ?? 'auto'}
          onChange={colorScheme.choose}
          aria-label={common('colorScheme.label')}
        />
      </Stack>
    </Panel>
  );
}
