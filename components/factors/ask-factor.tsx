'use client';

import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type SyntheticEvent, useRef, useState } from 'react';
import type { FactorMethod } from '@/server/contract/factors';
import { useAction } from '../api/use-action';
import { monoInput } from '../shell/mono-input';
import type { Ceremony, CeremonyAnswer } from './ceremony';
import { usePasskeysPossible } from './passkeys-possible';
import { usePasskeys } from './use-passkeys';
import classes from './factors.module.css';

/** Where the answers go: a sign-in and a factor that is shown once more have calls of their own. */
export interface FactorCalls {
  totp: (code: string) => Promise<void>;
  recovery: (code: string) => Promise<void>;
  beginPasskey: () => Promise<Ceremony>;
  passkey: (answer: CeremonyAnswer) => Promise<void>;
}

interface Props {
  /** What the account can answer with. */
  methods: readonly FactorMethod[];
  calls: FactorCalls;
}

/** The easiest first. */
const order: readonly FactorMethod[] = ['passkey', 'totp', 'recovery'];

/** Asks for a second factor, one way at a time. */
export function AskFactor({ methods, calls }: Props) {
  const t = useTranslations('factors');
  const passkeysPossible = usePasskeysPossible();
  const [picked, setPicked] = useState<FactorMethod | null>(null);
  const usable = order.filter((method) => methods.includes(method) && (method !== 'passkey' || passkeysPossible));
  const method = picked ?? usable[0];
  if (!method) {
    return (
      <Alert color="red" variant="light" role="alert">
        {t('ask.passkeyNotHere')}
      </Alert>
    );
  }
  const others = usable.filter((other) => other !== method);
  return (
    <Stack gap="md">
      {method === 'passkey' ? <ByPasskey calls={calls} /> : <ByCode key={method} method={method} send={calls[method]} />}
      {others.length > 0 && (
        <nav className={classes.others} aria-label={t('ask.otherWays')}>
          {others.map((other) => (
            <Anchor key={other} component="button" type="button" size="sm" onClick={() => setPicked(other)}>
              {t(`method.${other}.instead`)}
            </Anchor>
          ))}
        </nav>
      )}
    </Stack>
  );
}

function ByCode({ method, send }: { method: 'totp' | 'recovery'; send: (code: string) => Promise<void> }) {
  const t = useTranslations('factors');
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { run, busy, error } = useAction(send);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setEmpty(code.trim() === '');
    if (code.trim() === '' || busy || (await run(code))) return;
    setCode('');
    field.current?.focus();
  };
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          ref={field}
          label={t(`method.${method}.label`)}
          description={t(`method.${method}.hint`)}
          autoComplete={method === 'totp' ? 'one-time-code' : 'off'}
          inputMode={method === 'totp' ? 'numeric' : 'text'}
          maxLength={method === 'totp' ? 16 : 32}
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          data-autofocus
          classNames={monoInput}
          value={code}
          error={empty ? t('ask.empty') : null}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            setEmpty(false);
          }}
        />
        {error && (
          <Alert color="red" variant="light" role="alert">
            {error.message}
          </Alert>
        )}
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t('ask.submit')}
        </Button>
      </Stack>
    </form>
  );
}

function ByPasskey({ calls }: { calls: FactorCalls }) {
  const t = useTranslations('factors');
  const passkeys = usePasskeys();
  const { run, busy, error } = useAction(async () => calls.passkey(await passkeys.show(await calls.beginPasskey())));
  return (
    <Stack gap="md">
      <Text size="sm">{t('method.passkey.note')}</Text>
      {error && (
        <Alert color="red" variant="light" role="alert">
          {error.message}
        </Alert>
      )}
      <Button
        size="md"
        loading={busy}
        fullWidth
        autoFocus
        data-autofocus
        leftSection={<IconFingerprint size={18} stroke={1.7} aria-hidden />}
        onClick={() => void run()}
      >
        {t('method.passkey.use')}
      </Button>
    </Stack>
  );
}
