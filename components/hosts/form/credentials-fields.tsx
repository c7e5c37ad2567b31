'use client';

import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { Section } from './section';
import type { HostForm } from './use-host-form';

/** What the VNC server asks for. The password goes in and never comes out again. */
export function CredentialsFields({ form, hasPassword }: { form: HostForm; hasPassword: boolean }) {
  const { storedPassword } = form.values;
  const choose = (value: 'keep' | 'replace' | 'forget') => form.setFieldValue('storedPassword', value);
  return (
    <Section title="VNC sign-in" note="Only if the VNC server asks for it. The password is stored encrypted and is never shown again.">
      <Stack gap="sm">
        <TextInput
          label="User name"
          description="Most VNC servers ask for a password alone."
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('credentials.username')}
        />
        {storedPassword === 'replace' ? (
          <Group align="flex-end" gap="xs">
            <PasswordInput
              flex={1}
              label={hasPassword ? 'New password' : 'Password'}
              autoComplete="new-password"
              {...form.getInputProps('credentials.password')}
            />
            {hasPassword && (
              <Button variant="default" onClick={() => choose('keep')}>
                Keep the stored one
              </Button>
            )}
          </Group>
        ) : (
          <Stack gap={6}>
            <Text size="sm" fw={500}>
              Password
            </Text>
            <Group gap="xs">
              <Text size="sm" c="dimmed" flex="1 1 10rem">
                {storedPassword === 'keep' ? 'A password is stored.' : 'The stored password is deleted when you save.'}
              </Text>
              {storedPassword === 'keep' ? (
                <>
                  <Button variant="default" size="xs" onClick={() => choose('replace')}>
                    Replace
                  </Button>
                  <Button variant="subtle" color="red" size="xs" onClick={() => choose('forget')}>
                    Forget
                  </Button>
                </>
              ) : (
                <Button variant="default" size="xs" onClick={() => choose('keep')}>
                  Keep it
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Stack>
    </Section>
  );
}
