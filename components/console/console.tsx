'use client';

import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconHandStop } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Chip } from './chip';
import { ClipboardPanel } from './clipboard-panel';
import { isUsable } from './connection';
import classes from './console.module.css';
import { holdable, sendCombination } from './keys';
import { LastPicture } from './last-picture';
import { saveScreenshot } from './screenshot';
import { StateCard } from './state-card';
import { Toolbar } from './toolbar';
import { toolsOf } from './tools';
import { TouchKeyboard } from './touch-keyboard';
import { useConsole } from './use-console';
import { useFullScreen } from './use-full-screen';
import { useHeldKeys } from './use-held-keys';
import { usePageIdentity } from './use-page-identity';
import { usePreferences } from './use-preferences';
import { useScreenElement } from './use-screen-element';
import { useScreenSettings } from './use-screen-settings';
import { useToolbar } from './use-toolbar';
import { useToolbarChord } from './use-toolbar-chord';
import { shortWords, stateWords, toneOf } from './words';

interface ConsoleProps {
  host: { id: string; name: string };
  /** Where the list of hosts is, with the portal's own path before it. */
  hostsAddress: string;
}

/** A machine's screen that fills the window, and everything around it. */
export function Console({ host, hostsAddress }: ConsoleProps) {
  const { state, rfb, facts, lastPicture, connection, screen } = useConsole(host.id);
  const [preferences, setPreferences] = usePreferences();
  const [viewOnly, setViewOnly] = useState(false);
  const [wantsPanning, setPanning] = useState(false);
  const [clipboardOpen, setClipboardOpen] = useState(false);
  const [seenClipboard, setSeenClipboard] = useState(facts.clipboard);
  const toolbarElement = useRef<HTMLElement>(null);
  const touchField = useRef<HTMLTextAreaElement>(null);
  const touch = useMediaQuery('(any-pointer: coarse)', false);
  const fullScreen = useFullScreen();
  const { held, toggle: holdKey, release: releaseHeld } = useHeldKeys(rfb);

  const usable = isUsable(state);
  const tone = toneOf(state);
  const panning = wantsPanning && facts.clipping;
  const toolbar = useToolbar({ usable, pinned: preferences.pinned });

  usePageIdentity({ hostId: host.id, name: host.name, words: shortWords(state), tone });
  useScreenSettings(rfb, screen, { scaling: preferences.scaling, viewOnly, panning, ready: usable });

  const focusScreen = useCallback(() => rfb?.focus({ preventScroll: true }), [rfb]);
  useEffect(() => {
    if (usable) focusScreen();
  }, [usable, focusScreen]);
  useScreenElement(screen, host.name, usable);

  useToolbarChord(() => {
    if (!usable) return;
    if (toolbar.shown && toolbarElement.current?.contains(document.activeElement)) {
      toolbar.hide();
      focusScreen();
    } else {
      toolbar.show();
      // It takes focus once it is no longer inert.
      setTimeout(() => toolbarElement.current?.querySelector<HTMLElement>('a, button:not(:disabled)')?.focus(), 0);
    }
  });

  const onMenu = (open: boolean) => {
    toolbar.setHeld(open || clipboardOpen);
    // After the menu has given the focus back to its button.
    if (!open && !clipboardOpen) setTimeout(focusScreen, 0);
  };
  const showClipboard = (open: boolean) => {
    setClipboardOpen(open);
    toolbar.setHeld(open);
    setSeenClipboard(facts.clipboard);
    if (!open) focusScreen();
  };
  const tools = toolsOf(
    {
      usable,
      viewOnly,
      pinned: preferences.pinned,
      clipboardOpen,
      clipboardNews: facts.clipboard !== seenClipboard && !clipboardOpen,
      fullScreen,
    },
    {
      onClipboard: () => showClipboard(!clipboardOpen),
      onViewOnly: () => {
        releaseHeld();
        setViewOnly(!viewOnly);
        focusScreen();
      },
      onScreenshot: () => {
        if (rfb) saveScreenshot(rfb, host.id);
        focusScreen();
      },
      onFullScreen: () => {
        fullScreen.toggle();
        focusScreen();
      },
      onPin: () => {
        setPreferences({ pinned: !preferences.pinned });
        focusScreen();
      },
    },
  );

  return (
    <div className={classes.page}>
      <Toolbar
        ref={toolbarElement}
        host={host}
        hostsAddress={hostsAddress}
        tone={tone}
        words={viewOnly && usable ? 'Connected, view only' : stateWords(state)}
        desktopName={facts.desktopName}
        shown={toolbar.shown}
        pinned={preferences.pinned}
        usable={usable}
        viewOnly={viewOnly}
        ended={state.name === 'ended'}
        touch={touch}
        held={held}
        scaling={preferences.scaling}
        tools={tools}
        bar={toolbar.bar}
        onKeys={(keys) => {
          if (rfb) sendCombination(rfb, keys);
          focusScreen();
        }}
        onHold={holdKey}
        onScaling={(scaling) => setPreferences({ scaling })}
        onTouchKeyboard={() => touchField.current?.focus()}
        onHide={() => {
          toolbar.hide();
          focusScreen();
        }}
        onLeave={() => connection.send({ type: 'leave' })}
        onReturn={() => connection.send({ type: 'open' })}
        onMenu={onMenu}
      />
      <main className={classes.stage}>
        <LastPicture canvas={lastPicture} />
        <div ref={screen} className={classes.screen} />
        {toolbar.shown ? null : (
          <Chip
            host={host}
            tone={tone}
            words={shortWords(state)}
            viewOnly={viewOnly}
            held={holdable.filter(({ name }) => held.includes(name)).map(({ label }) => label)}
            onOpen={toolbar.show}
          />
        )}
        {facts.clipping && usable ? (
          <Tooltip label={panning ? 'Dragging moves the view' : 'Move the view by dragging'} position="left">
            <ActionIcon
              className={classes.pan}
              variant={panning ? 'filled' : 'default'}
              size={40}
              aria-pressed={panning}
              aria-label="Move the view by dragging"
              onClick={() => {
                setPanning(!panning);
                focusScreen();
              }}
            >
              <IconHandStop size={20} />
            </ActionIcon>
          </Tooltip>
        ) : null}
        {clipboardOpen && usable ? (
          <ClipboardPanel
            hostName={host.name}
            received={facts.clipboard}
            blocked={viewOnly ? 'View only is on: nothing can be sent to the host, and nothing is received.' : ''}
            onSend={(text) => rfb?.clipboardPasteFrom(text)}
            onClose={() => showClipboard(false)}
          />
        ) : null}
        <StateCard host={host} state={state} connection={connection} />
        {touch ? <TouchKeyboard ref={touchField} sink={rfb} /> : null}
      </main>
      <VisuallyHidden role="status">{`${host.name}: ${state.name === 'waiting' && state.failure ? `${state.failure.title}. ` : ''}${stateWords(state)}`}</VisuallyHidden>
    </div>
  );
}
