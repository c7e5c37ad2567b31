'use client';

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { toApiError } from '../api/api-error';
import { basePath } from '../api/base-path';
import { returnPath } from '../shell/return-path';
import { signIn } from './sign-in';
import { waitMessage } from './sign-in-outcome';
import { useCountdown } from './use-countdown';

/** @param wanted where to go afterwards, as the address says; it is checked here */
export function SignInForm({ wanted }: { wanted: string | null }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [waited, setWaited] = useState(false);
  const { left, start } = useCountdown();
  const message = waited ? waitMessage(left) : problem;

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    setWaited(false);
    try {
      const outcome = await signIn(name, password);
      if (outcome.state === 'signed-in') {
        // A whole new page, so that nothing of what was rendered for nobody is left. Busy until it is there.
        window.location.assign(`${basePath()}${returnPath(wanted, window.location.origin)}`);
        return;
      }
      setProblem(outcome.message);
      if (outcome.seconds !== undefined) {
        setWaited(true);
        start(outcome.seconds);
      }
    } catch (error) {
      setProblem(toApiError(error).message);
    }
    setBusy(false);
  };

  // "post": should the form be sent before this script runs, the password must not end up in an address.
  return (
    <form method="post" onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          name="name"
          autoComplete="username"
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
          label="Password"
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
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
