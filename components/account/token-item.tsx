'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Token } from '@/server/contract/people';
import { Ago } from '../shell/ago';
import { useScopeText } from './token-scope-text';
import classes from './account.module.css';

/** A token in a list. `children`: what can be done with it. */
export function TokenItem({ token, children }: { token: Token; children: ReactNode }) {
  const { name, scope } = token;
  const scopeText = useScopeText();
  return (
    <li className={classes.item}>
      <div className={classes.itemWords}>
        <div className={classes.itemName}>{name}</div>
        <div className={classes.itemNote}>
          <TokenTimes token={token} />
        </div>
        <div className={classes.itemNote}>{scopeText(scope)}</div>
      </div>
      {children}
    </li>
  );
}

function TokenTimes({ token: { createdAt, expiresAt, lastUsedAt, lastUsedAddress } }: { token: Token }) {
  const t = useTranslations('account');
  const [past] = useState(() => expiresAt !== null && expiresAt <= Date.now());
  const time = (at: number) => ({ time: () => <Ago at={at} /> });
  const used = (at: number) =>
    lastUsedAddress === null ? t.rich('tokens.used', time(at)) : t.rich('tokens.usedFrom', { ...time(at), address: lastUsedAddress });
  return (
    <>
      {t.rich('tokens.created', time(createdAt))}
      {t('tokens.separator')}
      {lastUsedAt === null ? t('tokens.neverUsed') : used(lastUsedAt)}
      {t('tokens.separator')}
      {expiresAt === null ? t('tokens.neverExpires') : t.rich(past ? 'tokens.expired' : 'tokens.expires', time(expiresAt))}
    </>
  );
}
