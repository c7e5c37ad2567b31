'use client';

import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
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
import classes from './account.module.css';

function askToRevoke({ id, name }: Token, onRevoked: () => void): void {
  askFirst({
    title: `Revoke “${name}”?`,
    body: 'Whatever uses this token is refused from now on, and its live consoles end. This cannot be taken back.',
    confirm: 'Revoke the token',
    act: async () => {
      await call('revokeToken', { params: { id } });
      notifyDone(`“${name}” was revoked.`);
      onRevoked();
    },
  });
}

/** Keys for programs, with the viewer's own rights. */
export function Tokens() {
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('listTokens', { signal }), []));
  const [creating, setCreating] = useState(false);
  return (
    <Panel
      title="API tokens"
      note="For scripts and other programs: a token may do what you may do, over REST and WebSocket."
      action={
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setCreating(true)}>
          New token
        </Button>
      }
    >
      {error && <Problem title="The tokens could not be read" error={error} retry={reload} />}
      {!data && !error && <Skeleton height={52} radius="md" />}
      {data?.items.length === 0 && <p className={classes.none}>You have no token.</p>}
      <ul className={classes.items}>
        {data?.items.map((token) => (
          <TokenItem key={token.id} token={token} onRevoke={() => askToRevoke(token, reload)} />
        ))}
      </ul>
      <TokenDialog opened={creating} onClose={() => setCreating(false)} onCreated={reload} />
    </Panel>
  );
}

function TokenItem({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { name, createdAt, expiresAt, lastUsedAt } = token;
  return (
    <li className={classes.item}>
      <div className={classes.itemWords}>
        <div className={classes.itemName}>{name}</div>
        <div className={classes.itemNote}>
          created <Ago at={createdAt} />,{' '}
          {lastUsedAt === null ? (
            'never used'
          ) : (
            <>
              last used <Ago at={lastUsedAt} />
            </>
          )}
          , {expiresAt === null ? 'does not expire' : <Expiry at={expiresAt} />}
        </div>
      </div>
      <Button variant="default" size="xs" onClick={onRevoke} aria-label={`Revoke the token ${name}`}>
        Revoke
      </Button>
    </li>
  );
}

function Expiry({ at }: { at: number }) {
  const [past] = useState(() => at <= Date.now());
  return (
    <>
      {past ? 'expired' : 'expires'} <Ago at={at} />
    </>
  );
}
