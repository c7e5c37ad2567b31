'use client';

import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import Link from 'next/link';
import { useCallback } from 'react';
import type { HostRow, HostTest } from '@/server/contract/host';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { Problem } from '../shell/problem';
import classes from './host-test.module.css';

/** Tries the way to a host, and shows how far one gets. */
export function HostTestDialog({ host, onClose }: { host: HostRow | null; onClose: () => void }) {
  return (
    <Modal opened={host !== null} onClose={onClose} size="lg" title={host ? `The way to ${host.name}` : ''}>
      {host && <TestBody key={host.id} host={host} onClose={onClose} />}
    </Modal>
  );
}

function TestBody({ host, onClose }: { host: HostRow; onClose: () => void }) {
  const { data, error, reload } = useResource(
    useCallback((signal: AbortSignal) => call('testHost', { params: { id: host.id }, signal }), [host.id]),
  );
  return (
    <Stack gap="md">
      {!data && !error && (
        <Group gap="sm" role="status">
          <Loader size="sm" />
          <Text size="sm">Trying {host.targets.length === 1 ? 'the address' : `${host.targets.length} addresses`}…</Text>
        </Group>
      )}
      {error && <Problem title="The test did not run" error={error} retry={reload} />}
      {data && <TestResult test={data} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={reload} disabled={!data && !error}>
          Test again
        </Button>
        {data?.ok ? (
          <Button component={Link} href={`/console/${host.id}`}>
            Open the console
          </Button>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )}
      </Group>
    </Stack>
  );
}

function TestResult({ test }: { test: HostTest }) {
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
                <span className={classes.ms}>{Math.round(step.ms)} ms</span>
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
  return ok ? (
    <IconCircleCheck size={18} stroke={1.8} className={classes.good} aria-label="worked" />
  ) : (
    <IconCircleX size={18} stroke={1.8} className={classes.bad} aria-label="failed" />
  );
}
