'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { FieldChange, HostImportPlan } from '@/server/contract/host-import';
import classes from './import.module.css';

/** Hosts of a kind that are shown at first; a file of thousands is looked at in parts. */
const SHOWN = 50;

/** Host by host, what the file would do; of a change field by field. */
export function PlannedHosts({ plan: { add, change, remove } }: { plan: HostImportPlan }) {
  const t = useTranslations('hostImport');
  const ends = (ended: number) => ended > 0 && <span className={classes.ends}>{t('endsHere', { count: ended })}</span>;
  return (
    <>
      <Part kind="remove" title={t('summary.remove', { count: remove.length })} hosts={remove}>
        {({ ended }) => ends(ended)}
      </Part>
      <Part kind="change" title={t('summary.change', { count: change.length })} hosts={change}>
        {({ fields, ended, forgetsPassword }) => (
          <>
            {ends(ended)}
            {forgetsPassword && <span className={classes.ends}>{t('forgottenHere')}</span>}
            {fields.length > 0 && <FieldTable fields={fields} />}
          </>
        )}
      </Part>
      <Part kind="add" title={t('summary.add', { count: add.length })} hosts={add}>
        {({ targets }) => <span className={classes.targets}>{targets.join(' ')}</span>}
      </Part>
    </>
  );
}

interface PartProps<T> {
  kind: string;
  title: string;
  hosts: T[];
  children: (host: T) => ReactNode;
}

function Part<T extends { id: string; name: string }>({ kind, title, hosts, children }: PartProps<T>) {
  const t = useTranslations('hostImport');
  const [shown, setShown] = useState(SHOWN);
  if (hosts.length === 0) return null;
  const rest = hosts.length - shown;
  return (
    <section aria-label={title}>
      <h3 className={classes.partTitle}>{title}</h3>
      <ul className={classes.hosts} data-kind={kind}>
        {hosts.slice(0, shown).map((host) => (
          <li key={host.id}>
            <span className={classes.hostName}>{host.name}</span>
            {host.name !== host.id && <span className={classes.hostId}>{host.id}</span>}
            {children(host)}
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => setShown((last) => last * 4)}>
          {t('more', { count: rest })}
        </Button>
      )}
    </section>
  );
}

function FieldTable({ fields }: { fields: FieldChange[] }) {
  const t = useTranslations('hostImport');
  return (
    <table className={classes.fields}>
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          <th scope="col">{t('now')}</th>
          <th scope="col">{t('then')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            {field === 'password' ? (
              <td colSpan={2}>{t('secret')}</td>
            ) : (
              <>
                <td data-old>{before || <em>{t('empty')}</em>}</td>
                <td data-new>{after || <em>{t('empty')}</em>}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
