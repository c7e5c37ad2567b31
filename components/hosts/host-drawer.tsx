'use client';

import { Button, Drawer, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import type { HostRow } from '@/server/contract/host';
import { askFirst } from '../shell/confirm';
import { Problem } from '../shell/problem';
import { AddressFields } from './form/address-fields';
import { CredentialsFields } from './form/credentials-fields';
import { NameFields, TagsField } from './form/name-fields';
import { PolicyFields } from './form/policy-fields';
import { usesTls } from './form/read-address';
import { TlsFields } from './form/tls-fields';
import { useHostForm } from './form/use-host-form';
import classes from './form/form.module.css';

interface Props {
  /** The host to change, 'new' for another one, null while closed. */
  host: HostRow | 'new' | null;
  tags: string[];
  onClose: () => void;
  onSaved: (row: HostRow, test: boolean) => void;
}

export function HostDrawer({ host, tags, onClose, onSaved }: Props) {
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
        title: 'Discard what you typed?',
        body: 'The host was not saved.',
        confirm: 'Discard',
        act: () => {
          close();
          return Promise.resolve();
        },
      });
    }
  };
  const title = host === 'new' ? 'Add a host' : `Edit ${host?.name ?? ''}`;
  return (
    <Drawer
      opened={host !== null}
      onClose={leave}
      position="right"
      size={phone ? '100%' : 560}
      padding={phone ? 'md' : 'lg'}
      title={title}
      closeOnClickOutside={!dirty}
      styles={{ title: { fontWeight: 650, fontSize: 18 }, body: { paddingBottom: 0 }, content: { scrollPadding: '90px 0' } }}
    >
      {host !== null && (
        <HostFormBody
          key={host === 'new' ? '' : host.id}
          host={host === 'new' ? null : host}
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

interface BodyProps {
  host: HostRow | null;
  tags: string[];
  onDirty: (dirty: boolean) => void;
  onCancel: () => void;
  onSaved: Props['onSaved'];
}

function HostFormBody({ host, tags, onDirty, onCancel, onSaved }: BodyProps) {
  const { form, save, busy, error } = useHostForm(host, { onDirty, onSaved });
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
        <NameFields form={form} stored={host !== null} />
        <AddressFields form={form} />
        <TagsField form={form} known={tags} />
        {usesTls(form.values.targets) && <TlsFields form={form} />}
        <CredentialsFields form={form} hasPassword={host?.credentials.hasPassword ?? false} />
        <PolicyFields form={form} />
      </Stack>
      <div className={classes.footer}>
        {error && unplaced && <Problem title="The host was not saved" error={error} />}
        <Button variant="default" onClick={onCancel} disabled={busy} visibleFrom="xs">
          Cancel
        </Button>
        <Button variant="light" onClick={() => save(true)} disabled={busy}>
          Save and test
        </Button>
        <Button type="submit" loading={busy}>
          {host ? 'Save' : 'Add the host'}
        </Button>
      </div>
    </form>
  );
}
