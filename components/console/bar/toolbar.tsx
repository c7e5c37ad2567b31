'use client';

import { Button, Menu, Text, Tooltip } from '@mantine/core';
import {
  IconAspectRatio,
  IconCheck,
  IconChevronUp,
  IconDots,
  IconKeyboard,
  IconLayoutGrid,
  IconPointer,
  IconPlugConnected,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import { BarMenu } from './bar-menu';
import { HostBadge } from '../host-badge';
import { ctrlAltDel, type HoldableName, type Key } from '../keyboard/keys';
import { KeysMenu } from '../keyboard/keys-menu';
import type { Scaling } from '../preferences';
import { ToolButton } from './tool-button';
import classes from './toolbar.module.css';
import { scalings, type Tool } from './tools';
import type { Tone } from '../words';

interface ToolbarProps {
  host: { id: string; name: string };
  hostsAddress: string;
  tone: Tone;
  words: string;
  desktopName: string;
  shown: boolean;
  pinned: boolean;
  /** Keys and clicks reach the machine. */
  usable: boolean;
  /** A person has switched them off, or the portal lets none through. */
  viewOnly: boolean;
  watching: boolean;
  /** Where somebody who watches gets keyboard and pointer; null where nobody does. */
  controlAddress: string | null;
  ended: boolean;
  touch: boolean;
  held: readonly HoldableName[];
  scaling: Scaling;
  tools: readonly Tool[];
  bar: React.HTMLAttributes<HTMLElement>;
  onKeys: (keys: readonly Key[]) => void;
  onHold: (name: HoldableName) => void;
  onScaling: (scaling: Scaling) => void;
  onTouchKeyboard: () => void;
  onHide: () => void;
  onLeave: () => void;
  onReturn: () => void;
  /** A menu of the bar opens or closes. */
  onMenu: (open: boolean) => void;
  ref?: React.Ref<HTMLElement>;
}

/** The slim bar at the top of a console. */
export function Toolbar(props: ToolbarProps) {
  const {
    host,
    hostsAddress,
    tone,
    words,
    desktopName,
    shown,
    pinned,
    usable,
    viewOnly,
    watching,
    controlAddress,
    ended,
    touch,
    held,
    scaling,
    tools,
    bar,
    ref,
  } = props;
  const canType = usable && !viewOnly;
  const scalingItems = <ScalingItems scaling={scaling} watching={watching} onScaling={props.onScaling} />;

  return (
    <header
      ref={ref}
      className={classes.toolbar}
      data-shown={shown || undefined}
      data-pinned={pinned || undefined}
      inert={!shown}
      aria-label="Console toolbar"
      {...bar}
    >
      <Tooltip label="All hosts">
        <a href={hostsAddress} className={classes.hosts} aria-label="All hosts">
          <IconLayoutGrid size={18} />
        </a>
      </Tooltip>
      <div className={classes.host} title={desktopName ? `The host calls itself “${desktopName}”` : undefined}>
        <HostBadge hostId={host.id} name={host.name} tone={tone} />
        <div className={classes.names}>
          <Text component="h1" size="sm" fw={650} truncate lh={1.2}>
            {host.name}
          </Text>
          <Text size="xs" c="dimmed" truncate lh={1.2}>
            {words}
          </Text>
        </div>
      </div>

      <div className={classes.tools}>
        {controlAddress === null ? null : (
          <Button component="a" href={controlAddress} variant="light" size="compact-sm" className={`${classes.word} ${classes.wide}`}>
            Take control
          </Button>
        )}
        {touch ? (
          <ToolButton label="Touch keyboard" onClick={props.onTouchKeyboard} disabled={!canType}>
            <IconKeyboard size={20} />
          </ToolButton>
        ) : null}
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          className={`${classes.word} ${classes.wide}`}
          onClick={() => props.onKeys(ctrlAltDel.keys)}
          disabled={!canType}
        >
          Ctrl+Alt+Del
        </Button>
        <BarMenu label="Keys" disabled={!canType} pressed={held.length > 0} onMenu={props.onMenu}>
          <KeysMenu held={held} onSend={props.onKeys} onHold={props.onHold} />
        </BarMenu>
        <BarMenu label="Size of the picture" icon={<IconAspectRatio size={18} />} className={classes.wide} onMenu={props.onMenu}>
          {scalingItems}
        </BarMenu>
        {tools.map(({ id, icon, ...tool }) => (
          <ToolButton key={id} className={classes.wide} {...tool}>
            {icon}
          </ToolButton>
        ))}
        <BarMenu label="More" icon={<IconDots size={20} />} className={classes.narrow} onMenu={props.onMenu}>
          {controlAddress === null ? null : (
            <Menu.Item component="a" href={controlAddress} leftSection={<IconPointer size={18} />}>
              Take control
            </Menu.Item>
          )}
          {tools.map(({ id, label, icon, pressed, disabled, onClick }) => (
            <Menu.Item
              key={id}
              leftSection={icon}
              rightSection={pressed ? <IconCheck size={16} /> : null}
              disabled={disabled ?? false}
              onClick={onClick}
            >
              {label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>Size of the picture</Menu.Label>
          {scalingItems}
          {ended ? null : (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconPlugConnectedX size={18} />} onClick={props.onLeave}>
                Disconnect
              </Menu.Item>
            </>
          )}
        </BarMenu>
        {ended ? (
          <ToolButton label="Reconnect" className={classes.wide} onClick={props.onReturn}>
            <IconPlugConnected size={18} />
          </ToolButton>
        ) : (
          <ToolButton label="Disconnect" className={classes.wide} onClick={props.onLeave}>
            <IconPlugConnectedX size={18} />
          </ToolButton>
        )}
        {usable && !pinned ? (
          <ToolButton
            label="Hide the toolbar. Ctrl+Alt+Shift brings it back and hides it; so does the top edge of the window."
            onClick={props.onHide}
          >
            <IconChevronUp size={18} />
          </ToolButton>
        ) : null}
      </div>
    </header>
  );
}

interface ScalingItemsProps {
  scaling: Scaling;
  watching: boolean;
  onScaling: (scaling: Scaling) => void;
}

function ScalingItems({ scaling, watching, onScaling }: ScalingItemsProps) {
  return scalings.map(({ value, label, hint }) => (
    <Menu.RadioItem
      key={value}
      value={value}
      checked={value === scaling}
      disabled={watching && value === 'remote'}
      closeMenuOnClick
      onChange={() => onScaling(value)}
    >
      {label}
      <Text size="xs" c="dimmed">
        {hint}
      </Text>
    </Menu.RadioItem>
  ));
}
