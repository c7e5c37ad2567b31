'use client';

import { ActionIcon, Menu } from '@mantine/core';
import {
  IconCopy,
  IconCopyPlus,
  IconDots,
  IconExternalLink,
  IconLink,
  IconListDetails,
  IconPencil,
  IconQuestionMark,
  IconRoute,
  IconTrash,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { grantsPath, whyPath } from '../access/grant-query';
import { useIsAdmin } from '../shell/viewer';
import type { HostItem } from './host-item-data';
import { StatusWords } from './status-mark';
import type { HostDeeds } from './use-host-deeds';
import danger from '../shell/danger.module.css';
import classes from './host-list.module.css';

interface Props {
  item: HostItem;
  deeds: HostDeeds;
}

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** The button of a row's menu. The menu itself is made when it is first opened: a list of thousands has no thousand menus. */
export function HostMenu({ item, deeds }: Props) {
  const t = useTranslations('hosts');
  const [wanted, setWanted] = useState(false);
  if (wanted) return <OpenedMenu item={item} deeds={deeds} />;
  return (
    <ActionIcon
      className={classes.menu}
      variant="subtle"
      color="gray"
      aria-label={t('row.more', { name: item.name })}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    >
      <IconDots {...icon} />
    </ActionIcon>
  );
}

function OpenedMenu({ item, deeds }: Props) {
  const t = useTranslations('hosts');
  const admin = useIsAdmin();
  const { id, name, targets, status } = item;
  return (
    <Menu defaultOpened width={260}>
      <Menu.Target>
        <ActionIcon className={classes.menu} variant="subtle" color="gray" aria-label={t('row.more', { name })}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.menuLabel}>
          <StatusWords status={status} />
        </Menu.Label>
        <Menu.Item component={Link} href={`/console/${id}`} prefetch={false} target="_blank" leftSection={<IconExternalLink {...icon} />}>
          {t('menu.newTab')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink {...icon} />} onClick={() => deeds.copyLink(id)}>
          {t('menu.copyLink')}
        </Menu.Item>
        {/* Who does not manage hosts is not told where they are. */}
        {targets.length > 0 && (
          <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => deeds.copyAddresses(targets)}>
            {t('menu.copyAddress', { count: targets.length })}
          </Menu.Item>
        )}
        {admin && (
          <>
            <Menu.Divider />
            <Menu.Item component={Link} href={grantsPath({ host: id })} leftSection={<IconListDetails {...icon} />}>
              {t('menu.grants')}
            </Menu.Item>
            <Menu.Item component={Link} href={whyPath({ host: id })} leftSection={<IconQuestionMark {...icon} />}>
              {t('menu.why')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => deeds.edit(item)}>
              {t('menu.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconCopyPlus {...icon} />} onClick={() => deeds.duplicate(item)}>
              {t('menu.duplicate')}
            </Menu.Item>
            <Menu.Item leftSection={<IconRoute {...icon} />} onClick={() => deeds.test(item)}>
              {t('menu.test')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item className={danger.item} leftSection={<IconTrash {...icon} />} onClick={() => deeds.remove(item)}>
              {t('menu.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
