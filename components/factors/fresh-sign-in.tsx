'use client';

import { Button, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { signInAgain } from '../account/sign-in';
import { useAction } from '../api/use-action';
import { Problem } from '../shell/problem';

/** For an account whose password another place knows: only a new sign-in there proves anything. */
export function FreshSignIn() {
  const t = useTranslations('factors');
  const { run, busy, error } = useAction(signInAgain);
  return (
    <Stack gap="md">
      {error && <Problem title={t('fresh.signIn.failed')} error={error} />}
      <Button size="md" loading={busy} fullWidth data-autofocus onClick={() => void run()}>
        {t('fresh.signIn.action')}
      </Button>
    </Stack>
  );
}
