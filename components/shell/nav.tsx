'use client';

import { IconDeviceDesktop, IconHistory, IconPlugConnected, IconShieldCheck, IconUsers } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useIsAdmin } from './viewer';
import classes from './shell.module.css';

const pages = [
  { href: '/', name: 'hosts', icon: IconDeviceDesktop, admin: false, within: [] },
  { href: '/sessions', name: 'sessions', icon: IconPlugConnected, admin: true, within: ['/nodes'] },
  { href: '/people', name: 'people', icon: IconUsers, admin: true, within: ['/groups'] },
  { href: '/access', name: 'access', icon: IconShieldCheck, admin: true, within: ['/access/why'] },
  { href: '/audit', name: 'audit', icon: IconHistory, admin: true, within: [] },
] as const satisfies readonly Page[];

interface Page {
  href: string;
  name: string;
  icon: typeof IconUsers;
  admin: boolean;
  /** Other pages of the same subject. */
  within: readonly string[];
}

const isOf = (pathname: string, { href, within }: Page): boolean => pathname === href || within.includes(pathname);

/** The pages that the viewer may see. */
export function Nav({ onFollow }: { onFollow?: () => void }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const admin = useIsAdmin();
  return (
    <nav aria-label={t('pages')} className={classes.nav}>
      {pages
        .filter((page) => admin || !page.admin)
        .map((page) => (
          <Link
            key={page.href}
            href={page.href}
            className={classes.navLink}
            aria-current={pathname === page.href ? 'page' : isOf(pathname, page)}
            onClick={() => onFollow?.()}
          >
            <page.icon size={17} stroke={1.7} aria-hidden />
            {t(`nav.${page.name}`)}
          </Link>
        ))}
    </nav>
  );
}
