'use client';

import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './touch.module.css';

interface TouchButtonProps {
  label: string;
  children: ReactNode;
  onClick: () => void;
  /** A switch, and whether it is on. */
  pressed?: boolean;
  /** On until the next key only. */
  once?: boolean;
  disabled?: boolean;
}

/** Large enough for a thumb. */
export function TouchButton({ label, children, onClick, pressed, once = false, disabled = false }: TouchButtonProps) {
  return (
    <UnstyledButton
      className={classes.button}
      aria-label={label}
      aria-pressed={pressed}
      data-once={once || undefined}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </UnstyledButton>
  );
}
