'use client';

import { Button, Drawer, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { HostRow } from '@/server/contract/host';
import { askFirst } from '../shell/confirm';
import { Problem } from '../shell/problem';
import { AddressFields } from './form/address-fields';
import { CredentialsFields } from './form/credentials-fields';
import { copyOf, emptyValues, losesPassword, valuesOf } from './form/host-values';
import { NameFields, TagsField } from './form/name-fields';
import { PageFields } from './form/page-fields';
import { PolicyFields } from './form/policy-fields';
import { hasTrust } from './form/host-values';
import { usesTls } from './form/read-address';
import { TlsFields } from './form/tls-fields';
import { useHostForm } from './form/use-host-form';
import { StatusDot, StatusWords } from './status-mark';
import classes from './form/form.module.css';

/** What the form is open for: a new host, one to change, or another one like it. */
export type Edited = { kind: 'new' } | { kind: 'change'; host: HostRow } | { kind: 'copy'; host: HostRow; id: string; name: string };

interface Props {
  /** null while it is closed. */
  edited: Edited | null;
  tags: string[];
  onClose: () => void;
  onSaved: (row: HostRow, test: boolean) => void;
}

export function HostDrawer({ edited, tags, onClose, onSaved }: Props) {
  const t = useTranslations('hostForm');
  const phone = useMediaQuery('(max-width: 600px)');
  const [dirty, setDirty] = useState(false);
  const close = () => {
    setDirty(false);
    onClose();
  };
  const leave = () => {
    if (!dirty) close();
    else {
      askFirst({
        title: t('discard.title'),
        body: t('discard.body'),
        confirm: t('discard.confirm'),
        act: () => {
          close();
          return Promise.resolve();
        },
      });
    }
  };
  return (
    <Drawer
      opened={edited !== null}
      onClose={leave}
      position="right"
      size={phone ? '100%' : 560}
      padding={phone ? 'md' : 'lg'}
      title={edited ? titleOf(t, edited) : ''}
      closeOnClickOutside={!dirty}
      styles={{ title: { fontWeight: 650, fontSize: 18 }, body: { paddingBottom: 0 }, content: { scrollPadding: '90px 0' } }}
    >
      {edited !== null && (
        <HostFormBody
          key={edited.kind === 'new' ? '' : `${edited.kind} ${edited.host.id}`}
          edited={edited}
          tags={tags}
          onDirty={setDirty}
          onCancel={leave}
          onSaved={(row, test) => {
            setDirty(false);
            onSaved(row, test);
          }}
        />
      )}
    </Drawer>
  );
}

function titleOf(t: ReturnType<typeof useTranslations<'hostForm'>>, edited: Edited): string {
  if (edited.kind === 'new') return t('addTitle');
  const { name } = edited.host;
  return edited.kind === 'change' ? t('editTitle', { name }) : t('duplicateTitle', { name });
}

interface BodyProps {
  edited: Edited;
  tags: string[];
  onDirty: (dirty: boolean) => void;
  onCancel: () => void;
  onSaved: Props['onSaved'];
}

function HostFormBody({ edited, tags, onDirty, onCancel, onSaved }: BodyProps) {
  const t = useTranslations('hostForm');
  const host = edited.kind === 'change' ? edited.host : null;
  const initial = edited.kind === 'copy' ? copyOf(edited.host, edited) : host ? valuesOf(host) : emptyValues;
  const { form, save, busy, error } = useHostForm(host, initial, { onDirty, onSaved });
  const unplaced = error && Object.keys(error.fields).every((field) => form.errors[field] === undefined);
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
    >
      <Stack gap="md" pb="lg">
        {edited.kind === 'copy' && <p className={classes.notice}>{t('duplicateNote')}</p>}
        {host && (
          <p className={classes.state} aria-label={t('state')}>
            <StatusDot status={host.status} />
            <span>
              <StatusWords status={host.status} />
            </span>
          </p>
        )}
        <NameFields form={form} stored={host !== null} />
        <AddressFields form={form} />
        <TagsField form={form} known={tags} />
        {(usesTls(form.values.targets) || hasTrust(form.values.tls)) && <TlsFields form={form} />}
        <CredentialsFields
          form={form}
          hasPassword={host?.credentials.hasPassword ?? false}
          losesPassword={host !== null && losesPassword(host, form.values)}
        />
        <PolicyFields form={form} />
        <PageFields form={form} />
      </Stack>
      <div className={classes.footer}>
        {error && unplaced && <Problem title={t('notSaved')} error={error} />}
        <Button variant="default" onClick={onCancel} disabled={busy} visibleFrom="xs">
          {t('cancel')}
        </Button>
        <Button variant="light" onClick={() => save(true)} disabled={busy}>
          {t('saveAndTest')}
        </Button>
        <Button type="submit" loading={busy}>
          {host ? t('save') : t('add')}
        </Button>
      </div>
    </form>
  );
}
