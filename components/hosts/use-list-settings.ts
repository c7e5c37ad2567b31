'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useRef, useState } from 'react';
import type { Settings } from '@/server/contract/settings';
import { call } from '../api/client';
import { notifyProblem } from '../shell/notify';
import { useViewer } from '../shell/viewer';

export type ListSettings = Settings['hostList'];

/** What was chosen since this tab was opened: a page that comes back by the back button still has the settings it was made with. */
let latest: { userId: string; settings: ListSettings } | null = null;

/** How this person likes the list: kept on the server, so that the next machine shows it the same. */
export function useListSettings(initial: ListSettings) {
  const t = useTranslations('hosts');
  const { id: userId } = useViewer();
  const [settings, setSettings] = useState(() => (latest?.userId === userId ? latest.settings : initial));
  // One after the other: the last choice is what stays.
  const saving = useRef<Promise<unknown>>(Promise.resolve());

  const change = useCallback(
    (patch: Partial<ListSettings>) => {
      setSettings((last) => {
        const next = { ...last, ...patch };
        latest = { userId, settings: next };
        return next;
      });
      saving.current = saving.current
        .then(() => call('updateSettings', { body: { hostList: patch } }))
        .catch((error: unknown) => notifyProblem(t('view.notSaved'), error));
    },
    [userId, t],
  );
  return { settings, change };
}
