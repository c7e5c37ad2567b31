'use client';

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { HostImportPlan } from '@/server/contract/host-import';
import classes from './import.module.css';

/** The mistakes of a file, each with its line. */
export function Findings({ plan: { findings, moreFindings }, onBack }: { plan: HostImportPlan; onBack: () => void }) {
  const t = useTranslations('hostImport');
  const count = findings.length + moreFindings;
  return (
    <Stack gap="md">
      <Alert
        color="red"
        variant="light"
        role="alert"
        icon={<IconAlertTriangle size={18} stroke={1.8} aria-hidden />}
        title={t('mistakes', { count })}
      />
      <div className={classes.scroll}>
        <table className={classes.fields}>
          <thead>
            <tr>
              <th scope="col">{t('where')}</th>
              <th scope="col">{t('host')}</th>
              <th scope="col">{t('field')}</th>
              <th scope="col">{t('what')}</th>
            </tr>
          </thead>
          <tbody>
            {findings.map(({ where, id, field, message }, index) => (
              <tr key={index}>
                <td>{where}</td>
                <td>{id}</td>
                <td>{field}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {moreFindings > 0 && (
        <Text size="sm" c="dimmed">
          {t('moreMistakes', { count: moreFindings })}
        </Text>
      )}
      <Group justify="flex-end">
        <Button onClick={onBack} data-autofocus>
          {t('back')}
        </Button>
      </Group>
    </Stack>
  );
}
