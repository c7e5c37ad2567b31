'use client';

import { createContext, use } from 'react';
import type { HostPolicy } from '@/server/contract/host';
import type { KeyboardLayout } from '@/server/contract/keyboard';
import type { ConsoleSettings, SavedCombination } from '@/server/contract/settings';
import type { ConsoleClipboard } from './clipboard/use-clipboard';
import type { ConsoleConnection, Snapshot } from './connection/console-connection';
import type { HoldableName } from './keyboard/keys';
import type { KnownCompany } from './people/use-company';

/** What the page was opened for, fixed for as long as it shows this host in this way. */
export interface ConsoleHost {
  id: string;
  name: string;
  /** The host's rule for the clipboard. */
  clipboard: HostPolicy['clipboard'];
  /** The host takes one person at a time. */
  exclusive: boolean;
  /** The layout that the machine is set to, as registered. */
  keyboard: KeyboardLayout | null;
  /** What its administrators have to say to whoever opens it. */
  banner: string;
  /** The account that is stored with it; empty without one. */
  username: string;
}

export interface ConsoleRights {
  /** The portal lets no input through. */
  watching: boolean;
  /** The person has a right to keyboard and pointer, if only they ask for them. */
  mayControl: boolean;
  /** The person may edit hosts and end other people's consoles. */
  admin: boolean;
}

/** One thing at a time lies beside the picture. */
export const panels = ['keys', 'type-text', 'clipboard', 'picture', 'people'] as const;
export type PanelName = (typeof panels)[number];

/** One console page, for everything in it. */
export interface ConsoleModel extends Snapshot {
  host: ConsoleHost;
  rights: ConsoleRights;
  /** Where the list of hosts is, with the portal's own path before it; and this console's own page. */
  addresses: { hosts: string; self: string };
  connection: ConsoleConnection;
  /** Who else is on the host, and what is said to whoever is. */
  company: KnownCompany;
  /** The element that holds the picture. */
  screen: React.RefObject<HTMLDivElement | null>;
  /** Keys and clicks reach the machine, as far as the rights go. */
  usable: boolean;
  /** They are not to: by the person's wish, or because the portal lets none through. */
  viewOnly: boolean;
  setViewOnly: (viewOnly: boolean) => void;
  /** Modifiers held down by the panel of keys until they are let go. */
  held: readonly HoldableName[];
  holdKey: (name: HoldableName) => void;
  /** Lets go of all of them. */
  releaseHeld: () => void;
  /** This computer's clipboard and the host's. */
  clipboard: ConsoleClipboard;
  /** The person's settings, with this host's own in place of those for all hosts. */
  settings: ConsoleSettings;
  /** Kept on the server: what may differ from host to host for this host, everything else for all. */
  changeSettings: (change: Partial<ConsoleSettings>) => void;
  combinations: readonly SavedCombination[];
  changeCombinations: (combinations: SavedCombination[]) => void;
  panel: PanelName | null;
  /** Opens a panel, and closes the one that is open; null closes it and gives the keyboard back to the machine. */
  showPanel: (panel: PanelName | null) => void;
  paletteOpen: boolean;
  showPalette: (open: boolean) => void;
  /** Gives the keyboard to the machine. */
  focusScreen: () => void;
  /** A pointer or touch device without a mouse may be at work. */
  touch: boolean;
}

const Context = createContext<ConsoleModel | null>(null);
export const ConsoleModelProvider = Context.Provider;

/** @throws Error outside a console page: a programming error */
export function useConsoleModel(): ConsoleModel {
  const model = use(Context);
  if (!model) throw new Error('useConsoleModel is for the console page');
  return model;
}
