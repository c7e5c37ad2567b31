'use client';

import { IconClipboardText, IconCopyCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Action } from '../actions';
import { useConsoleModel } from '../console-model';

export function useClipboardActions(): Action[] {
  const { facts, panel, showPanel, usable, clipboard, settings, changeSettings, focusScreen } = useConsoleModel();
  const t = useTranslations('consoleClipboard');
  const [seen, setSeen] = useState(facts.clipboard);
  const open = panel === 'clipboard';
  const { rules, status } = clipboard;
  const isNew = facts.clipboard !== seen && facts.clipboard !== status.delivered && rules.fromHost === null;
  const forbidden = rules.toHost === 'policy' && rules.fromHost === 'policy';
  return [
    {
      id: 'clipboard',
      label: t('title'),
      icon: <IconClipboardText size={18} />,
      group: 'clipboard',
      place: 'bar',
      pressed: open,
      news: isNew && !open,
      disabled: !usable,
      run: () => {
        setSeen(facts.clipboard);
        showPanel(open ? null : 'clipboard');
      },
    },
    {
      id: 'clipboard-sync',
      label: t('share'),
      hint: t('shareHint'),
      icon: <IconCopyCheck size={18} />,
      group: 'clipboard',
      place: 'palette',
      pressed: settings.clipboardSync && !forbidden,
      disabled: forbidden,
      run: () => {
        changeSettings({ clipboardSync: !settings.clipboardSync });
        focusScreen();
      },
    },
  ];
}
