'use client';

import { Alert, Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type SubmitEvent, useId, useState } from 'react';
import { Card } from './card';
import type { CredentialType } from './connection';
import type { Credentials } from './link';

interface CredentialsCardProps {
  host: { id: string; name: string };
  types: readonly CredentialType[];
  /** Why it is asked again; empty the first time. */
  problem: string;
  onAnswer: (credentials: Credentials) => void;
  onCancel: () => void;
}

/** The VNC server's own sign-in, after the portal's. */
export function CredentialsCard({ host, types, problem, onAnswer, onCancel }: CredentialsCardProps) {
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
            label="VNC password"
            value={given.password}
            onChange={change('password')}
            autoFocus={!types.includes('username')}
            autoComplete="off"
            maxLength={255}
          />
        ) : null}
      </form>
      <Text size="xs" c="dimmed">
        It goes to the host; the portal does not store it. This tab keeps it to reconnect, until you disconnect or close it.
      </Text>
    </Card>
  );
}
