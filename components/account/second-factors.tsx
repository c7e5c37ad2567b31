'use client';

import { Button, Group, Modal, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { Factors } from '@/server/contract/factors';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { useResource } from '../api/use-resource';
import { usePasskeysPossible } from '../factors/passkeys-possible';
import { type StepUp, useStepUp } from '../factors/step-up';
import { Ago } from '../shell/ago';
import { askFirst } from '../shell/confirm';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import { useViewer } from '../shell/viewer';
import type { Begun } from './add-factor';
import { Panel } from './panel';
import { PasskeyItem } from './passkey-item';
import classes from './account.module.css';

/** With the drawing of QR codes, which most visits do without. */
const AddFactor = dynamic(() => import('./add-factor'), { ssr: false, loading: () => <Skeleton height={200} radius="md" /> });
const RecoveryCodes = dynamic(() => import('../factors/recovery-codes').then((module) => module.RecoveryCodes), { ssr: false });

type Translate = ReturnType<typeof useTranslations<'account'>>;

/** What the viewer can prove besides the password. */
export function SecondFactors() {
  const t = useTranslations('account');
  const words = useTranslations('factors');
  const { name } = useViewer();
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('getFactors', { signal }), []));
  const [begun, setBegun] = useState<Begun | null>(null);
  const [opened, setOpened] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = (next: Begun) => {
    setBegun(next);
    setOpened(true);
  };
  const onAdded = (kind: Begun['kind'], drawn: readonly string[] | null) => {
    setOpened(false);
    setCodes(drawn);
    notifyDone(t(`factors.${kind}.added`));
    reload();
  };
  return (
    <Panel title={t('factors.title')} note={t('factors.note')}>
      {error && <Problem title={t('factors.unreadable')} error={error} retry={reload} />}
      {!data && !error && <Skeleton height={52} radius="md" />}
      {data && <Items factors={data} onChanged={reload} onCodes={setCodes} />}
      {data && <AddButtons factors={data} onBegun={begin} />}
      <Modal opened={opened} onClose={() => setOpened(false)} title={t(`factors.${begun?.kind ?? 'totp'}.add`)}>
        {begun && <AddFactor begun={begun} onAdded={onAdded} />}
      </Modal>
      {/* What is shown cannot be had again, so only its own button closes it. */}
      <Modal
        opened={codes !== null}
        onClose={() => setCodes(null)}
        title={words('recovery.title')}
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        {codes && (
          <RecoveryCodes
            codes={codes}
            name={name}
            onKept={() => {
              setCodes(null);
              reload();
            }}
          />
        )}
      </Modal>
    </Panel>
  );
}

interface ItemsProps {
  factors: Factors;
  onChanged: () => void;
  onCodes: (codes: readonly string[]) => void;
}

function Items({ factors: { totp, passkeys, recoveryCodes, required }, onChanged, onCodes }: ItemsProps) {
  const t = useTranslations('account');
  const { stepUp } = useStepUp();
  if (!totp && passkeys.length === 0) return <p className={classes.none}>{required ? t('factors.required') : t('factors.none')}</p>;
  return (
    <ul className={classes.items}>
      {totp && (
        <li className={classes.item}>
          <div className={classes.itemWords}>
            <div className={classes.itemName}>{t('factors.totp.name')}</div>
            <div className={classes.itemNote}>{t.rich('factors.totp.since', { time: () => <Ago at={totp.confirmedAt} /> })}</div>
          </div>
          <Button variant="default" size="xs" onClick={() => askToRemoveTotp(t, stepUp, onChanged)} aria-label={t('factors.totp.remove')}>
            {t('factors.removeShort')}
          </Button>
        </li>
      )}
      {passkeys.map((passkey) => (
        <PasskeyItem key={passkey.id} passkey={passkey} onChanged={onChanged} />
      ))}
      <li className={classes.item}>
        <div className={classes.itemWords}>
          <div className={classes.itemName}>{t('factors.codes.name')}</div>
          <div className={classes.itemNote}>{t('factors.codes.left', { count: recoveryCodes })}</div>
        </div>
        <Button variant="default" size="xs" onClick={() => askToDraw(t, stepUp, onCodes)}>
          {t('factors.codes.draw')}
        </Button>
      </li>
    </ul>
  );
}

function AddButtons({ factors, onBegun }: { factors: Factors; onBegun: (begun: Begun) => void }) {
  const t = useTranslations('account');
  const words = useTranslations('factors');
  const possible = usePasskeysPossible();
  const { stepUp } = useStepUp();
  const totp = useAction(() => stepUp(async () => onBegun({ kind: 'totp', setup: await call('beginTotp') })));
  const passkey = useAction(() => stepUp(async () => onBegun({ kind: 'passkey', ceremony: await call('beginPasskey') })));
  const plus = <IconPlus size={14} aria-hidden />;
  const error = totp.error ?? passkey.error;
  return (
    <>
      <Group gap="sm" mt="md" mb={error ? 'md' : 0}>
        {!factors.totp && (
          <Button variant="default" size="xs" leftSection={plus} loading={totp.busy} onClick={() => void totp.run()}>
            {t('factors.totp.add')}
          </Button>
        )}
        {possible && (
          <Button variant="default" size="xs" leftSection={plus} loading={passkey.busy} onClick={() => void passkey.run()}>
            {t('factors.passkey.add')}
          </Button>
        )}
      </Group>
      {error && <Problem title={words('enrol.failed')} error={error} />}
      {!possible && <p className={classes.aside}>{words('enrol.passkeyNotHere')}</p>}
    </>
  );
}

function askToRemoveTotp(t: Translate, stepUp: StepUp, onRemoved: () => void): void {
  askFirst({
    title: t('factors.totp.removeTitle'),
    body: t('factors.totp.removeBody'),
    confirm: t('factors.totp.remove'),
    act: () =>
      stepUp(async () => {
        await call('removeTotp');
        notifyDone(t('factors.totp.removed'));
        onRemoved();
      }),
  });
}

function askToDraw(t: Translate, stepUp: StepUp, onCodes: (codes: readonly string[]) => void): void {
  askFirst({
    title: t('factors.codes.drawTitle'),
    body: t('factors.codes.drawBody'),
    confirm: t('factors.codes.drawDo'),
    act: () =>
      stepUp(async () => {
        onCodes((await call('drawRecoveryCodes')).codes);
      }),
  });
}
