'use client';

import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../api/use-action';
import { Problem } from '../shell/problem';
import type { Ceremony, CeremonyAnswer } from './ceremony';
import { usePasskeysPossible } from './passkeys-possible';
import { usePasskeys } from './use-passkeys';

const MOST_OF_NAME = 60;

interface Props {
  begin: () => Promise<Ceremony>;
  register: (answer: CeremonyAnswer & { name: string }) => Promise<void>;
}

/** Has the browser make a passkey. */
export function EnrolPasskey({ begin, register }: Props) {
  const t = useTranslations('factors');
  const possible = usePasskeysPossible();
  const passkeys = usePasskeys();
  const [name, setName] = useState('');
  const { run, busy, error } = useAction(async () => register({ ...(await passkeys.make(await begin())), name: name.trim() }));
  if (!possible) {
    return (
      <Alert color="gray" variant="light">
        {t('enrol.passkeyNotHere')}
      </Alert>
    );
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!busy) void run();
  };
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">{t('enrol.passkeyNote')}</Text>
        <TextInput
          label={t('enrol.passkeyName')}
          description={t('enrol.passkeyNameHint')}
          placeholder={t('enrol.passkeyNameExample')}
          autoComplete="off"
          maxLength={MOST_OF_NAME}
          value={name}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {error && <Problem title={t('enrol.failed')} error={error} />}
        <Button type="submit" loading={busy} fullWidth leftSection={<IconFingerprint size={18} stroke={1.7} aria-hidden />}>
          {t('enrol.makePasskey')}
        </Button>
      </Stack>
    </form>
  );
}
