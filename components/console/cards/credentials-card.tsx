'use client';

import { Alert, Button, Checkbox, PasswordInput, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, type SubmitEvent, useId, useState } from 'react';
import { Card } from './card';
import { useFailureText } from './failure-text';
import type { AskProblem, CredentialType } from '../connection/console-state';
import type { Credentials } from '../connection/link';

interface CredentialsCardProps {
  host: { id: string; name: string; username: string };
  types: readonly CredentialType[];
  /** Of these, what the host does without. */
  optional: readonly CredentialType[];
  /** Why it is asked again; null the first time. */
  problem: AskProblem | null;
  /** The portal signs in with them, not this browser. */
  relayed: boolean;
  /** The person may store them with the host. */
  mayKeep: boolean;
  /** What was filled in last, but for the secret. */
  before: { username: string; keep: boolean };
  onAnswer: (credentials: Credentials, keep: boolean) => void;
  onCancel: () => void;
}

/** The VNC server's own sign-in, after the portal's. */
export function CredentialsCard({ host, types, optional, problem, relayed, mayKeep, before, onAnswer, onCancel }: CredentialsCardProps) {
  const t = useTranslations('consoleCards');
  const common = useTranslations('common');
  const form = useId();
  const asksName = types.includes('username');
  const nameIsOptional = optional.includes('username');
  const [given, setGiven] = useState<Required<Credentials>>({ username: before.username, password: '', target: '' });
  const [keep, setKeep] = useState(before.keep);
  const change = (type: CredentialType) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setGiven({ ...given, [type]: event.target.value });
  // Which machine behind a host is meant is nothing that a host can keep.
  const keeps = mayKeep && types.includes('password') && !types.includes('target');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAnswer(Object.fromEntries(types.map((type) => [type, given[type]])), keeps && keep);
    setGiven({ ...given, password: '' });
  };

  return (
    <Card
      host={host}
      tone="asks"
      title={asksName ? t('credentials.titleWho') : t('credentials.titlePassword')}
      actions={
        <>
          <Button type="submit" form={form}>
            {t('credentials.signIn')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {common('cancel')}
          </Button>
        </>
      }
    >
      <Text size="sm">
        {t.rich(`credentials.wants.${wanted(types, host.username)}`, { host: host.name, user: host.username, b: bold })}
      </Text>
      <form id={form} onSubmit={submit} autoComplete="off">
        {problem ? <Problem problem={problem} /> : null}
        {asksName ? (
          <TextInput
            label={t('credentials.userName')}
            value={given.username}
            onChange={change('username')}
            autoFocus={before.username === ''}
            description={nameIsOptional ? t('credentials.userNameOptional') : undefined}
            required={!nameIsOptional}
            withAsterisk={false}
            maxLength={255}
            autoCapitalize="none"
            spellCheck={false}
            mb="sm"
          />
        ) : null}
        {types.includes('target') ? (
          <TextInput
            label={t('credentials.target')}
            value={given.target}
            onChange={change('target')}
            maxLength={255}
            spellCheck={false}
            mb="sm"
          />
        ) : null}
        {types.includes('password') ? (
          <PasswordInput
            label={
              (asksName && !(nameIsOptional && given.username === '')) || host.username !== ''
                ? t('credentials.accountPassword')
                : t('credentials.vncPassword')
            }
            value={given.password}
            onChange={change('password')}
            autoFocus={!asksName || before.username !== ''}
            autoComplete="off"
            required={relayed}
            withAsterisk={false}
            maxLength={255}
            visibilityToggleButtonProps={{ 'aria-label': common('showPassword') }}
          />
        ) : null}
        {keeps ? (
          <Checkbox
            mt="sm"
            label={t('credentials.keep')}
            description={t('credentials.keepHint')}
            checked={keep}
            onChange={(event) => setKeep(event.currentTarget.checked)}
          />
        ) : null}
      </form>
      {keep ? null : (
        <Text size="xs" c="dimmed">
          {relayed ? t('credentials.usedOnce') : t('credentials.usedHere')}
        </Text>
      )}
    </Card>
  );
}

const bold = (words: ReactNode) => <b>{words}</b>;

function Problem({ problem }: { problem: AskProblem }) {
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} mb="sm" p="sm">
      {useProblemText(problem)}
    </Alert>
  );
}

function useProblemText(problem: AskProblem): string {
  const t = useTranslations('consoleCards');
  const textOf = useFailureText();
  switch (problem.why) {
    case 'stopped-waiting':
      return t('credentials.problem.stoppedWaiting');
    case 'ended-before-answer':
      return t('credentials.problem.endedBeforeAnswer');
    case 'refused':
      return problem.said ? t('credentials.problem.refusedSaying', { said: problem.said }) : t('credentials.problem.refused');
    case 'not-sent':
      return t('credentials.problem.notSent', { why: textOf(problem.failure).message });
    case 'failed':
      return textOf(problem.failure).message;
  }
}

/** Which account is wanted: the VNC server's one password has none. */
function wanted(types: readonly CredentialType[], stored: string): 'vnc' | 'name' | 'account' | 'stored' {
  if (!types.includes('username')) return stored === '' ? 'vnc' : 'stored';
  return types.includes('password') ? 'account' : 'name';
}
