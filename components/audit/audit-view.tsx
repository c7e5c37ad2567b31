'use client';

import { Box, Button, Skeleton } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { AuditFilters } from './audit-filters';
import { AuditList } from './audit-list';
import { readAuditFilter } from './audit-query';
import { useAudit } from './use-audit';
import classes from './audit.module.css';

/** Who did what. */
export function AuditView() {
  const filter = readAuditFilter(useSearchParams());
  const audit = useAudit(filter);
  return (
    <>
      <PageHead title="Audit" note="Who did what, the newest first. Rows are only ever added." />
      <AuditFilters filter={filter} />
      {audit.error && (
        <Box mb="sm">
          <Problem title="The list is not current" error={audit.error} retry={audit.reload} />
        </Box>
      )}
      {!audit.started && <Skeleton height={320} radius="lg" role="status" aria-label="Loading the audit" />}
      {audit.settled && !audit.error && audit.items.length === 0 && (
        <Empty title="Nothing of the kind is recorded">
          <p>Take a filter away, or look at other days.</p>
        </Empty>
      )}
      {audit.items.length > 0 && <AuditList rows={audit.items} stale={!audit.settled} />}
      {audit.hasMore && (
        <div className={classes.more}>
          <Button variant="default" onClick={audit.more} loading={audit.loadingMore}>
            Show older ones
          </Button>
        </div>
      )}
    </>
  );
}
