'use client';

import { Badge, Button, Skeleton } from '@mantine/core';
import { useCallback } from 'react';
import type { Login } from '@/server/contract/people';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { Ago } from '../shell/ago';
import { askFirst } from '../shell/confirm';
import { notifyDone, notifyProblem } from '../shell/notify';
import { Problem } from '../shell/problem';
import { deviceText } from './device-text';
import { Panel } from './panel';
import { signOut } from './sign-in';
import classes from './account.module.css';

function askToSignOutEverywhere(): void {
  askFirst({
    title: 'Sign out everywhere?',
    body: 'Every browser that you are signed in with is signed out within a second, this one too, and your live consoles end. API tokens stay.',
    confirm: 'Sign out everywhere',
    act: async () => {
      await call('endLogins');
      window.location.assign(`${basePath()}/sign-in`);
    },
  });
}

/** The browsers that are signed in as the viewer. */
export function Logins() {
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('listLogins', { signal }), []));
  const end = (login: Login) => {
    const done = login.current
      ? signOut()
      : call('endLogin', { params: { id: login.id } }).then(() => notifyDone('That sign-in has ended.'));
    done.then(reload, (failure: unknown) => notifyProblem('It is still signed in', failure));
  };
  return (
    <Panel
      title="Where you are signed in"
      note="A sign-in ends by itself 12 hours after it began. Ending one ends its consoles too."
      action={
        <Button variant="default" size="xs" onClick={askToSignOutEverywhere}>
          Sign out everywhere
        </Button>
      }
    >
      {error && <Problem title="The sign-ins could not be read" error={error} retry={reload} />}
      {!data && !error && <Skeleton height={52} radius="md" />}
      <ul className={classes.items}>
        {data?.items.map((login) => (
          <LoginItem key={login.id} login={login} onEnd={() => end(login)} />
        ))}
      </ul>
    </Panel>
  );
}

function LoginItem({ login, onEnd }: { login: Login; onEnd: () => void }) {
  const device = deviceText(login.userAgent);
  return (
    <li className={classes.item}>
      <div className={classes.itemWords}>
        <div className={classes.itemName} title={login.userAgent}>
          {device}
          {login.current && (
            <Badge size="sm" variant="light" tt="none">
              this browser
            </Badge>
          )}
        </div>
        <div className={classes.itemNote}>
          from {login.address}, since <Ago at={login.createdAt} />, last seen <Ago at={login.lastSeenAt} />
        </div>
      </div>
      <Button variant="default" size="xs" onClick={onEnd} aria-label={`Sign out: ${device} from ${login.address}`}>
        Sign out
      </Button>
    </li>
  );
}
