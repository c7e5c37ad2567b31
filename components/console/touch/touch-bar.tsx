'use client';

import { IconChevronDown, IconClipboardText, IconCommand, IconKeyboard, IconMouse2, IconPointer, IconSquareF1 } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useConsoleModel } from '../console-model';
import { KeyRow } from './key-row';
import { TouchButton } from './touch-button';
import classes from './touch.module.css';
import type { useStickyKeys } from './use-sticky-keys';

interface TouchBarProps {
  keys: ReturnType<typeof useStickyKeys>;
  /** The device's keyboard is there. */
  typing: boolean;
  onKeyboard: () => void;
  rightTap: boolean;
  onRightTap: () => void;
}

/** What thumbs reach, at the bottom; above the device's keyboard while that is there. */
export function TouchBar({ keys, typing, onKeyboard, rightTap, onRightTap }: TouchBarProps) {
  const { settings, changeSettings, panel, showPanel, showPalette } = useConsoleModel();
  const t = useTranslations('consoleTouch');
  const [wantsKeys, setWantsKeys] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const rows = wantsKeys || typing;
  const trackpad = settings.touch === 'trackpad';

  // The picture ends where the bar begins.
  useEffect(() => {
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty('--touch-bar', `${bar.current?.offsetHeight ?? 0}px`));
    if (bar.current) observer.observe(bar.current);
    return () => {
      observer.disconnect();
      style.removeProperty('--touch-bar');
    };
  }, []);

  return (
    <div
      ref={bar}
      className={classes.bar}
      data-touch-bar
      // The field keeps the focus, or the device's keyboard would go.
      onMouseDown={(event) => event.preventDefault()}
    >
      {rows ? <KeyRow keys={keys} /> : null}
      <div className={classes.row} role="toolbar" aria-label={t('tools')}>
        <TouchButton label={t('keyboard')} pressed={typing} onClick={onKeyboard}>
          <IconKeyboard size={22} />
        </TouchButton>
        <TouchButton label={t('keys')} pressed={rows} disabled={typing} onClick={() => setWantsKeys(!wantsKeys)}>
          <IconSquareF1 size={22} />
        </TouchButton>
        <TouchButton label={t('rightClick')} pressed={rightTap} onClick={onRightTap}>
          <IconMouse2 size={22} />
        </TouchButton>
        <TouchButton label={t('trackpad')} pressed={trackpad} onClick={() => changeSettings({ touch: trackpad ? 'direct' : 'trackpad' })}>
          <IconPointer size={22} />
        </TouchButton>
        <TouchButton
          label={t('clipboard')}
          pressed={panel === 'clipboard'}
          onClick={() => showPanel(panel === 'clipboard' ? null : 'clipboard')}
        >
          <IconClipboardText size={22} />
        </TouchButton>
        <TouchButton label={t('commands')} onClick={() => showPalette(true)}>
          <IconCommand size={22} />
        </TouchButton>
        <TouchButton label={t('hide')} onClick={() => changeSettings({ touchBar: false })}>
          <IconChevronDown size={22} />
        </TouchButton>
      </div>
    </div>
  );
}
