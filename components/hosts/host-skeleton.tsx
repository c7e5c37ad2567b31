'use client';

import { Skeleton } from '@mantine/core';
import { useTranslations } from 'next-intl';
import classes from './host-list.module.css';

const widths = [180, 140, 210, 160, 120, 190, 150, 170];

export function HostSkeleton() {
  const t = useTranslations('hosts');
  return (
    <div className={classes.frame} role="status" aria-label={t('loading')}>
      {widths.map((width, index) => (
        <div key={index} className={classes.bone}>
          <Skeleton circle height={10} />
          <Skeleton height={12} width={width} radius="sm" />
          <Skeleton height={10} width="22%" ml="auto" radius="sm" />
        </div>
      ))}
    </div>
  );
}
