'use client';

import { Button, Group, Input, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Grant } from '@/server/contract/access';
import { presentZone } from '@/server/contract/time-zone';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { showFieldErrors, useFieldText } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import { useGrantSentence } from './grant-text';
import { createErrors, type GrantValues, type Missing, newGrant, patchErrors, toCreate, toPatch, valuesOf } from './grant-values';
import { HoursFields } from './hours-fields';
import { GroupPicker, HostPicker, PersonPicker, TagPicker } from './pickers';
import classes from './access.module.css';

type Form = UseFormReturnType<GrantValues>;

const ownZone = () => presentZone(Intl.DateTimeFormat().resolvedOptions().timeZone);

function useMissing(): Missing {
  const t = useTranslations('access');
  return {
    person: t('form.choosePerson'),
    group: t('form.chooseGroup'),
    host: t('form.chooseHost'),
    tag: t('form.chooseTag'),
    days: t('form.chooseDays'),
    past: t('form.past'),
  };
}

/** What is chosen already, where the form is opened from a person, a group or a host. */
export interface Preset {
  user?: string;
  group?: string;
  host?: string;
  tag?: string;
}

export function AddGrant({ preset, onSaved }: { preset: Preset; onSaved: (grant: Grant) => void }) {
  const t = useTranslations('access');
  const form = useForm<GrantValues>({
    initialValues: withPreset(newGrant(ownZone()), preset),
    validate: createErrors(useFieldText(), useMissing(), Date.now),
  });
  return (
    <GrantForm
      form={form}
      button={t('form.addSave')}
      failure={t('form.addFailed')}
      save={async (values) => {
        const grant = await call('createGrant', { body: toCreate(values) });
        notifyDone(t('form.added', { name: grant.subject.name }));
        onSaved(grant);
      }}
    >
      <Who form={form} />
      <What form={form} />
    </GrantForm>
  );
}

export function EditGrant({ grant, onSaved }: { grant: Grant; onSaved: (grant: Grant) => void }) {
  const t = useTranslations('access');
  const sentence = useGrantSentence();
  const form = useForm<GrantValues>({
    initialValues: valuesOf(grant, ownZone()),
    validate: patchErrors(useFieldText(), grant, useMissing(), Date.now),
  });
  return (
    <GrantForm
      form={form}
      button={t('form.editSave')}
      failure={t('form.editFailed')}
      save={async (values) => {
        const saved = await call('updateGrant', { params: { id: grant.id }, body: toPatch(values, grant) });
        notifyDone(t('form.edited'));
        onSaved(saved);
      }}
    >
      <Text size="sm">{sentence(grant)}</Text>
      <Text size="sm" c="dimmed">
        {t('form.editNote')}
      </Text>
    </GrantForm>
  );
}

function withPreset(values: GrantValues, { user, group, host, tag }: Preset): GrantValues {
  return {
    ...values,
    subject: group && !user ? { kind: 'group', id: group } : { kind: 'user', id: user ?? '' },
    target: tag && !host ? { kind: 'tag', id: '', tag } : { kind: 'host', id: host ?? '', tag: '' },
  };
}

interface FormProps {
  form: Form;
  save: (values: GrantValues) => Promise<void>;
  button: string;
  failure: string;
  /** Who and what. */
  children: ReactNode;
}

function GrantForm({ form, save, button, failure, children }: FormProps) {
  const t = useTranslations('access');
  const { run, busy, error } = useAction(async (values: GrantValues) => {
    try {
      await save(values);
    } catch (refused) {
      showFieldErrors(form, refused);
      throw refused;
    }
  });
  const unplaced = error && !Object.keys(error.fields).some((field) => form.errors[field] !== undefined);
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // A date that is half filled in has an empty value: it must not pass for "no end".
        const end = event.currentTarget.querySelector<HTMLInputElement>('input[type="datetime-local"]');
        if (end?.validity.badInput) form.setFieldError('endsAt', t('form.halfEnd'));
        else form.onSubmit((values) => void run(values))(event);
      }}
    >
      <Stack gap="md">
        {children}
        <MayField value={form.values.access} onChange={(access) => form.setFieldValue('access', access)} />
        <TextInput type="datetime-local" label={t('form.endsAt')} description={t('form.endsAtNote')} {...form.getInputProps('endsAt')} />
        <HoursFields form={form} />
        <TextInput
          label={t('form.note')}
          description={t('form.noteHint')}
          placeholder={t('form.notePlaceholder')}
          autoComplete="off"
          {...form.getInputProps('note')}
        />
        {error && unplaced && <Problem title={failure} error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Who({ form }: { form: Form }) {
  const t = useTranslations('access');
  const { kind, id } = form.values.subject;
  const field = {
    value: id,
    onChange: (next: string) => form.setFieldValue('subject.id', next),
    error: form.errors['subject.id'],
  };
  return (
    <fieldset className={classes.part}>
      <legend>{t('form.who')}</legend>
      <SegmentedControl
        fullWidth
        aria-label={t('form.who')}
        data={(['user', 'group'] as const).map((value) => ({ value, label: t(`subject.${value}`) }))}
        value={kind}
        onChange={(next) => form.setFieldValue('subject', { kind: next, id: '' })}
      />
      {kind === 'user' ? (
        <PersonPicker key="user" label={t('form.person')} placeholder={t('form.personPlaceholder')} autoFocus {...field} />
      ) : (
        <GroupPicker key="group" label={t('form.group')} placeholder={t('form.groupPlaceholder')} {...field} />
      )}
    </fieldset>
  );
}

function What({ form }: { form: Form }) {
  const t = useTranslations('access');
  const { kind, id, tag } = form.values.target;
  return (
    <fieldset className={classes.part}>
      <legend>{t('form.what')}</legend>
      <SegmentedControl
        fullWidth
        aria-label={t('form.what')}
        data={(['host', 'tag', 'all'] as const).map((value) => ({ value, label: t(`target.${value}`) }))}
        value={kind}
        onChange={(next) => form.setFieldValue('target.kind', next)}
      />
      {kind === 'host' && (
        <HostPicker
          label={t('form.host')}
          placeholder={t('form.hostPlaceholder')}
          value={id}
          onChange={(next) => form.setFieldValue('target.id', next)}
          error={form.errors['target.id']}
        />
      )}
      {kind === 'tag' && (
        <TagPicker
          label={t('form.tag')}
          description={t('form.tagNote')}
          value={tag}
          onChange={(next) => form.setFieldValue('target.tag', next)}
          error={form.errors['target.tag']}
        />
      )}
      {kind === 'all' && (
        <Text size="sm" c="dimmed">
          {t('form.allNote')}
        </Text>
      )}
    </fieldset>
  );
}

interface MayProps {
  value: Grant['access'];
  onChange: (access: Grant['access']) => void;
}

function MayField({ value, onChange }: MayProps) {
  const t = useTranslations('access');
  return (
    <Input.Wrapper
      label={t('form.may')}
      labelElement="div"
      description={t(`mayNote.${value}`)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    >
      <SegmentedControl
        fullWidth
        mt={4}
        mb={4}
        aria-label={t('form.may')}
        data={(['view', 'control'] as const).map((access) => ({ value: access, label: t(`may.${access}`) }))}
        value={value}
        onChange={onChange}
      />
    </Input.Wrapper>
  );
}
