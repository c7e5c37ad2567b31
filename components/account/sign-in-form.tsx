'use client';

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type SyntheticEvent, useState } from 'react';
import { type ApiError, toApiError } from '../api/api-error';
import { useTimeText } from '../shell/time-text';
import { signIn } from './sign-in';
import type { SignInRefusal } from './sign-in-outcome';
import { useCountdown } from './use-countdown';
import type { SignInFlow } from './use-sign-in-flow';

interface Props {
  flow: SignInFlow;
  /** The browser may offer passkeys in the field for the name. */
  inField: boolean;
  /** The name may be one of a directory, which has several forms. */
  directory: boolean;
  /** What was said of the last try counts no more. */
  onTry: () => void;
}

/** Name and password. */
export function SignInForm({ flow, inField, directory, onTry }: Props) {
  const t = useTranslations('signIn');
  const { wait } = useTimeText();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<SignInRefusal | ApiError | null>(null);
  const [waited, setWaited] = useState(false);
  const { left, start } = useCountdown();
  const refused = typeof problem === 'string' ? t(`refused.${problem}`) : problem?.message;
  const throttled = left > 0 ? t('wait', { time: wait(left) }) : t('waited');
  const message = waited ? throttled : refused;

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setWaited(false);
    onTry();
    try {
      const outcome = await signIn(name, password);
      if (outcome.state === 'signed-in') await flow.leave();
      else if (outcome.state === 'more') await flow.resume();
      else if (outcome.state === 'throttled') {
        setWaited(true);
        start(outcome.seconds);
      } else {
        setProblem(outcome.reason);
      }
    } catch (error) {
      setProblem(toApiError(error));
    }
    setBusy(false);
  };

  // "post": should the form be sent before this script runs, the password must not end up in an address.
  return (
    <form method="post" onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t('name')}
          description={directory ? t('nameForms') : undefined}
          name="name"
          autoComplete={inField ? 'username webauthn' : 'username'}
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            // The wait may be this account's alone.
            setWaited(false);
          }}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {message && (
          <Alert color="red" variant="light" role="alert">
            {message}
          </Alert>
        )}
        <Button type="submit" size="md" loading={busy} disabled={waited && left > 0} fullWidth>
          {t('submit')}
        </Button>
      </Stack>
    </form>
  );
}
