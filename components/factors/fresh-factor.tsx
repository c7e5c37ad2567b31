'use client';

import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import type { FactorMethod, Factors } from '@/server/contract/factors';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { Problem } from '../shell/problem';
import { AskFactor, type FactorCalls } from './ask-factor';

/** Asks whoever is signed in for a second factor once more. */
export function FreshFactor({ onShown }: { onShown: () => Promise<void> | void }) {
  const t = useTranslations('factors');
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('getFactors', { signal }), []));
  const calls = useMemo<FactorCalls>(
    () => ({
      totp: (code) => call('freshByTotp', { body: { code } }).then(onShown),
      recovery: (code) => call('freshByRecoveryCode', { body: { code } }).then(onShown),
      beginPasskey: () => call('beginFresh'),
      passkey: (body) => call('freshByPasskey', { body }).then(onShown),
    }),
    [onShown],
  );
  if (error) return <Problem title={t('fresh.unreadable')} error={error} retry={reload} />;
  if (!data) return <Skeleton height={120} radius="md" />;
  const methods = methodsOf(data);
  if (methods.length === 0) {
    return (
      <Stack gap="md" align="flex-start">
        <Text size="sm">{t('fresh.none')}</Text>
        <Button component="a" href={`${basePath()}/account`}>
          {t('fresh.toAccount')}
        </Button>
      </Stack>
    );
  }
  return <AskFactor methods={methods} calls={calls} />;
}

function methodsOf({ totp, passkeys, recoveryCodes }: Factors): FactorMethod[] {
  const own: FactorMethod[] = [...(totp ? (['totp'] as const) : []), ...(passkeys.length > 0 ? (['passkey'] as const) : [])];
  return own.length > 0 && recoveryCodes > 0 ? [...own, 'recovery'] : own;
}
