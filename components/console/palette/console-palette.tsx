'use client';

import { useTranslations } from 'next-intl';
import { usePageItems } from '@/components/palette/pages';
import { Palette } from '@/components/palette/palette';
import { useConsoleModel } from '../console-model';
import { useActions } from '../use-actions';

/** The palette of a console: what can be done here stands first. */
export default function ConsolePalette() {
  const t = useTranslations('palette');
  const { rights, showPalette, focusScreen } = useConsoleModel();
  const actions = useActions()
    .filter(({ id }) => id !== 'palette')
    .map((action) => ({ ...action, rare: action.place === 'palette' }));
  const pages = usePageItems(rights.admin);
  return (
    <Palette
      before={[{ label: t('groups.console'), items: actions }]}
      after={[{ label: t('groups.pages'), items: pages }]}
      onClose={() => {
        showPalette(false);
        // After the dialog has given the focus back to where it was.
        setTimeout(focusScreen, 0);
      }}
    />
  );
}
