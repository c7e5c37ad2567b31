import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconCamera,
  IconClipboardText,
  IconEye,
  IconPin,
  IconPinFilled,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Scaling } from '../preferences';

/** One thing that the toolbar can do; a button where there is room, else a line of the menu "More". */
export interface Tool {
  id: 'clipboard' | 'view-only' | 'screenshot' | 'full-screen' | 'pin';
  label: string;
  icon: ReactNode;
  pressed?: boolean;
  disabled?: boolean;
  news?: boolean;
  onClick: () => void;
}

export const scalings: readonly { value: Scaling; label: string; hint: string }[] = [
  { value: 'fit', label: 'Fit the window', hint: 'scaled as a whole' },
  { value: 'actual', label: 'Actual size', hint: 'one to one, move the view' },
  { value: 'remote', label: 'Resize the host', hint: 'its resolution follows the window' },
];

export interface ToolSettings {
  usable: boolean;
  viewOnly: boolean;
  /** The portal lets no input through. */
  watching: boolean;
  pinned: boolean;
  clipboardOpen: boolean;
  clipboardNews: boolean;
  fullScreen: { active: boolean; possible: boolean };
}

export interface ToolActions {
  onClipboard: () => void;
  onViewOnly: () => void;
  onScreenshot: () => void;
  onFullScreen: () => void;
  onPin: () => void;
}

const size = 18;

export function toolsOf(settings: ToolSettings, actions: ToolActions): Tool[] {
  const { usable, viewOnly, watching, pinned, clipboardOpen, clipboardNews, fullScreen } = settings;
  const tools: Tool[] = [
    {
      id: 'clipboard',
      label: 'Clipboard',
      icon: <IconClipboardText size={size} />,
      pressed: clipboardOpen,
      news: clipboardNews,
      disabled: !usable,
      onClick: actions.onClipboard,
    },
    {
      id: 'view-only',
      label: watching
        ? 'Watching: the portal lets no keys and clicks through'
        : viewOnly
          ? 'View only: keys and clicks stay here'
          : 'View only',
      icon: <IconEye size={size} />,
      pressed: viewOnly || watching,
      disabled: watching,
      onClick: actions.onViewOnly,
    },
    { id: 'screenshot', label: 'Save a screenshot', icon: <IconCamera size={size} />, disabled: !usable, onClick: actions.onScreenshot },
  ];
  if (fullScreen.possible) {
    tools.push({
      id: 'full-screen',
      label: fullScreen.active ? 'Leave full screen' : 'Full screen',
      icon: fullScreen.active ? <IconArrowsMinimize size={size} /> : <IconArrowsMaximize size={size} />,
      pressed: fullScreen.active,
      onClick: actions.onFullScreen,
    });
  }
  tools.push({
    id: 'pin',
    label: pinned ? 'Unpin the toolbar' : 'Keep the toolbar',
    icon: pinned ? <IconPinFilled size={size} /> : <IconPin size={size} />,
    pressed: pinned,
    onClick: actions.onPin,
  });
  return tools;
}
