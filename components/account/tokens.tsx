'use client';

import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { Token } from '@/server/contract/people';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { Ago } from '../shell/ago';
import { askFirst } from '../shell/confirm';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import { Panel } from './panel';
import { TokenDialog } from './token-dialog';
import { useScopeText } from './token-scope-text';
import classes from './account.module.css';

type Translate = ReturnType<typeof useTranslations<'account'>>;

function askToRevoke(t: Translate, { id, name }: Token, onRevoked: () => void): void {
  askFirst({
    title: t('tokens.revoke.title', { name }),
    body: t('tokens.revoke.body'),
    confirm: t('tokens.revoke.confirm'),
    act: async () => {
      await call('revokeToken', { params: { id } });
      notifyDone(t('tokens.revoke.done', { name }));
      onRevoked();
    },
  });
}

/** Keys for programs, with the viewer's own rights. */
export function Tokens() {
  const t = useTranslations('account');
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('listTokens', { signal }), []));
  const [creating, setCreating] = useState(false);
  return (
    <Panel
      title={t('tokens.title')}
      note={t('tokens.note')}
      action={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          data-new-token
          onClick={() => setCreating(true)}
        >
          {t('tokens.new')}
        </Button>
      }
    >
      {error && <Problem title={t('tokens.unreadable')} error={error} retry={reload} />}
      {!data && !error && <Skeleton height={52} radius="md" />}
      {data?.items.length === 0 && <p className={classes.none}>{t('tokens.none')}</p>}
      <ul className={classes.items}>
        {data?.items.map((token) => (
          <TokenItem key={token.id} token={token} onRevoke={() => askToRevoke(t, token, reload)} />
        ))}
      </ul>
      <TokenDialog opened={creating} onClose={() => setCreating(false)} onCreated={reload} />
    </Panel>
  );
}

function TokenItem({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const t = useTranslations('account');
  const { name, createdAt, expiresAt, lastUsedAt, scope } = token;
  const scopeText = useScopeText();
  const [past] = useState(() => expiresAt !== null && expiresAt <= Date.now());
  return (
    <li className={classes.item}>
      <div className={classes.itemWords}>
        <div className={classes.itemName}>{name}</div>
        <div className={classes.itemNote}>
          {t.rich('tokens.created', { time: () => <Ago at={createdAt} /> })}
          {t('tokens.separator')}
          {lastUsedAt === null ? t('tokens.neverUsed') : t.rich('tokens.used', { time: () => <Ago at={lastUsedAt} /> })}
          {t('tokens.separator')}
          {expiresAt === null
            ? t('tokens.neverExpires')
            : past
              ? t.rich('tokens.expired', { time: () => <Ago at={expiresAt} /> })
              : t.rich('tokens.expires', { time: () => <Ago at={expiresAt} /> })}
        </div>
        <div className={classes.itemNote}>{scopeText(scope)}</div>
      </div>
      <Button variant="default" size="xs" onClick={onRevoke} aria-label={t('tokens.revoke.label', { name })}>
        {t('tokens.revoke.action')}
      </Button>
    </li>
  );
}
