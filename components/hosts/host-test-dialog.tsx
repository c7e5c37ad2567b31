'use client';

import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { HostRow, HostTest } from '@/server/contract/host';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { Problem } from '../shell/problem';
import classes from './host-test.module.css';

/** Tries the way to a host, and shows how far one gets. */
export function HostTestDialog({ host, onClose }: { host: HostRow | null; onClose: () => void }) {
  const t = useTranslations('hosts');
  return (
    <Modal opened={host !== null} onClose={onClose} size="lg" title={host ? t('test.title', { name: host.name }) : ''}>
      {host && <TestBody key={host.id} host={host} onClose={onClose} />}
    </Modal>
  );
}

function TestBody({ host, onClose }: { host: HostRow; onClose: () => void }) {
  const t = useTranslations('hosts');
  const common = useTranslations('common');
  const { data, error, reload } = useResource(
    useCallback((signal: AbortSignal) => call('testHost', { params: { id: host.id }, signal }), [host.id]),
  );
  return (
    <Stack gap="md">
      {!data && !error && (
        <Group gap="sm" role="status">
          <Loader size="sm" />
          <Text size="sm">{t('test.trying', { count: host.targets.length })}</Text>
        </Group>
      )}
      {error && <Problem title={t('test.failed')} error={error} retry={reload} />}
      {data && <TestResult test={data} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={reload} disabled={!data && !error}>
          {t('test.again')}
        </Button>
        {data?.ok ? (
          <Button component={Link} href={`/console/${host.id}`}>
            {t('test.open')}
          </Button>
        ) : (
          <Button onClick={onClose}>{common('close')}</Button>
        )}
      </Group>
    </Stack>
  );
}

function TestResult({ test }: { test: HostTest }) {
  const t = useTranslations('hosts');
  return (
    <div role="status" className={classes.result}>
      {test.targets.map(({ target, ok, steps }) => (
        <section key={target} aria-label={target}>
          <h3 className={classes.target}>
            <StepIcon ok={ok} />
            {target}
          </h3>
          <ol className={classes.steps}>
            {steps.map((step, index) => (
              <li key={index} className={classes.step}>
                <StepIcon ok={step.ok} />
                <span>{step.name}</span>
                <span className={classes.ms}>{t('test.ms', { ms: Math.round(step.ms) })}</span>
                <span className={classes.detail}>{step.detail}</span>
                {step.next && <span className={classes.next}>{step.next}</span>}
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function StepIcon({ ok }: { ok: boolean }) {
  const t = useTranslations('hosts');
  return ok ? (
    <IconCircleCheck size={18} stroke={1.8} className={classes.good} aria-label={t('test.good')} />
  ) : (
    <IconCircleX size={18} stroke={1.8} className={classes.bad} aria-label={t('test.bad')} />
  );
}
