'use client';

import { Alert, Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type SubmitEvent, useId, useState } from 'react';
import { Card } from './card';
import type { CredentialType } from '../connection/console-state';
import type { Credentials } from '../connection/link';

interface CredentialsCardProps {
  host: { id: string; name: string };
  types: readonly CredentialType[];
  /** Why it is asked again; empty the first time. */
  problem: string;
  /** The portal signs in with them, not this browser. */
  relayed: boolean;
  onAnswer: (credentials: Credentials) => void;
  onCancel: () => void;
}

/** The VNC server's own sign-in, after the portal's. */
export function CredentialsCard({ host, types, problem, relayed, onAnswer, onCancel }: CredentialsCardProps) {
  const form = useId();
  const [given, setGiven] = useState<Required<Credentials>>({ username: '', password: '', target: '' });
  const change = (type: CredentialType) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setGiven({ ...given, [type]: event.target.value });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAnswer(Object.fromEntries(types.map((type) => [type, given[type]])));
    setGiven({ ...given, password: '' });
  };

  return (
    <Card
      host={host}
      tone="asks"
      title={types.includes('username') ? 'The host asks who you are' : 'The host asks for its password'}
      actions={
        <>
          <Button type="submit" form={form}>
            Sign in
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </>
      }
    >
      <Text size="sm">
        {account(types)} on <b>{host.name}</b>, not yours on this portal.
      </Text>
      <form id={form} onSubmit={submit} autoComplete="off">
        {problem ? (
          <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} mb="sm" p="sm">
            {problem}
          </Alert>
        ) : null}
        {types.includes('username') ? (
          <TextInput
            label="User name on the host"
            value={given.username}
            onChange={change('username')}
            autoFocus
            required
            withAsterisk={false}
            maxLength={255}
            autoCapitalize="none"
            spellCheck={false}
            mb="sm"
          />
        ) : null}
        {types.includes('target') ? (
          <TextInput
            label="Machine behind the host"
            value={given.target}
            onChange={change('target')}
            maxLength={255}
            spellCheck={false}
            mb="sm"
          />
        ) : null}
        {types.includes('password') ? (
          <PasswordInput
            label={types.includes('username') ? 'Password of that account' : 'VNC password'}
            value={given.password}
            onChange={change('password')}
            autoFocus={!types.includes('username')}
            autoComplete="off"
            required={relayed}
            withAsterisk={false}
            maxLength={255}
          />
        ) : null}
      </form>
      <Text size="xs" c="dimmed">
        {relayed
          ? 'The portal uses it to sign in to the host, for this console alone, and keeps it no longer than that. After a reconnect it asks again.'
          : 'It goes to the host; the portal does not store it. This tab keeps it to reconnect, until you disconnect or close it.'}
      </Text>
    </Card>
  );
}

/** Which account is wanted. */
function account(types: readonly CredentialType[]): string {
  if (!types.includes('username')) return 'It wants the password of the VNC server';
  return types.includes('password') ? 'It wants the user name and the password of an account' : 'It wants the name of an account';
}
