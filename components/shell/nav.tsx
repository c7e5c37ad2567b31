'use client';

import { IconDeviceDesktop, IconHistory, IconPlugConnected, IconUsers } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useIsAdmin } from './viewer';
import classes from './shell.module.css';

const pages = [
  { href: '/', name: 'hosts', icon: IconDeviceDesktop, admin: false },
  { href: '/sessions', name: 'sessions', icon: IconPlugConnected, admin: true },
  { href: '/people', name: 'people', icon: IconUsers, admin: true },
  { href: '/audit', name: 'audit', icon: IconHistory, admin: true },
] as const;

/** The pages that the viewer may see. */
export function Nav({ onFollow }: { onFollow?: () => void }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const admin = useIsAdmin();
  return (
    <nav aria-label={t('pages')} className={classes.nav}>
      {pages
        .filter((page) => admin || !page.admin)
        .map(({ href, name, icon: Icon }) => (
          <Link
            key={href}
            href={href}
            className={classes.navLink}
            aria-current={pathname === href ? 'page' : false}
            onClick={() => onFollow?.()}
          >
            <Icon size={17} stroke={1.7} aria-hidden />
            {t(`nav.${name}`)}
          </Link>
        ))}
    </nav>
  );
}
