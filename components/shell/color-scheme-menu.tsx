'use client';

import { ActionIcon, type MantineColorScheme, Menu } from '@mantine/core';
import { IconCheck, IconDeviceLaptop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useColorScheme } from './use-color-scheme';

export const colorSchemes = [
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
  { value: 'auto', icon: IconDeviceLaptop },
] as const satisfies { value: MantineColorScheme; icon: unknown }[];

export function ColorSchemeMenu() {
  const t = useTranslations('common');
  const { chosen, choose } = useColorScheme();
  return (
    <Menu width={200} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('colorScheme.label')}>
          <IconSun size={18} stroke={1.7} className="mantine-dark-hidden" aria-hidden />
          <IconMoon size={18} stroke={1.7} className="mantine-light-hidden" aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={chosen}
          onChange={(value) => choose(colorSchemes.find((scheme) => scheme.value === value)?.value ?? 'auto')}
        >
          {colorSchemes.map(({ value, icon: Icon }) => (
            <Menu.RadioItem
              key={value}
              value={value}
              closeMenuOnClick
              checkIcon={<IconCheck size={16} aria-hidden />}
              rightSection={<Icon size={16} stroke={1.7} aria-hidden />}
            >
              {t(`colorScheme.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
