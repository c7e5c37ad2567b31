'use client';

import { Alert, Button, Checkbox, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Section } from './section';
import type { HostForm } from './use-host-form';

interface Props {
  form: HostForm;
  hasPassword: boolean;
  /** Whether the stored password can't be kept with what the form says. */
  losesPassword: boolean;
}

/** What the VNC server asks for. The password goes in and never comes out again. */
export function CredentialsFields({ form, hasPassword, losesPassword }: Props) {
  const t = useTranslations('hostForm');
  const { storedPassword } = form.values;
  const asksAgain = losesPassword && storedPassword === 'keep';
  const choose = (value: 'keep' | 'replace' | 'forget') => form.setFieldValue('storedPassword', value);
  return (
    <Section title={t('credentials.title')} note={t('credentials.note')}>
      <Stack gap="sm">
        <TextInput
          label={t('credentials.username')}
          description={t('credentials.usernameNote')}
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('credentials.username')}
        />
        {asksAgain && (
          <Alert
            color="orange"
            variant="light"
            role="status"
            icon={<IconKey size={18} stroke={1.8} aria-hidden />}
            title={t('credentials.again')}
          >
            {t('credentials.againNote')}
          </Alert>
        )}
        {storedPassword === 'replace' || asksAgain ? (
          <Group align="flex-end" gap="xs">
            <PasswordInput
              flex={1}
              label={hasPassword && !asksAgain ? t('credentials.newPassword') : t('credentials.password')}
              autoComplete="new-password"
              {...form.getInputProps('credentials.password')}
            />
            {hasPassword && !losesPassword && (
              <Button variant="default" onClick={() => choose('keep')}>
                {t('credentials.keepStored')}
              </Button>
            )}
          </Group>
        ) : (
          <Stack gap={6}>
            <Text size="sm" fw={500}>
              {t('credentials.password')}
            </Text>
            <Group gap="xs">
              <Text size="sm" c="dimmed" flex="1 1 10rem">
                {storedPassword === 'keep' ? t('credentials.stored') : t('credentials.forgetting')}
              </Text>
              {storedPassword === 'keep' ? (
                <>
                  <Button variant="default" size="xs" onClick={() => choose('replace')}>
                    {t('credentials.replace')}
                  </Button>
                  <Button variant="subtle" color="red" size="xs" onClick={() => choose('forget')}>
                    {t('credentials.forget')}
                  </Button>
                </>
              ) : (
                <Button variant="default" size="xs" onClick={() => choose('keep')}>
                  {losesPassword ? t('credentials.replace') : t('credentials.keep')}
                </Button>
              )}
            </Group>
          </Stack>
        )}
        <Checkbox
          label={t('credentials.unprotected')}
          description={t('credentials.unprotectedNote')}
          {...form.getInputProps('tls.allowUnprotectedPassword', { type: 'checkbox' })}
        />
      </Stack>
    </Section>
  );
}
