'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { HostImportPlan } from '@/server/contract/host-import';
import classes from './import.module.css';

/** Files that are named one by one; of a folder the rest is counted. */
const SHOWN = 5;

/** What each file was taken for, and what was left out of it. */
export function ReadAs({ read }: { read: HostImportPlan['read'] }) {
  const t = useTranslations('hostImport');
  const skipped = read.reduce((sum, file) => sum + file.skipped, 0);
  const rest = read.length - SHOWN;
  return (
    <div className={classes.readAs}>
      {read.slice(0, SHOWN).map(({ name, format, hosts }, index) => (
        <Text size="sm" key={index}>
          {name
            ? t('readAs', { name, format: t(`formats.${format}`), count: hosts })
            : t('readAsText', { format: t(`formats.${format}`), count: hosts })}
        </Text>
      ))}
      {rest > 0 && <Text size="sm">{t('moreFiles', { count: rest })}</Text>}
      {skipped > 0 && (
        <Text size="sm" c="dimmed">
          {t('skipped', { count: skipped })}
        </Text>
      )}
    </div>
  );
}
