'use client';

import { Button, Group } from '@mantine/core';
import { IconFileUpload, IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Command } from '../shell/command';
import { Empty } from '../shell/empty';
import { useViewer } from '../shell/viewer';
import { SampleLinks } from './import/sample-links';
import classes from './host-empty.module.css';

/** For the first administrator: what a host is, and how the first one gets here. */
export function FirstHost({ onAdd, onImport }: { onAdd: () => void; onImport: () => void }) {
  const t = useTranslations('hosts');
  const kinds = [
    ['10.0.0.5:1', t('empty.display')],
    ['ws://10.0.0.5:6080/websockify', t('empty.websockify')],
    ['ws://hypervisor:5700/', t('empty.qemu')],
    ['vnc+unix:///run/vm/vnc.sock', t('empty.socket')],
  ] as const;
  return (
    <Empty title={t('empty.firstTitle')}>
      <p>{t('empty.first')}</p>
      <Group justify="center" gap="sm" my="xs">
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
          {t('add')}
        </Button>
        <Button variant="default" leftSection={<IconFileUpload size={16} stroke={1.7} aria-hidden />} onClick={onImport}>
          {t('files.import')}
        </Button>
      </Group>
      <dl className={classes.kinds}>
        {kinds.map(([example, what]) => (
          <div key={example}>
            <dt>{example}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.or}>
        {t('empty.many')} <SampleLinks />
      </div>
      <p className={classes.or}>{t('empty.shell')}</p>
      <Command label={t('empty.copyCommand')} text={'npm run portal -- host add build-1 10.0.0.5:1 --name "Build server"'} />
    </Empty>
  );
}

export function NoHostForYou() {
  const t = useTranslations('hosts');
  const { name } = useViewer();
  return (
    <Empty title={t('empty.yoursTitle')}>
      <p>{t('empty.yours', { name })}</p>
    </Empty>
  );
}

export function NoResult({ q, tag, onClear }: { q: string; tag: string; onClear: () => void }) {
  const t = useTranslations('hosts');
  return (
    <Empty title={t('empty.noneTitle')}>
      <p>{!tag ? t('empty.noneQuery', { q }) : !q ? t('empty.noneTag', { tag }) : t('empty.noneBoth', { q, tag })}</p>
      <Button variant="default" onClick={onClear}>
        {t('empty.showAll')}
      </Button>
    </Empty>
  );
}
