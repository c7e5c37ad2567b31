'use client';

import { Menu, Text } from '@mantine/core';
import classes from './keys-menu.module.css';
import { combinations, ctrlAltDel, functionKeys, holdable, type HoldableName, key, type Key } from './keys';

interface KeysMenuProps {
  held: readonly HoldableName[];
  onSend: (keys: readonly Key[]) => void;
  onHold: (name: HoldableName) => void;
}

/** Keys that the browser or the person's own machine keeps for itself. The content of a menu. */
export function KeysMenu({ held, onSend, onHold }: KeysMenuProps) {
  return (
    <>
      <Menu.Label>Hold down, then type in the console</Menu.Label>
      <div className={classes.row} role="group" aria-label="Hold down">
        {holdable.map(({ name, label }) => (
          <Menu.CheckboxItem
            key={name}
            className={classes.key}
            classNames={{ itemIndicator: classes.indicator! }}
            checked={held.includes(name)}
            onChange={() => onHold(name)}
          >
            {label}
          </Menu.CheckboxItem>
        ))}
      </div>
      <Menu.Divider />
      {[ctrlAltDel, ...combinations].map(({ label, keys, hint }) => (
        <Menu.Item
          key={label}
          onClick={() => onSend(keys)}
          rightSection={
            hint ? (
              <Text span size="xs" c="dimmed">
                {hint}
              </Text>
            ) : null
          }
        >
          {label}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>Ctrl + Alt + function key</Menu.Label>
      <div className={classes.functionKeys} role="group" aria-label="Ctrl + Alt + function key">
        {functionKeys.map(({ label, key: functionKey }) => (
          <Menu.Item
            key={label}
            className={classes.key}
            aria-label={`Ctrl + Alt + ${label}`}
            onClick={() => onSend([key.control, key.alt, functionKey])}
          >
            {label}
          </Menu.Item>
        ))}
      </div>
      <Menu.Divider />
      <Text size="xs" c="dimmed" px={12} py={6}>
        Ctrl+Alt+Shift, pressed and released, opens and closes the toolbar.
      </Text>
    </>
  );
}
