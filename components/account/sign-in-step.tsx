'use client';

import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { newPasswordSchema, type SignInState } from '@/server/contract/factors';
import { MIN_PASSWORD } from '@/server/contract/people';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { AskFactor, type FactorCalls } from '../factors/ask-factor';
import { Enrol } from '../factors/enrol';
import { RecoveryCodes } from '../factors/recovery-codes';
import { checkedBy, showFieldErrors, useFieldText } from '../shell/form-errors';
import { Problem } from '../shell/problem';
import type { Place, SignInFlow } from './use-sign-in-flow';

/** What a sign-in wants after the first proof. */
export default function SignInStep({ place, flow }: { place: Extract<Place, { at: 'step' | 'codes' }>; flow: SignInFlow }) {
  if (place.at === 'codes') return <RecoveryCodes codes={place.codes} name={place.then.name} onKept={() => void flow.kept()} />;
  const { state } = place;
  switch (state.step) {
    case 'factor':
      return <Factor state={state} answer={flow.answer} />;
    case 'enrol':
      return <EnrolStep answer={flow.answer} />;
    case 'password':
      return <NewPassword name={state.name} answer={flow.answer} />;
    case 'done':
      return null;
  }
}

type Answer = SignInFlow['answer'];

function Factor({ state, answer }: { state: SignInState; answer: Answer }) {
  const calls = useMemo<FactorCalls>(
    () => ({
      totp: (code) => answer(call('answerTotp', { body: { code } })),
      recovery: (code) => answer(call('answerRecovery', { body: { code } })),
      beginPasskey: () => call('beginPasskeySignIn'),
      passkey: (body) => answer(call('answerPasskey', { body })),
    }),
    [answer],
  );
  return <AskFactor methods={state.methods} calls={calls} />;
}

function EnrolStep({ answer }: { answer: Answer }) {
  const ways = useMemo(
    () => ({
      totp: { begin: () => call('beginEnrolTotp'), confirm: (code: string) => answer(call('enrolTotp', { body: { code } })) },
      passkey: {
        begin: () => call('beginEnrolPasskey'),
        register: (body: Parameters<typeof call<'enrolPasskey'>>[1]['body']) => answer(call('enrolPasskey', { body })),
      },
    }),
    [answer],
  );
  return <Enrol {...ways} />;
}

function NewPassword({ name, answer }: { name: string; answer: Answer }) {
  const t = useTranslations('signIn');
  const common = useTranslations('common');
  const form = useForm({ initialValues: { password: '' }, validate: checkedBy(newPasswordSchema, useFieldText()) });
  const { run, busy, error } = useAction(async (body: typeof form.values) => {
    try {
      await answer(call('answerPassword', { body }));
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
  });
  return (
    <form method="post" noValidate onSubmit={form.onSubmit((values) => void run(values))}>
      <Stack gap="md">
        {/* Tells password managers whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
        <PasswordInput
          label={t('newPassword.label')}
          description={common('passwordRule', { count: MIN_PASSWORD })}
          autoComplete="new-password"
          autoFocus
          {...form.getInputProps('password')}
        />
        {error && Object.keys(error.fields).length === 0 && <Problem title={t('newPassword.failed')} error={error} />}
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t('newPassword.submit')}
        </Button>
      </Stack>
    </form>
  );
}
