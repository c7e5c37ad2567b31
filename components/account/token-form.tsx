'use client';

import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { DEFAULT_TOKEN_DAYS, tokenCreateSchema } from '@/server/contract/people';
import { fullScope, type TokenPower } from '@/server/contract/token-scope';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { useStepUp } from '../factors/step-up';
import { checkedBy, showFieldErrors, useFieldText } from '../shell/form-errors';
import { Problem } from '../shell/problem';
import { useViewer } from '../shell/viewer';
import { HostsField, TagsField } from './token-places';

const NEVER = 'never';
const YEAR = '365';
const lifetimes = ['7', '30', String(DEFAULT_TOKEN_DAYS), YEAR, NEVER];

interface Values {
  name: string;
  days: string;
  powers: TokenPower[];
  hosts: string[];
  tags: string[];
}

/** What most programs need, and nothing that changes anything. */
const usual: TokenPower[] = ['read', 'connect'];

/** What a new token may do, where, and for how long. */
export function TokenForm({ onCreated }: { onCreated: (token: string) => void }) {
  const t = useTranslations('account');
  const say = useFieldText();
  const { role } = useViewer();
  const { stepUp } = useStepUp();
  const initialValues: Values = { name: '', days: String(DEFAULT_TOKEN_DAYS), powers: usual, hosts: [], tags: [] };
  const form = useForm({
    initialValues,
    validate: (values) => ({
      ...checkedBy(tokenCreateSchema, say)(toBody(values)),
      ...(values.powers.length === 0 ? { powers: t('token.noPower') } : {}),
    }),
  });
  const { run, busy, error } = useAction(async (values: Values) => {
    try {
      await stepUp(async () => onCreated((await call('createToken', { body: toBody(values) })).token));
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
  });
  const lifetimeText = (days: string) => {
    if (days === NEVER) return t('token.never');
    return days === YEAR ? t('token.year') : t('token.days', { count: Number(days) });
  };
  return (
    <form noValidate onSubmit={form.onSubmit((values) => void run(values))}>
      <Stack gap="md">
        <TextInput
          label={t('token.name')}
          description={t('token.nameHint')}
          placeholder={t('token.nameExample')}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Checkbox.Group label={t('token.powers')} {...form.getInputProps('powers')}>
          <Stack gap="xs" mt="xs">
            {fullScope.powers
              .filter((power) => power !== 'people' || role === 'admin')
              .map((power) => (
                <Checkbox key={power} value={power} label={t(`token.power.${power}.label`)} description={t(`token.power.${power}.hint`)} />
              ))}
          </Stack>
        </Checkbox.Group>
        <HostsField value={form.values.hosts} onChange={(hosts) => form.setFieldValue('hosts', hosts)} />
        <TagsField value={form.values.tags} onChange={(tags) => form.setFieldValue('tags', tags)} />
        <Select
          label={t('token.lifetime')}
          data={lifetimes.map((value) => ({ value, label: lifetimeText(value) }))}
          allowDeselect={false}
          {...form.getInputProps('days')}
        />
        {error && Object.keys(error.fields).length === 0 && <Problem title={t('token.failed')} error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {t('token.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function toBody({ name, days, powers, hosts, tags }: Values) {
  const scope = { powers, ...(hosts.length > 0 ? { hosts } : {}), ...(tags.length > 0 ? { tags } : {}) };
  return { name, scope, expiresInDays: days === NEVER ? null : Number(days) };
}
