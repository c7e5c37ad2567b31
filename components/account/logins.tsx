'use client';

import { Badge, Button, Skeleton } from '@mantine/core';
import { useTranslations } from 'next-intl';
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
import { useWayText } from './sign-in-way';
import classes from './account.module.css';

type Translate = ReturnType<typeof useTranslations<'account'>>;

function askToSignOutEverywhere(t: Translate): void {
  askFirst({
    title: t('logins.everywhere.title'),
    body: t('logins.everywhere.body'),
    confirm: t('logins.everywhere.action'),
    act: async () => {
      await call('endLogins');
      window.location.assign(`${basePath()}/sign-in`);
    },
  });
}

/** The browsers that are signed in as the viewer. */
export function Logins() {
  const t = useTranslations('account');
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('listLogins', { signal }), []));
  const wayText = useWayText();
  const end = (login: Login) => {
    const done = login.current ? signOut() : call('endLogin', { params: { id: login.id } }).then(() => notifyDone(t('logins.ended')));
    done.then(reload, (failure: unknown) => notifyProblem(t('logins.notEnded'), failure));
  };
  return (
    <Panel
      title={t('logins.title')}
      note={t('logins.note')}
      action={
        <Button variant="default" size="xs" onClick={() => askToSignOutEverywhere(t)}>
          {t('logins.everywhere.action')}
        </Button>
      }
    >
      {error && <Problem title={t('logins.unreadable')} error={error} retry={reload} />}
      {!data && !error && <Skeleton height={52} radius="md" />}
      <ul className={classes.items}>
        {data?.items.map((login) => (
          <LoginItem key={login.id} login={login} how={wayText(login.provider)} onEnd={() => end(login)} />
        ))}
      </ul>
    </Panel>
  );
}

function LoginItem({ login, how, onEnd }: { login: Login; how: string; onEnd: () => void }) {
  const t = useTranslations('account');
  const device = deviceText(t, login.userAgent);
  return (
    <li className={classes.item}>
      <div className={classes.itemWords}>
        <div className={classes.itemName} title={login.userAgent}>
          {device}
          {login.current && (
            <Badge size="sm" variant="light" tt="none">
              {t('logins.current')}
            </Badge>
          )}
        </div>
        <div className={classes.itemNote}>
          {t.rich('logins.seen', {
            how,
            address: login.address,
            began: () => <Ago at={login.createdAt} />,
            seen: () => <Ago at={login.lastSeenAt} />,
          })}
        </div>
      </div>
      <Button variant="default" size="xs" onClick={onEnd} aria-label={t('logins.endLabel', { device, address: login.address })}>
        {t('logins.end')}
      </Button>
    </li>
  );
}
