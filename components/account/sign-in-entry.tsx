'use client';

import { Alert, Button, Divider, Stack } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { SignInOptions } from '@/server/contract/factors';
import { type ApiError, toApiError } from '../api/api-error';
import { usePasskeysPossible } from '../factors/passkeys-possible';
import { returnPath } from '../shell/return-path';
import { signInElsewhere } from './sign-in';
import { SignInForm } from './sign-in-form';
import type { SignInRefusal } from './sign-in-outcome';
import { ByProxy } from './sign-in-by-proxy';
import { usePasskeyInField, usePasskeySignIn } from './use-passkey-sign-in';
import type { SignInFlow } from './use-sign-in-flow';

interface Props {
  wanted: string | null;
  options: SignInOptions;
  /** What the last try ended with. */
  problem: SignInRefusal | null;
  flow: SignInFlow;
}

/** Every way in that the portal has. */
export function SignInEntry({ wanted, options, problem: before, flow }: Props) {
  const t = useTranslations('signIn');
  const passkeys = usePasskeysPossible() && options.passkeys;
  const [problem, setProblem] = useState<SignInRefusal | ApiError | null>(before);
  const [busy, setBusy] = useState<string | null>(null);
  const byPasskey = usePasskeySignIn(flow);
  usePasskeyInField(passkeys && options.password, flow, setProblem);

  const during = async (what: string, act: () => Promise<SignInRefusal | null>) => {
    setBusy(what);
    setProblem(null);
    try {
      setProblem(await act());
    } catch (error) {
      setProblem(toApiError(error));
    }
    setBusy(null);
  };
  const elsewhere = (id: string) =>
    during(id, async () => {
      const outcome = await signInElsewhere(id, returnPath(wanted, window.location.origin));
      return outcome.state === 'refused' ? outcome.reason : 'failed';
    });
  const others = options.providers.length > 0 || passkeys;

  return (
    <Stack gap="md">
      {options.proxy && <ByProxy flow={flow} waits={before !== null} />}
      {problem !== null && (
        <Alert color="red" variant="light" role="alert">
          {typeof problem === 'string' ? t(`refused.${problem}`) : problem.message}
        </Alert>
      )}
      {options.password && <SignInForm flow={flow} inField={passkeys} directory={options.directory} onTry={() => setProblem(null)} />}
      {options.password && others && <Divider label={t('or')} />}
      {others && (
        <Stack gap="sm" role="group" aria-label={t('elsewhereLabel')}>
          {options.providers.map(({ id, name }) => (
            <Button
              key={id}
              variant="default"
              size="md"
              fullWidth
              loading={busy === id}
              disabled={busy !== null && busy !== id}
              onClick={() => void elsewhere(id)}
            >
              {t('elsewhere', { name })}
            </Button>
          ))}
          {passkeys && (
            <Button
              variant="default"
              size="md"
              fullWidth
              loading={busy === PASSKEY}
              disabled={busy !== null && busy !== PASSKEY}
              leftSection={<IconFingerprint size={18} stroke={1.7} aria-hidden />}
              onClick={() => void during(PASSKEY, byPasskey)}
            >
              {t('byPasskey')}
            </Button>
          )}
        </Stack>
      )}
      {!options.password && !others && !options.proxy && (
        <Alert color="red" variant="light">
          {t('noWay')}
        </Alert>
      )}
    </Stack>
  );
}

/** No provider has such an id. */
const PASSKEY = ' passkey';
