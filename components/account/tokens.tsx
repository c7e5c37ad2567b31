'use client';

import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { Token } from '@/server/contract/people';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { askFirst } from '../shell/confirm';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import { Panel } from './panel';
import { TokenDialog } from './token-dialog';
import { TokenItem } from './token-item';
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
          <TokenItem key={token.id} token={token}>
            <Button
              variant="default"
              size="xs"
              onClick={() => askToRevoke(t, token, reload)}
              aria-label={t('tokens.revoke.label', { name: token.name })}
            >
              {t('tokens.revoke.action')}
            </Button>
          </TokenItem>
        ))}
      </ul>
      <TokenDialog opened={creating} onClose={() => setCreating(false)} onCreated={reload} />
    </Panel>
  );
}
