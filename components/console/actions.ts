import type { ReactNode } from 'react';

/** Something that a person can do in a console: a button of the toolbar, a line of its menu, and a line of the command palette. */
export interface Action {
  /** Fixed, in kebab-case: what tests and the palette's memory know it by. */
  id: string;
  label: string;
  /** What it is good for, where the label alone does not say so. */
  hint?: string;
  icon: ReactNode;
  group: 'keys' | 'clipboard' | 'picture' | 'people' | 'console';
  /** A button of its own where the bar is wide; else a line of "More", or of the palette alone. */
  place: 'bar' | 'more' | 'palette';
  /** A switch, and whether it is on. */
  pressed?: boolean;
  disabled?: boolean;
  /** Something new is behind it. */
  news?: boolean;
  /** The keys that do the same, for `aria-keyshortcuts`. */
  shortcut?: string;
  run: () => void;
}
