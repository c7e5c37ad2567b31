'use client';

import { Button, Group, Loader, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { writeAddressQuery } from '../shell/address-query';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { AccessNav } from './access-nav';
import { Answer } from './explanation';
import { AddGrant } from './grant-form';
import { grantsPath, readGrantFilter } from './grant-query';
import { HostPicker, PersonPicker } from './pickers';
import classes from './access.module.css';

/** An answer that depends on the clock is asked for again. */
const AGAIN_MS = 15_000;

/** "Why can this person open that host?" */
export function WhyView() {
  const t = useTranslations('access');
  const { user, host } = readGrantFilter(useSearchParams());
  return (
    <>
      <PageHead title={t('why.title')} note={t('why.note')} />
      <AccessNav />
      <div className={classes.ask}>
        <PersonPicker
          label={t('why.person')}
          placeholder={t('why.placeholder')}
          value={user}
          onChange={(next) => writeAddressQuery({ user: next })}
          clearable
        />
        <HostPicker
          label={t('why.host')}
          placeholder={t('why.placeholder')}
          value={host}
          onChange={(next) => writeAddressQuery({ host: next })}
          clearable
        />
      </div>
      {user === '' || host === '' ? (
        <Empty title={t('why.choose')}>
          <p>{t('why.chooseBody')}</p>
          {host !== '' && <HostList host={host} />}
        </Empty>
      ) : (
        <Asked key={`${user} ${host}`} user={user} host={host} />
      )}
    </>
  );
}

function HostList({ host }: { host: string }) {
  const t = useTranslations('access');
  return (
    <Button component={Link} href={grantsPath({ host })} variant="default">
      {t('why.hostList', { host })}
    </Button>
  );
}

function Asked({ user, host }: { user: string; host: string }) {
  const t = useTranslations('access');
  const [adding, { open, close }] = useDisclosure(false);
  const { data, error, reload } = useResource(
    useCallback((signal: AbortSignal) => call('explainAccess', { query: { user, host }, signal }), [user, host]),
    AGAIN_MS,
  );
  return (
    <>
      {error && <Problem title={t('why.failed')} error={error} retry={reload} />}
      {data ? <Answer explanation={data} stale={error !== null} /> : !error && <Loader aria-label={t('loading')} />}
      <Group mt="md" gap="sm">
        {data?.byRole === false && (
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            {t('why.give')}
          </Button>
        )}
        <HostList host={host} />
      </Group>
      <Modal opened={adding} onClose={close} title={t('form.add')} closeOnClickOutside={false} size="lg">
        <AddGrant
          preset={{ user, host }}
          onSaved={() => {
            close();
            reload();
          }}
        />
      </Modal>
    </>
  );
}
