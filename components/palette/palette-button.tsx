'use client';

import { Kbd, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import classes from './palette-button.module.css';

const PortalPalette = dynamic(() => import('./portal-palette').then((module) => module.PortalPalette), { ssr: false });

/** Opens the palette, as Ctrl+K (Cmd+K) does anywhere on the page, in a field too. */
export function PaletteButton() {
  const t = useTranslations('palette');
  const [opened, { open, close }] = useDisclosure(false);
  useHotkeys([['mod+K', open]], []);
  return (
    <>
      <UnstyledButton className={classes.button} onClick={open} aria-keyshortcuts="Control+K Meta+K" title={t('open')}>
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <VisuallyHidden>{t('open')}</VisuallyHidden>
        <Kbd size="xs" className={classes.keys}>
          Ctrl K
        </Kbd>
      </UnstyledButton>
      {opened ? <PortalPalette onClose={close} /> : null}
    </>
  );
}
