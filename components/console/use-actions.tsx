'use client';

import type { Action } from './actions';
import { useBarActions } from './bar/use-bar-actions';
import { useClipboardActions } from './clipboard/use-clipboard-actions';
import { useKeyboardActions } from './keyboard/use-keyboard-actions';
import { usePeopleActions } from './people/use-people-actions';
import { usePictureActions } from './picture/use-picture-actions';
import { useTouchActions } from './touch/use-touch-actions';

/** Everything that can be done in this console, in the order of the toolbar. */
export function useActions(): Action[] {
  return [
    ...useKeyboardActions(),
    ...useClipboardActions(),
    ...usePictureActions(),
    ...usePeopleActions(),
    ...useTouchActions(),
    ...useBarActions(),
  ];
}
