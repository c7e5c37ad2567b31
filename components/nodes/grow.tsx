'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Machine } from './machines';
import classes from './nodes.module.css';

/** How there come to be more processes, for those who have not tried what the list leaves room for. */
export function Grow({ machines }: { machines: readonly Machine[] }) {
  const t = useTranslations('nodes');
  const code = (chunks: ReactNode) => <code>{chunks}</code>;
  const [only] = machines;
  if (!only || machines.length > 1) return null;
  return (
    <aside className={classes.grow} aria-label={t('grow.title')}>
      <h2>{t('grow.title')}</h2>
      {only.nodes.length === 1 && <p>{t.rich('grow.workers', { code })}</p>}
      <p>{t.rich('grow.machines', { code })}</p>
    </aside>
  );
}
