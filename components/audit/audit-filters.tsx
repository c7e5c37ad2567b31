'use client';

import { Button, Select, TextInput } from '@mantine/core';
import { auditActions } from '@/server/contract/audit';
import { writeAddressQuery } from '../shell/address-query';
import type { AuditFilter } from './audit-query';
import { actionNames } from './audit-sentence';
import { HostPicker } from './host-picker';
import { usePeopleNames } from './use-people-names';
import classes from './audit.module.css';

const actions = auditActions.map((value) => ({ value, label: actionNames[value] }));

export function AuditFilters({ filter }: { filter: AuditFilter }) {
  const names = usePeopleNames(filter.actor);
  const any = Object.values(filter).some((value) => value !== '');
  return (
    <search className={classes.filters}>
      <Select
        label="Person"
        placeholder="Anybody"
        data={names}
        value={filter.actor || null}
        onChange={(actor) => writeAddressQuery({ actor: actor ?? '' })}
        searchable
        clearable
        nothingFoundMessage="Nobody of that name"
      />
      <Select
        label="What"
        placeholder="Anything"
        data={actions}
        value={filter.action || null}
        onChange={(action) => writeAddressQuery({ action: action ?? '' })}
        searchable
        clearable
        nothingFoundMessage="No such thing is recorded"
      />
      <HostPicker value={filter.host} onPick={(host) => writeAddressQuery({ host })} />
      <TextInput
        type="date"
        label="From"
        value={filter.from}
        {...(filter.to ? { max: filter.to } : {})}
        onChange={(event) => writeAddressQuery({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="To"
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
        Clear
      </Button>
    </search>
  );
}
