'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './sub-nav.module.css';

interface Props {
  label: string;
  pages: readonly { href: string; label: string }[];
}

/** The pages of one subject, beside each other. */
export function SubNav({ label, pages }: Props) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className={classes.bar}>
      {pages.map((page) => (
        <Link key={page.href} href={page.href} className={classes.page} aria-current={pathname === page.href ? 'page' : false}>
          {page.label}
        </Link>
      ))}
    </nav>
  );
}
