'use client';

import { Button, CloseButton } from '@mantine/core';
import { IconAdjustments, IconTag, IconTrash } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ListQuery } from '../host-query';
import type { Selecting } from '../use-selection';
import { targetOf } from './use-bulk';
import classes from './bulk.module.css';

const BulkTags = dynamic(() => import('./bulk-tags').then((part) => part.BulkTags), { ssr: false });
const BulkRules = dynamic(() => import('./bulk-rules').then((part) => part.BulkRules), { ssr: false });
const BulkRemove = dynamic(() => import('./bulk-remove').then((part) => part.BulkRemove), { ssr: false });

interface Props {
  selection: Selecting;
  query: ListQuery;
  /** Hosts that match. */
  total: number;
  tags: string[];
  nameOf: (id: string) => string;
  onDone: (removed: boolean) => void;
}

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** What can be done to the selected hosts together. */
export function BulkBar({ selection, query, total, tags, nameOf, onDone }: Props) {
  const t = useTranslations('hosts');
  const [open, setOpen] = useState<'tags' | 'rules' | 'remove' | null>(null);
  const { count } = selection;
  const filtered = query.q !== '' || query.tag !== '';
  const dialog = {
    target: targetOf(selection, query),
    count,
    onClose: () => setOpen(null),
    onDone: () => {
      setOpen(null);
      onDone(open === 'remove');
    },
  };
  return (
    <section className={classes.bar} aria-label={t('select.bar')}>
      <div className={classes.count}>
        <span role="status">{t('select.selected', { count })}</span>
        {selection.all === null && count < total && (
          <Button variant="subtle" size="compact-sm" onClick={() => selection.pickAll(total)}>
            {filtered ? t('select.allMatching', { count: total }) : t('select.every', { count: total })}
          </Button>
        )}
      </div>
      <div className={classes.deeds}>
        <Button size="xs" variant="default" leftSection={<IconTag {...icon} />} onClick={() => setOpen('tags')}>
          {t('bulk.tags')}
        </Button>
        <Button size="xs" variant="default" leftSection={<IconAdjustments {...icon} />} onClick={() => setOpen('rules')}>
          {t('bulk.rules')}
        </Button>
        <Button size="xs" variant="default" leftSection={<IconTrash {...icon} />} onClick={() => setOpen('remove')}>
          {t('bulk.remove')}
        </Button>
        <CloseButton aria-label={t('select.clear')} onClick={selection.clear} />
      </div>
      {open === 'tags' && <BulkTags {...dialog} known={tags} />}
      {open === 'rules' && <BulkRules {...dialog} />}
      {open === 'remove' && <BulkRemove {...dialog} names={selection.all === null ? [...selection.ids].map(nameOf) : []} />}
    </section>
  );
}
