'use client';

import { Box, Button, Skeleton } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useSearchParams } from 'next/navigation';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { AuditFilters } from './audit-filters';
import { AuditList } from './audit-list';
import { readAuditFilter } from './audit-query';
import { ExportMenu } from './export-menu';
import { Keeping } from './keeping';
import { useAudit } from './use-audit';
import classes from './audit.module.css';

/** Who did what. */
export function AuditView() {
  const t = useTranslations('audit');
  const filter = readAuditFilter(useSearchParams());
  const audit = useAudit(filter);
  return (
    <>
      <PageHead title={t('title')} note={t('note')}>
        <ExportMenu filter={filter} />
      </PageHead>
      <Keeping />
      <AuditFilters filter={filter} />
      {audit.error && (
        <Box mb="sm">
          <Problem title={t('stale')} error={audit.error} retry={audit.reload} />
        </Box>
      )}
      {!audit.started && <Skeleton height={320} radius="lg" role="status" aria-label={t('loading')} />}
      {audit.settled && !audit.error && audit.items.length === 0 && (
        <Empty title={t('none')}>
          <p>{t('noneNote')}</p>
        </Empty>
      )}
      {audit.items.length > 0 && <AuditList rows={audit.items} stale={!audit.settled} />}
      {audit.hasMore && (
        <div className={classes.more}>
          <Button variant="default" onClick={audit.more} loading={audit.loadingMore}>
            {t('older')}
          </Button>
        </div>
      )}
    </>
  );
}
