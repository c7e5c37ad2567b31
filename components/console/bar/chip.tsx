'use client';

import { UnstyledButton } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import classes from './chip.module.css';
import { badgeColour } from '../identity';
import type { Tone } from '../words';

interface ChipProps {
  host: { id: string; name: string };
  tone: Tone;
  words: string;
  viewOnly: boolean;
  watching: boolean;
  /** Modifiers held down by the keys menu. */
  held: readonly string[];
  onOpen: () => void;
}

/** What is left of the toolbar while it is hidden: whose screen this is and how it is; and the handle for fingers and pointers. */
export function Chip({ host, tone, words, viewOnly, watching, held, onOpen }: ChipProps) {
  return (
    <UnstyledButton
      className={classes.chip}
      onClick={onOpen}
      aria-label={`Toolbar of ${host.name}, ${words}${watching ? ', watching' : viewOnly ? ', view only' : ''}`}
      aria-keyshortcuts="Control+Alt+Shift"
      title="Toolbar (Ctrl+Alt+Shift)"
    >
      <span className={classes.body} style={{ '--host-colour': badgeColour(host.id) } as React.CSSProperties}>
        <span className={classes.dot} data-tone={tone} />
        <span className={classes.name}>{host.name}</span>
        {held.map((label) => (
          <kbd key={label} className={classes.held}>
            {label}
          </kbd>
        ))}
        {viewOnly || watching ? <IconEye size={13} aria-hidden /> : null}
      </span>
    </UnstyledButton>
  );
}
