'use client';

import { IconCommand, IconPin, IconPinFilled } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Action } from '../actions';
import { useConsoleModel } from '../console-model';

export function useBarActions(): Action[] {
  const { settings, changeSettings, showPalette, focusScreen } = useConsoleModel();
  const t = useTranslations('consoleBar');
  const { pinned } = settings;
  return [
    {
      id: 'pin-toolbar',
      label: t(pinned ? 'unpin' : 'pin'),
      icon: pinned ? <IconPinFilled size={18} /> : <IconPin size={18} />,
      group: 'console',
      place: 'more',
      pressed: pinned,
      run: () => {
        changeSettings({ pinned: !pinned });
        focusScreen();
      },
    },
    {
      id: 'palette',
      label: t('commands'),
      hint: t('commandsHint'),
      shortcut: 'Control+Alt+Shift+K',
      icon: <IconCommand size={18} />,
      group: 'console',
      place: 'more',
      run: () => showPalette(true),
    },
  ];
}
