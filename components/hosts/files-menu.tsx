'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconFileDownload, IconFileUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { FileFormat } from '@/server/contract/host-bulk';
import { operationPath, operations } from '@/server/contract/operations';
import { basePath } from '../api/base-path';
import type { ListQuery } from './host-query';

interface Props {
  query: ListQuery;
  /** Hosts that match. */
  total: number;
  onImport: () => void;
}

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** The list as a file, and from one. */
export function FilesMenu({ query, total, onImport }: Props) {
  const t = useTranslations('hosts');
  const found = query.q !== '' || query.tag !== '';
  return (
    <Menu width={260}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('files.label')}>
          <IconDotsVertical size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileUpload {...icon} />} onClick={onImport}>
          {t('files.import')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{found ? t('files.exportFound', { count: total }) : t('files.exportAll', { count: total })}</Menu.Label>
        <ExportItem query={query} format="csv" />
        <ExportItem query={query} format="yaml" />
        <Menu.Label>{t('files.note')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A component of its own: its address is made when the menu is open, in a browser. */
function ExportItem({ query, format }: { query: ListQuery; format: FileFormat }) {
  const t = useTranslations('hosts');
  return (
    <Menu.Item component="a" href={address(query, format)} download leftSection={<IconFileDownload {...icon} />}>
      {t(`files.${format}`)}
    </Menu.Item>
  );
}

function address({ q, tag }: ListQuery, format: FileFormat): string {
  const query = new URLSearchParams({ format, ...(q ? { q } : {}), ...(tag ? { tag } : {}) });
  return `${basePath()}${operationPath(operations.exportHosts)}?${query.toString()}`;
}
