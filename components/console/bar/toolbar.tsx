'use client';

import { Button, Menu, Text, Tooltip } from '@mantine/core';
import {
  IconCheck,
  IconChevronUp,
  IconDots,
  IconKeyboard,
  IconLayoutGrid,
  IconPlugConnected,
  IconPlugConnectedX,
  IconPointer,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Action } from '../actions';
import { useConsoleModel } from '../console-model';
import { HostBadge } from '../host-badge';
import { ctrlAltDel, sendCombination } from '../keyboard/keys';
import { OthersButton } from '../people/others';
import { WatchedMark } from '../people/watched-mark';
import { useActions } from '../use-actions';
import { toneOf, useStateWords } from '../words';
import { BarMenu } from './bar-menu';
import { ToolButton } from './tool-button';
import classes from './toolbar.module.css';

interface ToolbarProps {
  shown: boolean;
  bar: React.HTMLAttributes<HTMLElement>;
  onTouchKeyboard: () => void;
  onHide: () => void;
  /** A menu of the bar opens or closes. */
  onMenu: (open: boolean) => void;
  ref?: React.Ref<HTMLElement>;
}

/** The slim bar at the top of a console. */
export function Toolbar({ shown, bar, onTouchKeyboard, onHide, onMenu, ref }: ToolbarProps) {
  const { host, rights, state, facts, rfb, usable, viewOnly, settings, addresses, connection, focusScreen, touch } = useConsoleModel();
  const t = useTranslations('consoleBar');
  const { words: stateText } = useStateWords(state);
  const actions = useActions();
  const canType = usable && !viewOnly;
  const { watching } = rights;
  const controlAddress = watching && rights.mayControl ? addresses.self : null;
  const ended = state.name === 'ended';
  const words =
    usable && watching ? t(rights.mayControl ? 'watching' : 'mayWatch') : usable && viewOnly ? t('connectedViewOnly') : stateText;

  return (
    <header
      ref={ref}
      className={classes.toolbar}
      data-shown={shown || undefined}
      data-pinned={settings.pinned || undefined}
      inert={!shown}
      aria-label={t('toolbar')}
      {...bar}
    >
      <Tooltip label={t('allHosts')}>
        <a href={addresses.hosts} className={classes.hosts} aria-label={t('allHosts')}>
          <IconLayoutGrid size={18} />
        </a>
      </Tooltip>
      <div className={classes.host} title={facts.desktopName ? t('callsItself', { name: facts.desktopName }) : undefined}>
        <HostBadge hostId={host.id} name={host.name} tone={toneOf(state)} />
        <div className={classes.names}>
          <Text component="h1" size="sm" fw={650} truncate lh={1.2}>
            {host.name}
          </Text>
          <Text size="xs" c="dimmed" truncate lh={1.2}>
            {words}
          </Text>
        </div>
      </div>

      <OthersButton />
      <WatchedMark />
      <div className={classes.tools}>
        {controlAddress === null ? null : (
          <Button component="a" href={controlAddress} variant="light" size="compact-sm" className={`${classes.word} ${classes.wide}`}>
            {t('takeControl')}
          </Button>
        )}
        {touch ? (
          <ToolButton label={t('touchKeyboard')} onClick={onTouchKeyboard} disabled={!canType}>
            <IconKeyboard size={20} />
          </ToolButton>
        ) : null}
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          className={`${classes.word} ${classes.wide}`}
          disabled={!canType}
          onClick={() => {
            if (rfb) sendCombination(rfb, ctrlAltDel.keys);
            focusScreen();
          }}
        >
          Ctrl+Alt+Del
        </Button>
        {actions
          .filter(({ place }) => place === 'bar')
          .map((action) => (
            <ActionButton key={action.id} action={action} />
          ))}
        <BarMenu
          label={t('more')}
          id="more"
          icon={<IconDots size={20} />}
          onMenu={(open) => {
            onMenu(open);
            // After the menu has given the focus back to its button.
            if (!open) setTimeout(focusScreen, 0);
          }}
        >
          {controlAddress === null ? null : (
            <Menu.Item component="a" href={controlAddress} className={classes.narrow} leftSection={<IconPointer size={18} />}>
              {t('takeControl')}
            </Menu.Item>
          )}
          {actions
            .filter(({ place }) => place !== 'palette')
            .map((action) => (
              <ActionLine key={action.id} action={action} />
            ))}
          {ended ? null : (
            <Menu.Item
              className={classes.narrow}
              leftSection={<IconPlugConnectedX size={18} />}
              onClick={() => connection.send({ type: 'leave' })}
            >
              {t('disconnect')}
            </Menu.Item>
          )}
        </BarMenu>
        {ended ? (
          <ToolButton label={t('reconnect')} className={classes.wide} onClick={() => connection.send({ type: 'open' })}>
            <IconPlugConnected size={18} />
          </ToolButton>
        ) : (
          <ToolButton label={t('disconnect')} className={classes.wide} onClick={() => connection.send({ type: 'leave' })}>
            <IconPlugConnectedX size={18} />
          </ToolButton>
        )}
        {usable && !settings.pinned ? (
          <ToolButton label={t('hide')} onClick={onHide}>
            <IconChevronUp size={18} />
          </ToolButton>
        ) : null}
      </div>
    </header>
  );
}

function ActionButton({ action: { id, label, icon, pressed, disabled = false, news = false, shortcut, run } }: { action: Action }) {
  return (
    <ToolButton
      className={classes.wide}
      data-action={id}
      label={label}
      disabled={disabled}
      news={news}
      onClick={run}
      {...(pressed === undefined ? {} : { pressed })}
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcut })}
    >
      {icon}
    </ToolButton>
  );
}

/** What has a button of its own where the bar is wide stands in the menu only where it is narrow. */
function ActionLine({ action: { id, label, icon, place, pressed, disabled = false, run } }: { action: Action }) {
  return (
    <Menu.Item
      data-action={id}
      {...(place === 'bar' ? { className: classes.narrow! } : {})}
      leftSection={icon}
      rightSection={pressed ? <IconCheck size={16} /> : null}
      disabled={disabled}
      onClick={run}
    >
      {label}
    </Menu.Item>
  );
}
