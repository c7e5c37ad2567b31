'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import classes from './toolbar.module.css';

interface ToolButtonProps {
  label: string;
  children: ReactNode;
  onClick?: () => void;
  /** A switch, and whether it is on. */
  pressed?: boolean;
  disabled?: boolean;
  className?: string | undefined;
  /** Something new is behind it. */
  news?: boolean;
  'data-action'?: string;
  'aria-keyshortcuts'?: string;
  ref?: React.Ref<HTMLButtonElement>;
}

/** An icon that says what it does to the pointer, the keyboard and the screen reader alike. Passes on what a menu's target needs. */
export function ToolButton({ label, children, pressed, news, className, ...rest }: ToolButtonProps) {
  const t = useTranslations('consoleBar');
  return (
    <Tooltip label={label}>
      <ActionIcon
        {...(pressed ? { variant: 'light' } : { variant: 'subtle', color: 'gray' })}
        size={34}
        aria-label={news ? t('newText', { label }) : label}
        aria-pressed={pressed}
        className={`${classes.tool} ${className ?? ''}`}
        {...rest}
      >
        {children}
        {news ? <span className={classes.news} aria-hidden /> : null}
      </ActionIcon>
    </Tooltip>
  );
}
