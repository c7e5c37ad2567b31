'use client';

import { IconEye, IconUsers } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Action } from '../actions';
import { useConsoleModel } from '../console-model';
import { useOthersText } from './others';

export function usePeopleActions(): Action[] {
  const { rights, usable, viewOnly, setViewOnly, panel, showPanel, focusScreen } = useConsoleModel();
  const t = useTranslations('consolePeople');
  const others = useOthersText();
  return [
    {
      id: 'view-only',
      label: t(rights.watching ? 'watching' : viewOnly ? 'viewOnlyOn' : 'viewOnly'),
      icon: <IconEye size={18} />,
      group: 'console',
      place: 'bar',
      pressed: viewOnly,
      disabled: rights.watching,
      run: () => {
        setViewOnly(!viewOnly);
        focusScreen();
      },
    },
    {
      id: 'people',
      label: t('panel.open'),
      hint: others || t('panel.alone'),
      icon: <IconUsers size={18} />,
      group: 'people',
      place: 'more',
      disabled: !usable,
      run: () => showPanel(panel === 'people' ? null : 'people'),
    },
  ];
}
