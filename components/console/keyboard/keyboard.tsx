'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useConsoleModel } from '../console-model';
import { useFullScreen } from '../picture/use-full-screen';
import { releaseWhenHidden } from './release-keys';
import { inputMethod, useSwitch } from './switches';
import { useKeyboardLock, useCanLock } from './use-keyboard-lock';
import { useLeavingGuard } from './use-leaving-guard';
import { useLiveKeys } from './use-live-keys';
import { useLostKeys } from './use-lost-keys';
import { useOneKeyOnly } from './use-one-key-only';
import { useOptionAsAlt } from './use-option-as-alt';
import { useUnheldKeys } from './use-unheld-keys';

const InputMethodField = dynamic(() => import('./input-method-field').then((module) => module.InputMethodField), { ssr: false });

/** How the person's keyboard and the machine meet, wherever the focus is. */
export function Keyboard() {
  const { rfb, screen, usable, viewOnly } = useConsoleModel();
  const fullScreen = useFullScreen();
  const [composing] = useSwitch(inputMethod);
  const locked = fullScreen.active && usable && !viewOnly;
  useKeyboardLock(locked);
  useLeavingGuard(screen, usable && !viewOnly);
  useLiveKeys(rfb);
  useOneKeyOnly();
  useOptionAsAlt(rfb);
  useUnheldKeys(rfb);
  useLostKeys(rfb, usable);
  useWayOut(locked);
  useEffect(releaseWhenHidden, []);
  return composing && usable && !viewOnly ? <InputMethodField /> : null;
}

/** With its keys locked, full screen is left by holding Esc: said each time it is entered, by the browser too where it can. */
function useWayOut(locked: boolean): void {
  const t = useTranslations('consoleKeyboard');
  const can = useCanLock();
  const { host } = useConsoleModel();
  useEffect(() => {
    if (!locked || can !== true) return;
    void import('@mantine/notifications').then(
      ({ notifications }) =>
        notifications.show({
          id: 'keyboard-lock',
          title: t('lock.title', { name: host.name }),
          message: t('lock.wayOut'),
          autoClose: 6000,
        }),
      () => undefined,
    );
  }, [locked, can, t, host.name]);
}
