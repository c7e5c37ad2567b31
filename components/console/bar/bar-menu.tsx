'use client';

import { Menu } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ToolButton } from './tool-button';
import classes from './toolbar.module.css';

interface BarMenuProps {
  /** As that of an action. */
  id: string;
  label: string;
  /** What the button shows. */
  icon: ReactNode;
  children: ReactNode;
  disabled?: boolean;
  pressed?: boolean;
  className?: string | undefined;
  onMenu: (open: boolean) => void;
}

/** A menu of the toolbar. The focus goes to the console when it closes, not back to its button. */
export function BarMenu({ id, label, icon, children, disabled = false, pressed = false, className, onMenu }: BarMenuProps) {
  const [opened, setOpened] = useState(false);
  const change = (open: boolean) => {
    setOpened(open);
    onMenu(open);
  };
  return (
    <Menu opened={opened} onChange={change} returnFocus={false} width={280}>
      <Menu.Target>
        <ToolButton data-action={id} label={label} disabled={disabled} className={className} {...(pressed ? { pressed } : {})}>
          {icon}
        </ToolButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>{children}</Menu.Dropdown>
    </Menu>
  );
}
