'use client';

import { Checkbox, NumberInput, Select, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { clipboardPolicySchema } from '@/server/contract/host';
import { Section } from './section';
import type { HostForm } from './use-host-form';

/** The ways of the clipboard, to choose from. */
export function useClipboardWays() {
  const t = useTranslations('hostForm');
  return clipboardPolicySchema.options.map((value) => ({ value, label: t(`rules.clipboardWay.${value}`) }));
}

/** What the portal enforces on every console to this host, whatever the browser asks for. */
export function PolicyFields({ form }: { form: HostForm }) {
  const t = useTranslations('hostForm');
  const clipboards = useClipboardWays();
  return (
    <Section title={t('rules.title')} note={t('rules.note')}>
      <Stack gap="sm">
        <Select label={t('rules.clipboard')} data={clipboards} allowDeselect={false} {...form.getInputProps('policy.clipboard')} />
        <Checkbox
          label={t('rules.exclusive')}
          description={t('rules.exclusiveNote')}
          {...form.getInputProps('policy.exclusive', { type: 'checkbox' })}
        />
        <Checkbox
          label={t('rules.secondFactor')}
          description={t('rules.secondFactorNote')}
          {...form.getInputProps('policy.secondFactor', { type: 'checkbox' })}
        />
        <NumberInput
          label={t('rules.maxViewers')}
          placeholder={t('rules.noLimit')}
          min={1}
          max={1000}
          allowDecimal={false}
          w={180}
          {...form.getInputProps('policy.maxViewers')}
        />
      </Stack>
    </Section>
  );
}
