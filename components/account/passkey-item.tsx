'use client';

import { Badge, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Passkey, passkeyRenameSchema } from '@/server/contract/factors';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { useStepUp } from '../factors/step-up';
import { Ago } from '../shell/ago';
import { askFirst } from '../shell/confirm';
import { checkedBy, showFieldErrors, useFieldText } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import classes from './account.module.css';

/** One passkey of the viewer. */
export function PasskeyItem({ passkey, onChanged }: { passkey: Passkey; onChanged: () => void }) {
  const t = useTranslations('account');
  const { stepUp } = useStepUp();
  const [renaming, setRenaming] = useState(false);
  const { id, backedUp, createdAt, lastUsedAt } = passkey;
  const name = passkey.name || t('factors.passkey.unnamed');
  const askToRemove = () =>
    askFirst({
      title: t('factors.passkey.removeTitle', { name }),
      body: t('factors.passkey.removeBody'),
      confirm: t('factors.passkey.removeDo'),
      act: () =>
        stepUp(async () => {
          await call('removePasskey', { params: { id } });
          notifyDone(t('factors.passkey.removed', { name }));
          onChanged();
        }),
    });
  return (
    <li className={classes.item}>
      <div className={classes.itemWords}>
        <div className={classes.itemName}>
          {name}
          {backedUp && (
            <Badge size="sm" variant="light" tt="none">
              {t('factors.passkey.synced')}
            </Badge>
          )}
        </div>
        <div className={classes.itemNote}>
          {t.rich('factors.passkey.made', { time: () => <Ago at={createdAt} /> })}
          {t('factors.passkey.separator')}
          {lastUsedAt === null ? t('factors.passkey.neverUsed') : t.rich('factors.passkey.used', { time: () => <Ago at={lastUsedAt} /> })}
        </div>
      </div>
      <Group gap="xs" justify="flex-end">
        <Button variant="default" size="xs" onClick={() => setRenaming(true)} aria-label={t('factors.passkey.renameLabel', { name })}>
          {t('factors.passkey.rename')}
        </Button>
        <Button variant="default" size="xs" onClick={askToRemove} aria-label={t('factors.passkey.removeLabel', { name })}>
          {t('factors.passkey.remove')}
        </Button>
      </Group>
      <Modal opened={renaming} onClose={() => setRenaming(false)} title={t('factors.passkey.renameTitle')}>
        <RenameForm
          passkey={passkey}
          onRenamed={() => {
            setRenaming(false);
            onChanged();
          }}
        />
      </Modal>
    </li>
  );
}

function RenameForm({ passkey: { id, name }, onRenamed }: { passkey: Passkey; onRenamed: () => void }) {
  const t = useTranslations('account');
  const form = useForm({ initialValues: { name }, validate: checkedBy(passkeyRenameSchema, useFieldText()) });
  const { run, busy, error } = useAction(async (body: typeof form.values) => {
    try {
      await call('renamePasskey', { params: { id }, body });
      notifyDone(t('factors.passkey.renamed'));
      onRenamed();
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => void run(values))}>
      <Stack gap="md">
        <TextInput label={t('factors.passkey.name')} data-autofocus {...form.getInputProps('name')} />
        {error && Object.keys(error.fields).length === 0 && <Problem title={t('factors.passkey.notRenamed')} error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {t('factors.passkey.renameDo')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
