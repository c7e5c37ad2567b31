'use client';

import { Button, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type SyntheticEvent, useCallback, useState } from 'react';
import type { z } from 'zod';
import type { totpSetupSchema } from '@/server/contract/factors';
import { useAction } from '../api/use-action';
import { useResource } from '../api/use-resource';
import { Command } from '../shell/command';
import { monoInput } from '../shell/mono-input';
import { Problem } from '../shell/problem';
import { QrCode } from './qr-code';
import classes from './factors.module.css';

type TotpSetup = z.infer<typeof totpSetupSchema>;

interface Props {
  /** Draws the secret; must be stable. */
  begin: () => Promise<TotpSetup>;
  confirm: (code: string) => Promise<void>;
}

/** A new secret for an authenticator app, which counts once the app's first code is sent. */
export function EnrolTotp({ begin, confirm }: Props) {
  const t = useTranslations('factors');
  const { data, error, reload } = useResource(useCallback(() => begin(), [begin]));
  if (error) return <Problem title={t('enrol.notBegun')} error={error} retry={reload} />;
  if (!data) return <Skeleton height={200} radius="md" />;
  return (
    <Stack gap="md">
      <Text size="sm">{t('enrol.scan')}</Text>
      <QrCode text={data.uri} label={t('enrol.qr')} />
      <div className={classes.secret}>
        <span className={classes.secretLabel}>{t('enrol.secret')}</span>
        <Command text={data.secret} label={t('enrol.copySecret')} />
      </div>
      <FirstCode confirm={confirm} />
    </Stack>
  );
}

function FirstCode({ confirm }: Pick<Props, 'confirm'>) {
  const t = useTranslations('factors');
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  const { run, busy, error } = useAction(confirm);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setEmpty(code.trim() === '');
    if (code.trim() !== '' && !busy) void run(code);
  };
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('enrol.code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={16}
          spellCheck={false}
          classNames={monoInput}
          value={code}
          error={empty ? t('ask.empty') : null}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            setEmpty(false);
          }}
        />
        {error && <Problem title={t('enrol.failed')} error={error} />}
        <Button type="submit" loading={busy} fullWidth>
          {t('enrol.confirm')}
        </Button>
      </Stack>
    </form>
  );
}
