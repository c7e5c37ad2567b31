'use client';

import { IconHandFinger, IconPointer } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Action } from '../actions';
import { useConsoleModel } from '../console-model';

export function useTouchActions(): Action[] {
  const { touch, settings, changeSettings, viewOnly, focusScreen } = useConsoleModel();
  const t = useTranslations('consoleTouch');
  if (!touch || viewOnly) return [];
  const trackpad = settings.touch === 'trackpad';
  return [
    {
      id: 'touch-trackpad',
      label: t('trackpad'),
      hint: t('trackpadHint'),
      icon: <IconPointer size={18} />,
      group: 'console',
      place: 'more',
      pressed: trackpad,
      run: () => {
        changeSettings({ touch: trackpad ? 'direct' : 'trackpad' });
        focusScreen();
      },
    },
    {
      id: 'touch-bar',
      label: t('tools'),
      hint: t('toolsHint'),
      icon: <IconHandFinger size={18} />,
      group: 'console',
      place: 'more',
      pressed: settings.touchBar,
      run: () => {
        changeSettings({ touchBar: !settings.touchBar });
        focusScreen();
      },
    },
  ];
}
