/** Where the characters are on a keyboard. The tables are XKB's, one file a layout, loaded when somebody needs it. */

import type { KeyboardLayout } from '@/server/contract/keyboard';
import type { LayoutKeys } from './layout-keys';

export type { LayoutKeys } from './layout-keys';

const files: Record<KeyboardLayout, () => Promise<{ default: LayoutKeys }>> = {
  us: () => import('./layouts/us'),
  gb: () => import('./layouts/gb'),
  de: () => import('./layouts/de'),
  ch: () => import('./layouts/ch'),
  fr: () => import('./layouts/fr'),
  be: () => import('./layouts/be'),
  es: () => import('./layouts/es'),
  it: () => import('./layouts/it'),
  pt: () => import('./layouts/pt'),
  br: () => import('./layouts/br'),
  jp: () => import('./layouts/jp'),
  se: () => import('./layouts/se'),
  no: () => import('./layouts/no'),
  dk: () => import('./layouts/dk'),
  fi: () => import('./layouts/fi'),
  pl: () => import('./layouts/pl'),
};

/** @throws when the file cannot be had; a second try loads it anew */
export async function loadLayout(name: KeyboardLayout): Promise<LayoutKeys> {
  return (await files[name]()).default;
}

export type Modifier = 'shift' | 'altGr';

/** What is held at each level of a key. */
export const LEVELS: readonly (readonly Modifier[])[] = [[], ['shift'], ['altGr'], ['shift', 'altGr']];
export const NO_CHARACTER = ' ';
