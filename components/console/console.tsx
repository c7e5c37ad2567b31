'use client';

import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { HostPolicy } from '@/server/contract/host';
import { AskedBanner } from './people/asked-banner';
import { Chip } from './bar/chip';
import { ClipboardPanel } from './clipboard/clipboard-panel';
import { clipboardRules } from './clipboard/clipboard-rules';
import { isUsable } from './connection/console-state';
import classes from './console.module.css';
import { holdable, sendCombination } from './keyboard/keys';
import { LastPicture } from './picture/last-picture';
import { PanButton } from './picture/pan-button';
import { saveScreenshot } from './picture/screenshot';
import { StateCard } from './cards/state-card';
import { Toolbar } from './bar/toolbar';
import { toolsOf } from './bar/tools';
import { TouchKeyboard } from './touch/touch-keyboard';
import { useAsked } from './people/use-asked';
import { useConsole } from './connection/use-console';
import { useFullScreen } from './picture/use-full-screen';
import { useHeldKeys } from './keyboard/use-held-keys';
import { usePageIdentity } from './use-page-identity';
import { usePreferences } from './use-preferences';
import { useScreenElement } from './use-screen-element';
import { useScreenSettings } from './picture/use-screen-settings';
import { useToolbar } from './bar/use-toolbar';
import { useToolbarChord } from './bar/use-toolbar-chord';
import { shortWords, stateWords, toneOf } from './words';

interface ConsoleProps {
  host: { id: string; name: string };
  /** The host's rule for the clipboard. */
  clipboard: HostPolicy['clipboard'];
  /** The host takes one person at a time. */
  exclusive: boolean;
  /** The portal lets no input through. */
  watching: boolean;
  /** The person has a right to keyboard and pointer, if only they ask for them. */
  mayControl: boolean;
  /** The person may end other people's consoles. */
  admin: boolean;
  /** Where the list of hosts is, with the portal's own path before it. */
  hostsAddress: string;
}

/** A machine's screen that fills the window, and everything around it. */
export function Console({ host, clipboard, exclusive, watching, mayControl, admin, hostsAddress }: ConsoleProps) {
  const { state, rfb, facts, lastPicture, connection, screen } = useConsole(host.id, watching);
  const [preferences, setPreferences] = usePreferences();
  const [wantsViewOnly, setViewOnly] = useState(false);
  const [wantsPanning, setPanning] = useState(false);
  const [clipboardOpen, setClipboardOpen] = useState(false);
  const [seenClipboard, setSeenClipboard] = useState(facts.clipboard);
  const toolbarElement = useRef<HTMLElement>(null);
  const banner = useRef<HTMLElement>(null);
  const touchField = useRef<HTMLTextAreaElement>(null);
  const touch = useMediaQuery('(any-pointer: coarse)', false);
  const fullScreen = useFullScreen();
  const { held, toggle: holdKey, release: releaseHeld } = useHeldKeys(rfb);

  const viewOnly = wantsViewOnly || watching;
  // Changing the host's resolution would be input.
  const scaling = watching && preferences.scaling === 'remote' ? 'fit' : preferences.scaling;
  const usable = isUsable(state);
  const tone = toneOf(state);
  const address = `${hostsAddress}console/${encodeURIComponent(host.id)}`;
  const panning = wantsPanning && facts.clipping;
  const toolbar = useToolbar({ usable, pinned: preferences.pinned });

  const { asker, dismiss } = useAsked(exclusive && !watching && usable ? state.attempt : null);

  usePageIdentity({ hostId: host.id, name: host.name, words: shortWords(state), tone });
  useScreenSettings(rfb, screen, { scaling, viewOnly, panning, ready: usable });

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
    } else if (banner.current && !banner.current.contains(document.activeElement)) {
      banner.current.focus();
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
      watching,
      pinned: preferences.pinned,
      clipboardOpen,
      clipboardNews: facts.clipboard !== seenClipboard && !clipboardOpen,
      fullScreen,
    },
    {
      onClipboard: () => showClipboard(!clipboardOpen),
      onViewOnly: () => {
        releaseHeld();
        setViewOnly(!wantsViewOnly);
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
        words={usable && watching ? 'Watching' : usable && viewOnly ? 'Connected, view only' : stateWords(state)}
        desktopName={facts.desktopName}
        shown={toolbar.shown}
        pinned={preferences.pinned}
        usable={usable}
        viewOnly={viewOnly}
        watching={watching}
        controlAddress={watching && mayControl ? address : null}
        ended={state.name === 'ended'}
        touch={touch}
        held={held}
        scaling={scaling}
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
        <AskedBanner
          ref={banner}
          asker={asker}
          onGive={() => {
            if (asker) connection.send({ type: 'hand-over', to: asker.userName });
          }}
          onDismiss={() => {
            dismiss();
            focusScreen();
          }}
        />
        <div ref={screen} className={classes.screen} />
        {toolbar.shown ? null : (
          <Chip
            host={host}
            tone={tone}
            words={shortWords(state)}
            viewOnly={viewOnly}
            watching={watching}
            held={holdable.filter(({ name }) => held.includes(name)).map(({ label }) => label)}
            onOpen={toolbar.show}
          />
        )}
        {facts.clipping && usable ? (
          <PanButton
            panning={panning}
            onToggle={() => {
              setPanning(!panning);
              focusScreen();
            }}
          />
        ) : null}
        {clipboardOpen && usable ? (
          <ClipboardPanel
            hostName={host.name}
            received={facts.clipboard}
            rules={clipboardRules(clipboard, watching)}
            blocked={viewOnly ? 'View only is on: nothing can be sent to the host, and nothing is received.' : ''}
            onSend={(text) => rfb?.clipboardPasteFrom(text)}
            onClose={() => showClipboard(false)}
          />
        ) : null}
        <StateCard
          host={host}
          state={state}
          admin={admin}
          hostsAddress={hostsAddress}
          watchAddress={`${address}?view=1`}
          connection={connection}
        />
        {touch ? <TouchKeyboard ref={touchField} sink={rfb} /> : null}
      </main>
      <VisuallyHidden role="status">{`${host.name}: ${state.name === 'waiting' && state.failure ? `${state.failure.title}. ` : ''}${stateWords(state)}`}</VisuallyHidden>
    </div>
  );
}
