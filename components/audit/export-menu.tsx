'use client';

import { Button, Menu } from '@mantine/core';
import { IconBraces, IconChevronDown, IconDownload, IconFileSpreadsheet, IconListDetails } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type AuditFormat, auditFormatSchema } from '@/server/contract/audit';
import { operationPath, operations } from '@/server/contract/operations';
import { basePath } from '../api/base-path';
import { type AuditFilter, filterQuery } from './audit-query';

const icons: Record<AuditFormat, typeof IconBraces> = { csv: IconFileSpreadsheet, json: IconBraces, jsonl: IconListDetails };

/** What is found, as a file. */
export function ExportMenu({ filter }: { filter: AuditFilter }) {
  const t = useTranslations('audit');
  return (
    <Menu width={260} position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t('export.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{Object.values(filter).some((value) => value !== '') ? t('export.found') : t('export.all')}</Menu.Label>
        {auditFormatSchema.options.map((format) => (
          <ExportItem key={format} filter={filter} format={format} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A component of its own: its address is made when the menu is open, in a browser, whose days the filter means. */
function ExportItem({ filter, format }: { filter: AuditFilter; format: AuditFormat }) {
  const t = useTranslations('audit');
  const Icon = icons[format];
  // A plain link: the browser shows how far it is, and keeps no part of it in memory.
  return (
    <Menu.Item component="a" href={address(filter, format)} download leftSection={<Icon size={16} stroke={1.7} aria-hidden />}>
      {t(`export.${format}`)}
    </Menu.Item>
  );
}

function address(filter: AuditFilter, format: AuditFormat): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filterQuery(filter))) query.set(name, String(value));
  return `${basePath()}${operationPath(operations.exportAudit)}?${query.toString()}`;
}
