'use client';

import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Section } from './section';
import type { HostForm } from './use-host-form';

/** What the VNC server asks for. The password goes in and never comes out again. */
export function CredentialsFields({ form, hasPassword }: { form: HostForm; hasPassword: boolean }) {
  const t = useTranslations('hostForm');
  const { storedPassword } = form.values;
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
        {storedPassword === 'replace' ? (
          <Group align="flex-end" gap="xs">
            <PasswordInput
              flex={1}
              label={hasPassword ? t('credentials.newPassword') : t('credentials.password')}
              autoComplete="new-password"
              {...form.getInputProps('credentials.password')}
            />
            {hasPassword && (
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
                  {t('credentials.keep')}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Stack>
    </Section>
  );
}
