'use client';

import { IconDeviceDesktop, IconHistory, IconPlugConnected, IconUsers } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useIsAdmin } from './viewer';
import classes from './shell.module.css';

const pages = [
  { href: '/', label: 'Hosts', icon: IconDeviceDesktop, admin: false },
  { href: '/sessions', label: 'Consoles', icon: IconPlugConnected, admin: true },
  { href: '/people', label: 'People', icon: IconUsers, admin: true },
  { href: '/audit', label: 'Audit', icon: IconHistory, admin: true },
];

/** The pages that the viewer may see. */
export function Nav({ onFollow }: { onFollow?: () => void }) {
  const pathname = usePathname();
  const admin = useIsAdmin();
  return (
    <nav aria-label="Pages" className={classes.nav}>
      {pages
        .filter((page) => admin || !page.admin)
        .map(({ href, label, icon: Icon }) => (
          <Link
            key={href}
            href={href}
            className={classes.navLink}
            aria-current={pathname === href ? 'page' : false}
            onClick={() => onFollow?.()}
          >
            <Icon size={17} stroke={1.7} aria-hidden />
            {label}
          </Link>
        ))}
    </nav>
  );
}
