'use client';

import { Button, Menu } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ToolButton } from './tool-button';
import classes from './toolbar.module.css';

interface BarMenuProps {
  label: string;
  /** What the button shows; without it the label itself. */
  icon?: ReactNode;
  children: ReactNode;
  disabled?: boolean;
  pressed?: boolean;
  className?: string | undefined;
  onMenu: (open: boolean) => void;
}

/** A menu of the toolbar. The focus goes to the console when it closes, not back to its button. */
export function BarMenu({ label, icon, children, disabled = false, pressed = false, className, onMenu }: BarMenuProps) {
  const [opened, setOpened] = useState(false);
  const change = (open: boolean) => {
    setOpened(open);
    onMenu(open);
  };
  return (
    <Menu opened={opened} onChange={change} returnFocus={false} width={280}>
      <Menu.Target>
        {icon ? (
          <ToolButton label={label} disabled={disabled} className={className} {...(pressed ? { pressed } : {})}>
            {icon}
          </ToolButton>
        ) : (
          <Button
            className={classes.word}
            variant={pressed ? 'light' : 'subtle'}
            {...(pressed ? {} : { color: 'gray' })}
            size="compact-sm"
            disabled={disabled}
          >
            {label}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>{children}</Menu.Dropdown>
    </Menu>
  );
}
