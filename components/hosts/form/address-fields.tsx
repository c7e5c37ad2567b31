'use client';

import { ActionIcon, Button, Input, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFieldText } from '../../shell/form-errors';
import { monoInput } from '../../shell/mono-input';
import { readAddress } from './read-address';
import type { HostForm } from './use-host-form';
import classes from './form.module.css';

const MAX_ADDRESSES = 32;

/** Where the screen is to be had: one address, or several that show the same machine. */
export function AddressFields({ form }: { form: HostForm }) {
  const t = useTranslations('hostForm');
  const { targets } = form.values;
  return (
    <Stack gap="sm">
      <Input.Wrapper
        label={targets.length > 1 ? t('address.many') : t('address.one')}
        description={t('address.description')}
        error={form.errors['targets']}
        labelElement="div"
      >
        <Stack gap={6} mt={6}>
          {targets.map((text, index) => (
            <AddressField key={index} form={form} index={index} text={text} alone={targets.length === 1} />
          ))}
        </Stack>
      </Input.Wrapper>
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={targets.length >= MAX_ADDRESSES}
          onClick={() => form.insertListItem('targets', '')}
        >
          {t('address.another')}
        </Button>
      </div>
      {targets.length > 1 && <BalanceField form={form} />}
    </Stack>
  );
}

function AddressField({ form, index, text, alone }: { form: HostForm; index: number; text: string; alone: boolean }) {
  const t = useTranslations('hostForm');
  const path = `targets.${index}`;
  const refused = form.errors[path];
  const say = useFieldText();
  const reading = readAddress(text);
  // While it is typed the reading speaks; what the server or the last attempt to save found stands until the field is touched.
  const error = refused ?? (reading.state === 'bad' ? say(reading.problem) : undefined);
  return (
    <div className={classes.address}>
      <TextInput
        className={classes.addressInput}
        aria-label={alone ? t('address.one') : t('address.nth', { number: index + 1 })}
        placeholder={index === 0 ? '10.0.0.5:1' : '10.0.0.6:1'}
        classNames={monoInput}
        // A line that was just added waits to be filled.
        autoFocus={index > 0 && text === ''}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description={reading.state === 'good' && !reading.same && !error ? t('address.stored', { address: reading.stored }) : undefined}
        {...form.getInputProps(path)}
        error={error}
      />
      {!alone && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t('address.remove', { number: index + 1 })}
          onClick={() => {
            form.removeListItem('targets', index);
            form.clearErrors();
          }}
        >
          <IconTrash size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

function BalanceField({ form }: { form: HostForm }) {
  const t = useTranslations('hostForm');
  const balances = [
    { value: 'failover', label: t('balance.failover') },
    { value: 'round-robin', label: t('balance.roundRobin') },
  ];
  return (
    <Input.Wrapper
      label={t('balance.label')}
      labelElement="div"
      description={form.values.balance === 'failover' ? t('balance.failoverNote') : t('balance.roundRobinNote')}
    >
      <SegmentedControl mt={6} data={balances} aria-label={t('balance.label')} {...form.getInputProps('balance')} />
    </Input.Wrapper>
  );
}
