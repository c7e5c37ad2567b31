'use client';

import { Checkbox, Group, NumberInput, Select, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { HostPolicy } from '@/server/contract/host';
import type { KeyboardLayout } from '@/server/contract/keyboard';
import { MAX_BANNER, useLayouts } from '../form/page-fields';
import { useClipboardWays } from '../form/policy-fields';
import { type BulkDialog, BulkForm } from './bulk-form';
import type { Change } from './use-bulk';

const LEAVE = 'leave';

interface Chosen {
  clipboard: HostPolicy['clipboard'] | typeof LEAVE;
  exclusive: 'yes' | 'no' | typeof LEAVE;
  secondFactor: 'yes' | 'no' | typeof LEAVE;
  viewers: 'limit' | 'none' | typeof LEAVE;
  maxViewers: number | '';
  keyboard: KeyboardLayout | 'unknown' | typeof LEAVE;
  /** null: each host keeps its own. */
  banner: string | null;
}
const untouched: Chosen = {
  clipboard: LEAVE,
  exclusive: LEAVE,
  secondFactor: LEAVE,
  viewers: LEAVE,
  maxViewers: 1,
  keyboard: LEAVE,
  banner: null,
};

/** @returns null where everything is left as it is */
export function changeOf({ clipboard, exclusive, secondFactor, viewers, maxViewers, keyboard, banner }: Chosen): Change | null {
  const limit = viewers === 'none' ? null : viewers === 'limit' && maxViewers !== '' ? maxViewers : undefined;
  const policy = {
    ...(clipboard === LEAVE ? {} : { clipboard }),
    ...(exclusive === LEAVE ? {} : { exclusive: exclusive === 'yes' }),
    ...(secondFactor === LEAVE ? {} : { secondFactor: secondFactor === 'yes' }),
    ...(limit === undefined ? {} : { maxViewers: limit }),
  };
  const change: Change = {
    ...(Object.keys(policy).length === 0 ? {} : { policy }),
    ...(keyboard === LEAVE ? {} : { keyboard: keyboard === 'unknown' ? null : keyboard }),
    ...(banner === null ? {} : { banner }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** Rules, keyboard layout and notice of many hosts alike. */
export function BulkRules(dialog: BulkDialog) {
  const t = useTranslations('hosts');
  const form = useTranslations('hostForm');
  const [chosen, setChosen] = useState(untouched);
  const set = (part: Partial<Chosen>) => setChosen((last) => ({ ...last, ...part }));
  const leave = { value: LEAVE, label: t('bulk.leave') };
  const field = (name: 'clipboard' | 'exclusive' | 'secondFactor' | 'viewers' | 'keyboard') => ({
    value: chosen[name],
    onChange: (value: string | null) => set({ [name]: value ?? LEAVE }),
    allowDeselect: false,
  });
  const yesNo = [leave, { value: 'yes', label: t('bulk.yes') }, { value: 'no', label: t('bulk.no') }];
  const limits = [leave, { value: 'none', label: t('bulk.noLimit') }, { value: 'limit', label: t('bulk.limit') }];
  return (
    <BulkForm {...dialog} title={t('bulk.rulesTitle', { count: dialog.count })} note={t('bulk.rulesNote')} change={changeOf(chosen)}>
      <Select label={form('rules.clipboard')} data={[leave, ...useClipboardWays()]} {...field('clipboard')} />
      <Select label={form('rules.exclusive')} data={yesNo} {...field('exclusive')} />
      <Select label={form('rules.secondFactor')} data={yesNo} {...field('secondFactor')} />
      <Group align="flex-end" gap="sm" grow>
        <Select label={form('rules.maxViewers')} data={limits} {...field('viewers')} />
        {chosen.viewers === 'limit' && (
          <NumberInput
            aria-label={t('bulk.limitCount')}
            min={1}
            max={1000}
            allowDecimal={false}
            value={chosen.maxViewers}
            onChange={(value) => set({ maxViewers: typeof value === 'number' ? value : '' })}
          />
        )}
      </Group>
      <Select
        label={form('page.keyboard')}
        data={[leave, { value: 'unknown', label: form('page.unknown') }, ...useLayouts()]}
        searchable
        {...field('keyboard')}
      />
      <Checkbox
        label={t('bulk.setBanner')}
        checked={chosen.banner !== null}
        onChange={(event) => set({ banner: event.currentTarget.checked ? '' : null })}
      />
      {chosen.banner !== null && (
        <Textarea
          label={form('page.banner')}
          description={form('page.bannerNote', { max: MAX_BANNER })}
          autosize
          minRows={2}
          maxRows={6}
          value={chosen.banner}
          onChange={(event) => set({ banner: event.currentTarget.value })}
        />
      )}
    </BulkForm>
  );
}
