'use client';

import { useTranslations } from 'next-intl';
import type { Load } from './machines';
import classes from './nodes.module.css';
import { useLoadText } from './use-load-text';

const figures = ['consoles', 'cpu', 'memory', 'traffic'] as const;

/** What several processes do together. */
export function LoadSums({ title, load, big = false }: { title: string; load: Load; big?: boolean }) {
  const t = useTranslations('nodes');
  const text = useLoadText();
  return (
    <dl className={classes.sums} aria-label={title} data-big={big || undefined}>
      {figures.map((figure) => (
        <div key={figure}>
          <dt>{t(`column.${figure}`)}</dt>
          <dd>{text[figure](load[figure])}</dd>
        </div>
      ))}
    </dl>
  );
}
