'use client';

import { SegmentedControl, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EnrolPasskey } from './enrol-passkey';
import { EnrolTotp } from './enrol-totp';
import { usePasskeysPossible } from './passkeys-possible';

interface Props {
  totp: Parameters<typeof EnrolTotp>[0];
  passkey: Parameters<typeof EnrolPasskey>[0];
}

/** A first second factor, of either kind. */
export function Enrol({ totp, passkey }: Props) {
  const t = useTranslations('factors');
  const possible = usePasskeysPossible();
  const [kind, setKind] = useState<'totp' | 'passkey'>('totp');
  return (
    <Stack gap="md">
      {possible && (
        <SegmentedControl
          fullWidth
          aria-label={t('enrol.choose')}
          data={[
            { value: 'totp', label: t('enrol.totp') },
            { value: 'passkey', label: t('enrol.passkey') },
          ]}
          value={kind}
          onChange={(value) => setKind(value)}
        />
      )}
      {kind === 'passkey' ? <EnrolPasskey {...passkey} /> : <EnrolTotp {...totp} />}
    </Stack>
  );
}
