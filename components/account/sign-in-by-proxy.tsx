'use client';

import { Button, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef } from 'react';
import { ApiError } from '../api/api-error';
import { useAction } from '../api/use-action';
import { Problem } from '../shell/problem';
import { justSignedOut } from './just-signed-out';
import { signInByProxy } from './sign-in';
import type { SignInFlow } from './use-sign-in-flow';

/**
 * Signs in as whom a proxy in front of the portal vouches for: by itself, unless the person has just signed out.
 * @param waits something went wrong, which would only go wrong again
 */
export function ByProxy({ flow: { leave, resume }, waits }: { flow: SignInFlow; waits: boolean }) {
  const t = useTranslations('signIn');
  const { run, busy, error } = useAction(
    useCallback(async () => {
      justSignedOut.clear();
      const outcome = await signInByProxy();
      if (outcome.state === 'signed-in') await leave();
      if (outcome.state === 'more') await resume();
      if (outcome.state !== 'refused') return;
      throw new ApiError('refused', 0, t(`refused.${outcome.reason === 'wrong' ? 'failed' : outcome.reason}`));
    }, [leave, resume, t]),
  );
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || waits || justSignedOut.get()) return;
    begun.current = true;
    void run();
  }, [run, waits]);
  return (
    <Stack gap="sm">
      {error && <Problem title={t('proxyFailed')} error={error} />}
      {busy && <Text size="sm">{t('byProxy')}</Text>}
      <Button size="md" fullWidth loading={busy} onClick={() => void run()}>
        {t('again')}
      </Button>
    </Stack>
  );
}
