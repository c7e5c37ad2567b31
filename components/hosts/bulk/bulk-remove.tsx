'use client';

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { call } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { notifyDone } from '../../shell/notify';
import type { BulkDialog } from './bulk-form';
import { BulkProblem } from './bulk-problem';
import classes from './bulk.module.css';

/** Beyond this many a click is not enough. */
export const TYPE_BEYOND = 10;
const NAMES = 50;

/** @param dialog.names of the hosts, as far as they are known */
export function BulkRemove({ target: given, count, names, onClose, onDone }: BulkDialog & { names: string[] }) {
  const t = useTranslations('hosts');
  const common = useTranslations('common');
  // What is asked about here is what is removed, whatever happens to the list behind.
  const [target] = useState(given);
  const [typed, setTyped] = useState('');
  const { data: would, error: unknown } = useResource(
    useCallback((signal: AbortSignal) => call('bulkHosts', { body: { ...target, delete: true, dryRun: true }, signal }), [target]),
  );
  const { run, busy, error } = useAction(
    useCallback(async () => {
      const { removed } = await call('bulkHosts', { body: { ...target, delete: true } });
      notifyDone(t('bulk.removed', { count: removed }));
      onDone();
    }, [target, onDone, t]),
  );
  const sure = count <= TYPE_BEYOND || typed.trim() === String(count);
  const problem = error ?? unknown;
  return (
    <Modal opened onClose={onClose} title={t('bulk.removeTitle', { count })} size="md">
      <form
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (sure && would) void run();
        }}
      >
        <Stack gap="md">
          {names.length > 0 && (
            // It scrolls, so the keyboard has to reach it.
            <ul className={classes.names} tabIndex={0} aria-label={t('select.bar')}>
              {names.slice(0, NAMES).map((name, index) => (
                <li key={index}>{name}</li>
              ))}
              {names.length > NAMES && <li>{t('bulk.andMore', { count: names.length - NAMES })}</li>}
            </ul>
          )}
          <Text size="sm" role="status">
            {would ? t('bulk.removeLive', { count: would.ended }) : !unknown && t('bulk.counting')}
          </Text>
          <Text size="sm">{t('bulk.removeConsequences')}</Text>
          {count > TYPE_BEYOND && (
            <TextInput
              data-autofocus
              label={t('bulk.typeCount', { number: String(count) })}
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
          {problem && <BulkProblem title={t('bulk.notRemoved')} error={problem} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose} disabled={busy} data-autofocus={count <= TYPE_BEYOND || undefined}>
              {common('cancel')}
            </Button>
            <Button type="submit" color="red" loading={busy} disabled={!sure || !would}>
              {t('bulk.removeConfirm', { count })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
