'use client';

import { Select } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { keyboardLayouts, keyboardLayoutSchema } from '@/server/contract/keyboard';
import { useConsoleModel } from '../console-model';
import { useMachineLayout } from './use-machine-layout';

/** The layout that the machine is set to; kept for this host. */
export function LayoutChoice({ description, disabled = false }: { description: string; disabled?: boolean }) {
  const t = useTranslations('consoleKeyboard');
  const nameOf = useTranslations('keyboardLayouts');
  const { host, changeSettings } = useConsoleModel();
  const layout = useMachineLayout();
  return (
    <Select
      size="xs"
      label={t('layoutLabel')}
      description={description}
      placeholder={t('layoutUnknown')}
      data={keyboardLayouts.map((name) => ({
        value: name,
        label: name === host.keyboard ? t('layoutRegistered', { layout: nameOf(name) }) : nameOf(name),
      }))}
      value={layout}
      // To choose it once more is not to take it back.
      allowDeselect={false}
      // The registered one is always there to go back to.
      clearable={host.keyboard === null}
      clearButtonProps={{ 'aria-label': t('layoutForget') }}
      disabled={disabled}
      searchable
      nothingFoundMessage={t('layoutNone')}
      comboboxProps={{ withinPortal: true }}
      onChange={(value) => {
        const chosen = keyboardLayoutSchema.nullable().parse(value);
        changeSettings({ keyboardLayout: chosen === host.keyboard ? null : chosen });
      }}
    />
  );
}
