'use client';

import { Select, Stack, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type KeyboardLayout, keyboardLayouts } from '@/server/contract/keyboard';
import { Section } from './section';
import type { HostForm } from './use-host-form';

export const MAX_BANNER = 500;

/** Keyboard layouts by their names, to choose from. */
export function useLayouts(): { value: KeyboardLayout; label: string }[] {
  const t = useTranslations('keyboardLayouts');
  return keyboardLayouts.map((value) => ({ value, label: t(value) }));
}

/** What people meet on the console page of this host. */
export function PageFields({ form }: { form: HostForm }) {
  const t = useTranslations('hostForm');
  const layouts = useLayouts();
  const keyboard = form.getInputProps('keyboard');
  return (
    <Section title={t('page.title')} note={t('page.note')}>
      <Stack gap="sm">
        <Textarea
          label={t('page.banner')}
          description={t('page.bannerNote', { max: MAX_BANNER })}
          placeholder={t('page.bannerPlaceholder')}
          autosize
          minRows={2}
          maxRows={8}
          {...form.getInputProps('banner')}
        />
        <Select
          label={t('page.keyboard')}
          description={t('page.keyboardNote')}
          placeholder={t('page.unknown')}
          data={layouts}
          searchable
          clearable
          {...keyboard}
          value={form.values.keyboard === '' ? null : form.values.keyboard}
          onChange={(value) => form.setFieldValue('keyboard', (value ?? '') as KeyboardLayout | '')}
        />
      </Stack>
    </Section>
  );
}
