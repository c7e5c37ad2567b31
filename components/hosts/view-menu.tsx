'use client';

import { Button, Menu, Text } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useIsAdmin } from '../shell/viewer';
import { columnOrder, columnsFor } from './columns';
import type { ListSettings } from './use-list-settings';

interface Props {
  settings: ListSettings;
  onChange: (patch: Partial<ListSettings>) => void;
}

/** How the list looks: which columns, and whether by tag. */
export function ViewMenu({ settings, onChange }: Props) {
  const t = useTranslations('hosts');
  const admin = useIsAdmin();
  const toggle = (column: (typeof columnOrder)[number], on: boolean) =>
    onChange({ columns: columnOrder.filter((one) => (one === column ? on : settings.columns.includes(one))) });
  return (
    <Menu width={250} position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.7} aria-hidden />}>
          {t('view.label')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem checked={settings.groupByTag} onChange={(on) => onChange({ groupByTag: on })}>
          {t('view.groupByTag')}
          {settings.groupByTag && (
            <Text size="xs" c="dimmed">
              {t('view.groupNote')}
            </Text>
          )}
        </Menu.CheckboxItem>
        <Menu.Divider />
        <Menu.Label>{t('view.columns')}</Menu.Label>
        {columnsFor(admin).map((column) => (
          <Menu.CheckboxItem key={column} checked={settings.columns.includes(column)} onChange={(on) => toggle(column, on)}>
            {t(`column.${column}`)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
