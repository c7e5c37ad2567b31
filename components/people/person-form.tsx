'use client';

import { Button, Group, Input, SegmentedControl, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Role } from '@/server/contract/people';
import { useAction } from '../api/use-action';
import { showFieldErrors } from '../shell/form-errors';
import { Problem } from '../shell/problem';

interface Props<V extends Record<string, unknown>> {
  form: UseFormReturnType<V>;
  save: (values: V) => Promise<void>;
  button: string;
  /** What the failure means, in a few words. */
  failure: string;
  children: ReactNode;
}

/** What the dialogs about a person have in common: saving, and what went wrong. */
export function PersonForm<V extends Record<string, unknown>>({ form, save, button, failure, children }: Props<V>) {
  const { run, busy, error } = useAction(async (values: V) => {
    try {
      await save(values);
    } catch (refused) {
      showFieldErrors(form, refused);
      throw refused;
    }
  });
  return (
    <form method="post" noValidate onSubmit={form.onSubmit((values) => void run(values))}>
      <Stack gap="md">
        {children}
        {error && Object.keys(error.fields).length === 0 && <Problem title={failure} error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const roles: readonly Role[] = ['user', 'admin'];

interface RoleProps {
  value: Role;
  onChange: (role: Role) => void;
  error?: ReactNode;
}

export function RoleField({ value, onChange, error }: RoleProps) {
  const t = useTranslations('people');
  return (
    <Input.Wrapper label={t('field.role')} labelElement="div" error={error} description={t(`roleNote.${value}`)}>
      <SegmentedControl
        mt={6}
        fullWidth
        data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        value={value}
        onChange={onChange}
        aria-label={t('field.role')}
      />
    </Input.Wrapper>
  );
}
