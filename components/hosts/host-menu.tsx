'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconExternalLink, IconPencil, IconRoute, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { Ago } from '../shell/ago';
import { useIsAdmin } from '../shell/viewer';
import type { HostItem } from './host-item-data';
import { statusReason, statusWord } from './status-text';
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
  const [wanted, setWanted] = useState(false);
  if (wanted) return <OpenedMenu item={item} deeds={deeds} />;
  return (
    <ActionIcon
      className={classes.menu}
      variant="subtle"
      color="gray"
      aria-label={`More about ${item.name}`}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    >
      <IconDots {...icon} />
    </ActionIcon>
  );
}

function OpenedMenu({ item, deeds }: Props) {
  const admin = useIsAdmin();
  const { id, name, targets, status } = item;
  return (
    <Menu defaultOpened width={260}>
      <Menu.Target>
        <ActionIcon className={classes.menu} variant="subtle" color="gray" aria-label={`More about ${name}`}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.menuLabel}>
          {statusWord(status)}
          {status.at !== null && (
            <>
              , seen <Ago at={status.at} />
            </>
          )}
          <br />
          {statusReason(status)}
        </Menu.Label>
        <Menu.Item component={Link} href={`/console/${id}`} prefetch={false} target="_blank" leftSection={<IconExternalLink {...icon} />}>
          Open in a new tab
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => deeds.copy(targets.join('\n'))}>
          Copy {targets.length > 1 ? 'addresses' : 'address'}
        </Menu.Item>
        {admin && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => deeds.edit(item)}>
              Edit
            </Menu.Item>
            <Menu.Item leftSection={<IconRoute {...icon} />} onClick={() => deeds.test(item)}>
              Test the connection
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item className={danger.item} leftSection={<IconTrash {...icon} />} onClick={() => deeds.remove(item)}>
              Remove
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
