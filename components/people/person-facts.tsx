'use client';

/** What is told of an account beside its name. */

import { Badge, Group } from '@mantine/core';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { User } from '@/server/contract/people';
import classes from '../shell/table.module.css';

/** More of them and a row would be taller than its neighbours. */
const SHOWN_GROUPS = 3;

export function Groups({ user: { groups } }: { user: User }) {
  const t = useTranslations('people');
  const rest = groups.slice(SHOWN_GROUPS);
  return (
    <Group gap={4} component="span">
      {groups.slice(0, SHOWN_GROUPS).map(({ id, name }) => (
        <Badge
          key={id}
          size="sm"
          color="gray"
          variant="light"
          tt="none"
          component={Link}
          href={`/groups?group=${encodeURIComponent(id)}`}
          style={{ cursor: 'pointer' }}
        >
          {name}
        </Badge>
      ))}
      {rest.length > 0 && <span title={rest.map(({ name }) => name).join(', ')}>{t('groupsMore', { count: rest.length })}</span>}
    </Group>
  );
}

export function Ways({ user: { hasPassword, providers } }: { user: User }) {
  const t = useTranslations('people');
  const list = new Intl.ListFormat(useLocale(), { type: 'conjunction', style: 'narrow' });
  const ways = [...(hasPassword ? [t('ways.password')] : []), ...providers];
  return ways.length === 0 ? <span className={classes.dim}>{t('ways.none')}</span> : list.format(ways);
}

export function Factors({ user: { totp, passkeys } }: { user: User }) {
  const t = useTranslations('people');
  const list = new Intl.ListFormat(useLocale(), { type: 'conjunction', style: 'narrow' });
  const factors = [...(totp ? [t('factor.app')] : []), ...(passkeys > 0 ? [t('factor.passkeys', { count: passkeys })] : [])];
  return factors.length === 0 ? <span className={classes.dim}>{t('factor.none')}</span> : list.format(factors);
}
