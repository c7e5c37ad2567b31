'use client';

import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PaletteButton } from '../palette/palette-button';
import { AccountMenu } from './account-menu';
import { ColorSchemeMenu } from './color-scheme-menu';
import { Logo } from './logo';
import { Nav } from './nav';
import { type Viewer, ViewerProvider } from './viewer';
import classes from './shell.module.css';

/** What stands around every page but the console: the name, where one can go, and who one is. */
export function Shell({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const t = useTranslations('shell');
  const [open, { toggle, close }] = useDisclosure(false);
  return (
    <ViewerProvider viewer={viewer}>
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Burger size="sm" opened={open} onClick={toggle} hiddenFrom="sm" aria-label={t('pages')} />
          <Link href="/" className={classes.brand} aria-label={t('home')}>
            <Logo />
            <span>vnc-portal</span>
          </Link>
          <div className={classes.wideNav}>
            <Nav />
          </div>
          <div className={classes.end}>
            <PaletteButton />
            <ColorSchemeMenu />
            <AccountMenu />
          </div>
        </div>
      </header>
      <Drawer opened={open} onClose={close} size={260} title={<DrawerTitle />} classNames={{ body: classes.drawer! }}>
        <Nav onFollow={close} />
      </Drawer>
      <main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </ViewerProvider>
  );
}

function DrawerTitle() {
  return (
    <span className={classes.brand}>
      <Logo />
      vnc-portal
    </span>
  );
}
