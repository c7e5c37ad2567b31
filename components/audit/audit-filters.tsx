'use client';

import { Button, Select, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { auditActions } from '@/server/contract/audit';
import { writeAddressQuery } from '../shell/address-query';
import type { AuditFilter } from './audit-query';
import { actorText } from './audit-sentence';
import { HostPicker } from './host-picker';
import { usePeopleNames } from './use-people-names';
import classes from './audit.module.css';

export function AuditFilters({ filter }: { filter: AuditFilter }) {
  const t = useTranslations('audit');
  const clear = (field: string) => ({ 'aria-label': t('filter.clearField', { field }) });
  const names = usePeopleNames(filter.actor);
  const any = Object.values(filter).some((value) => value !== '');
  return (
    <search className={classes.filters}>
      <Select
        label={t('filter.person')}
        placeholder={t('filter.anybody')}
        data={names.map((value) => ({ value, label: actorText(t, value) }))}
        value={filter.actor || null}
        onChange={(actor) => writeAddressQuery({ actor: actor ?? '' })}
        searchable
        clearable
        clearButtonProps={clear(t('filter.person'))}
        nothingFoundMessage={t('filter.nobody')}
      />
      <Select
        label={t('filter.what')}
        placeholder={t('filter.anything')}
        data={auditActions.map((value) => ({ value, label: t(`action.${value}`) }))}
        value={filter.action || null}
        onChange={(action) => writeAddressQuery({ action: action ?? '' })}
        searchable
        clearable
        clearButtonProps={clear(t('filter.what'))}
        nothingFoundMessage={t('filter.nothing')}
      />
      <HostPicker value={filter.host} onPick={(host) => writeAddressQuery({ host })} />
      <TextInput
        type="date"
        label={t('filter.from')}
        value={filter.from}
        {...(filter.to ? { max: filter.to } : {})}
        onChange={(event) => writeAddressQuery({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('filter.to')}
        value={filter.to}
        {...(filter.from ? { min: filter.from } : {})}
        onChange={(event) => writeAddressQuery({ to: event.currentTarget.value })}
      />
      <Button
        className={classes.clear}
        variant="subtle"
        disabled={!any}
        onClick={() => writeAddressQuery({ actor: '', action: '', host: '', from: '', to: '' })}
      >
        {t('filter.clear')}
      </Button>
    </search>
  );
}
