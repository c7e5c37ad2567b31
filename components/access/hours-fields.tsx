'use client';

import { ActionIcon, Button, Chip, Group, Input, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { hoursSchema } from '@/server/contract/access';
import { zoneNames } from '@/server/contract/time-zone';
import { type GrantValues, officeHours } from './grant-values';
import { useHoursText, weekdayNames } from './hours-text';
import classes from './access.module.css';

type Form = UseFormReturnType<GrantValues>;

const MOST_SLOTS = 6;

/** When in a week a grant counts, and what that comes to in words. */
export function HoursFields({ form }: { form: Form }) {
  const t = useTranslations('access');
  const text = useHoursText();
  const { limited, hours } = form.values;
  const readable = hoursSchema.safeParse(hours);
  return (
    <Stack gap="sm">
      <Switch label={t('form.hours')} {...form.getInputProps('limited', { type: 'checkbox' })} />
      {limited && (
        <>
          {hours.slots.map((slot, index) => (
            // A slot has no name of its own, and its fields hold their values in the form.
            <SlotFields key={index} form={form} index={index} slot={slot} />
          ))}
          <Group justify="space-between" align="flex-end" gap="sm">
            <Select
              label={t('form.timeZone')}
              description={t('form.timeZoneNote')}
              data={zoneNames(Intl.supportedValuesOf('timeZone'), hours.timeZone)}
              limit={50}
              searchable
              allowDeselect={false}
              flex="1 1 220px"
              {...form.getInputProps('hours.timeZone')}
            />
            {hours.slots.length < MOST_SLOTS && (
              <Button
                variant="default"
                leftSection={<IconPlus size={16} aria-hidden />}
                onClick={() => form.insertListItem('hours.slots', { ...officeHours, days: [6, 7] })}
              >
                {t('form.addSlot')}
              </Button>
            )}
          </Group>
          {readable.success && (
            <Text size="sm" className={classes.summary} aria-live="polite">
              {text(readable.data)}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

interface SlotProps {
  form: Form;
  index: number;
  slot: GrantValues['hours']['slots'][number];
}

function SlotFields({ form, index, slot }: SlotProps) {
  const t = useTranslations('access');
  const locale = useLocale();
  const path = `hours.slots.${index}`;
  const several = form.values.hours.slots.length > 1;
  return (
    <div className={classes.slot} role="group" aria-label={t('form.slot', { number: index + 1 })}>
      <Input.Wrapper label={t('form.days')} labelElement="div" error={form.errors[`${path}.days`]}>
        <Chip.Group
          multiple
          value={slot.days.map(String)}
          onChange={(chosen) => form.setFieldValue(`${path}.days`, chosen.map(Number).sort())}
        >
          <Group gap={6} mt={4}>
            {weekdayNames(locale).map((name, place) => (
              <Chip key={name} value={String(place + 1)} size="xs">
                {name}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput type="time" label={t('form.from')} flex={1} {...form.getInputProps(`${path}.from`)} />
        <TextInput type="time" label={t('form.to')} flex={1} {...form.getInputProps(`${path}.to`)} />
        {several && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('form.removeSlot', { number: index + 1 })}
            onClick={() => form.removeListItem('hours.slots', index)}
          >
            <IconTrash size={17} stroke={1.7} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {slot.to <= slot.from && slot.to !== '00:00' && (
        <Text size="xs" c="dimmed">
          {t('form.nextDay')}
        </Text>
      )}
    </div>
  );
}
