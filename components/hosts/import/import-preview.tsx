'use client';

import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconKey, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { HostImportPlan } from '@/server/contract/host-import';
import { ApiError } from '../../api/api-error';
import { call } from '../../api/client';
import { useAction } from '../../api/use-action';
import { notifyDone } from '../../shell/notify';
import { Problem } from '../../shell/problem';
import { TYPE_BEYOND } from '../bulk/bulk-remove';
import { Findings } from './findings';
import { PlannedHosts } from './planned-hosts';
import { ReadAs } from './read-as';
import { type Source, toImport } from './read-file';
import classes from './import.module.css';

interface Props {
  source: Source;
  plan: HostImportPlan;
  /** Whether it replaces one that was agreed to and could not be carried out any more. */
  again: boolean;
  onPlan: (plan: HostImportPlan) => void;
  onBack: () => void;
  onApplied: () => void;
}

export function ImportPreview({ source, plan, again, onPlan, onBack, onApplied }: Props) {
  const t = useTranslations('hostImport');
  const { add, change, remove, unchanged, kept, findings } = plan;
  const [typed, setTyped] = useState('');
  const summary = useRef<HTMLUListElement>(null);
  // What was focused is gone; what is new begins here.
  useEffect(() => summary.current?.focus(), []);
  const count = add.length + change.length + remove.length;
  const ends = [...change, ...remove].reduce((sum, { ended }) => sum + ended, 0);
  const forgets = change.filter(({ forgetsPassword }) => forgetsPassword).length;
  const sure = remove.length <= TYPE_BEYOND || typed.trim() === String(remove.length);

  const { run, busy, error } = useAction(
    useCallback(async () => {
      const body = toImport(source);
      try {
        const done = await call('importHosts', { body: { ...body, dryRun: false, plan: plan.plan } });
        if (!done.applied) {
          onPlan(done);
          return;
        }
        notifyDone(t('done', { add: done.add.length, change: done.change.length, remove: done.remove.length }));
        onApplied();
      } catch (failure) {
        if (!(failure instanceof ApiError) || failure.code !== 'plan_changed') throw failure;
        onPlan(await call('importHosts', { body: { ...body, dryRun: true } }));
      }
    }, [source, plan.plan, onPlan, onApplied, t]),
  );

  if (findings.length > 0) return <Findings plan={plan} onBack={onBack} />;
  return (
    <Stack gap="md">
      {again && (
        <Alert color="orange" variant="light" role="alert">
          {t('changedMeanwhile')}
        </Alert>
      )}
      <ReadAs read={plan.read} />
      <ul ref={summary} className={classes.summary} tabIndex={-1}>
        {add.length > 0 && <li data-kind="add">{t('summary.add', { count: add.length })}</li>}
        {change.length > 0 && <li data-kind="change">{t('summary.change', { count: change.length })}</li>}
        {remove.length > 0 && <li data-kind="remove">{t('summary.remove', { count: remove.length })}</li>}
        {unchanged > 0 && <li>{t('summary.unchanged', { count: unchanged })}</li>}
        {kept > 0 && <li>{t('summary.kept', { count: kept })}</li>}
      </ul>
      {count === 0 && <Text size="sm">{t('nothing')}</Text>}
      {ends > 0 && (
        <Alert color="orange" variant="light" icon={<IconPlugConnectedX size={18} stroke={1.8} aria-hidden />}>
          {t('ends', { count: ends })}
        </Alert>
      )}
      {forgets > 0 && (
        <Alert color="orange" variant="light" icon={<IconKey size={18} stroke={1.8} aria-hidden />}>
          {t('forgotten', { count: forgets })}
        </Alert>
      )}
      <PlannedHosts plan={plan} />
      {remove.length > TYPE_BEYOND && (
        <TextInput
          label={t('typeCount', { count: remove.length, number: String(remove.length) })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {busy && (
        <Text size="sm" role="status">
          {t('applying', { count })}
        </Text>
      )}
      {error && <Problem title={t('notApplied')} error={error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onBack} disabled={busy}>
          {t('back')}
        </Button>
        <Button
          onClick={() => void run()}
          loading={busy}
          disabled={count === 0 || !sure}
          color={remove.length + ends > 0 ? 'red' : 'petrol'}
        >
          {t('apply.all', { count })}
        </Button>
      </Group>
    </Stack>
  );
}
