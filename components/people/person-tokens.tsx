'use client';

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { Token, User } from '@/server/contract/people';
import { TokenItem } from '../account/token-item';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { askFirst } from '../shell/confirm';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import classes from '../account/account.module.css';

interface Props {
  user: User;
  /** With the user as it is then; the dialog stays. */
  onChanged: (user: User) => void;
}

/** The tokens of somebody else, each of which can be revoked. */
export function PersonTokens({ user, onChanged }: Props) {
  const t = useTranslations('people');
  const { id, name } = user;
  const { data, error, reload } = useResource(
    useCallback((signal: AbortSignal) => call('listUserTokens', { params: { id }, signal }), [id]),
  );
  const changed = async (done: string) => {
    notifyDone(done);
    reload();
    onChanged(await call('getUser', { params: { id } }));
  };
  const askToRevoke = (token: Token) =>
    askFirst({
      title: t('tokens.revoke.title', { token: token.name, name }),
      body: t('tokens.revoke.body'),
      confirm: t('tokens.revoke.confirm'),
      act: async () => {
        await call('revokeUserToken', { params: { id, tokenId: token.id } });
        await changed(t('tokens.revoke.done', { token: token.name }));
      },
    });
  const askToRevokeAll = () =>
    askFirst({
      title: t('tokens.revokeAll.title', { name }),
      body: t('tokens.revoke.body'),
      confirm: t('tokens.revokeAll.open'),
      act: async () => {
        await call('revokeUserTokens', { params: { id } });
        await changed(t('tokens.revokeAll.done', { name }));
      },
    });
  const items = data?.items ?? [];
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('tokens.note')}
      </Text>
      {error && <Problem title={t('tokens.unreadable')} error={error} retry={reload} />}
      {!data && !error && <Skeleton height={52} radius="md" />}
      {data && items.length === 0 && <Text size="sm">{t('tokens.none', { name })}</Text>}
      {items.length > 0 && (
        <ul className={classes.items}>
          {items.map((token) => (
            <TokenItem key={token.id} token={token}>
              <Button
                variant="default"
                size="xs"
                aria-label={t('tokens.revoke.label', { token: token.name })}
                onClick={() => askToRevoke(token)}
              >
                {t('tokens.revoke.open')}
              </Button>
            </TokenItem>
          ))}
        </ul>
      )}
      {items.length > 1 && (
        <Group justify="flex-end">
          <Button variant="light" color="red" onClick={askToRevokeAll}>
            {t('tokens.revokeAll.open')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
