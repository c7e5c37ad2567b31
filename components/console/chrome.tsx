'use client';

import { VisuallyHidden } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConsoleSettings, SavedCombination } from '@/server/contract/settings';
import { Chip } from './bar/chip';
import { Toolbar } from './bar/toolbar';
import { useToolbar } from './bar/use-toolbar';
import { useToolbarChord } from './bar/use-toolbar-chord';
import { StateCard } from './cards/state-card';
import { useClipboard } from './clipboard/use-clipboard';
import { isUsable } from './connection/console-state';
import type { ConsoleCore } from './connection/use-console';
import { type ConsoleHost, type ConsoleModel, ConsoleModelProvider, type ConsoleRights, type PanelName } from './console-model';
import { usePulse } from './connection/use-pulse';
import { Keyboard } from './keyboard/keyboard';
import { useHeldKeys } from './keyboard/use-held-keys';
import { OpenPanel } from './panels';
import { Asked } from './people/asked';
import { HostBanner } from './people/host-banner';
import { Notes } from './people/notes';
import { useCompany } from './people/use-company';
import { Picture } from './picture/picture';
import { usePageIdentity } from './use-page-identity';
import { useScreenElement } from './use-screen-element';
import { useSettings } from './use-settings';
import { toneOf, useStateWords } from './words';

const Touch = dynamic(() => import('./touch/touch'), { ssr: false });
const ConsolePalette = dynamic(() => import('./palette/console-palette'), { ssr: false });

export interface ChromeProps {
  host: ConsoleHost;
  rights: ConsoleRights;
  /** Where the list of hosts is, with the portal's own path before it. */
  hostsAddress: string;
  /** The person's settings for this host. */
  settings: ConsoleSettings;
  combinations: readonly SavedCombination[];
  console: ConsoleCore;
}

/** Everything of a console but the picture itself. Loaded once there is a picture, or when there is something to say before. */
export function Chrome({ host, rights, hostsAddress, settings: initialSettings, combinations: initialCombinations, console }: ChromeProps) {
  const { state, rfb, screen } = console;
  const { settings, change, combinations, changeCombinations } = useSettings(host.id, initialSettings, initialCombinations);
  const [wantsViewOnly, setWantsViewOnly] = useState(false);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [paletteOpen, showPalette] = useState(false);
  const toolbarElement = useRef<HTMLElement>(null);
  const banner = useRef<HTMLElement>(null);
  const touchField = useRef<HTMLTextAreaElement>(null);
  const touch = useMediaQuery('(any-pointer: coarse)', false);
  const { held, toggle: holdKey, release: releaseHeld } = useHeldKeys(rfb);

  const usable = isUsable(state);
  const tone = toneOf(state);
  const { short, live } = useStateWords(state, host.name);
  usePulse(console, console.connection);
  const { connection } = console;
  const { colours, swapRedBlue } = settings;
  useEffect(() => connection.setPictureFormat({ colours, swapRedBlue }), [connection, colours, swapRedBlue]);
  const company = useCompany(usable ? state.attempt : null, host.banner, rights.watching);
  const toolbar = useToolbar({ usable, pinned: settings.pinned, held: panel !== null || paletteOpen });

  usePageIdentity({ hostId: host.id, name: host.name, words: short, tone });
  const focusScreen = useCallback(() => rfb?.focus({ preventScroll: true }), [rfb]);
  useEffect(() => {
    if (usable) focusScreen();
  }, [usable, focusScreen]);
  useScreenElement(screen, host.name, usable);

  const onToggle = () => {
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
  };
  useToolbarChord({ onToggle, onPalette: () => showPalette(true) });
  // While the machine has the keyboard, noVNC takes the key and it goes there.
  useHotkeys([['mod+K', () => showPalette(true)]], []);

  const viewOnly = wantsViewOnly || rights.watching;
  const clipboard = useClipboard({
    ...{ rfb, usable, viewOnly, watching: rights.watching, policy: host.clipboard },
    ...{ sync: settings.clipboardSync, received: console.facts.clipboard },
  });

  const model: ConsoleModel = {
    ...console,
    host,
    rights,
    addresses: { hosts: hostsAddress, self: `${hostsAddress}console/${encodeURIComponent(host.id)}` },
    company,
    usable,
    viewOnly,
    setViewOnly: (viewOnly) => {
      releaseHeld();
      setWantsViewOnly(viewOnly);
    },
    held,
    holdKey,
    releaseHeld,
    clipboard,
    settings,
    changeSettings: change,
    combinations,
    changeCombinations,
    panel,
    showPanel: (next) => {
      setPanel(next);
      if (next === null) focusScreen();
    },
    paletteOpen,
    showPalette,
    focusScreen,
    touch,
  };

  return (
    <ConsoleModelProvider value={model}>
      <Toolbar
        ref={toolbarElement}
        shown={toolbar.shown}
        bar={toolbar.bar}
        onMenu={toolbar.setHeld}
        onTouchKeyboard={() => touchField.current?.focus()}
        onHide={() => {
          toolbar.hide();
          focusScreen();
        }}
      />
      <HostBanner />
      <Asked ref={banner} />
      <Notes />
      <Picture />
      <Keyboard />
      {toolbar.shown ? null : <Chip onOpen={toolbar.show} />}
      {usable ? <OpenPanel /> : null}
      {paletteOpen ? <ConsolePalette /> : null}
      <StateCard />
      {touch ? <Touch field={touchField} /> : null}
      <VisuallyHidden role="status">{live}</VisuallyHidden>
    </ConsoleModelProvider>
  );
}
