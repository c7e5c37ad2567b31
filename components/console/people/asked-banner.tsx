'use client';

import { Button, Paper, Text } from '@mantine/core';
import type { Asker } from './asked';
import classes from './asked-banner.module.css';

interface AskedBannerProps {
  asker: Asker | null;
  onGive: () => void;
  onDismiss: () => void;
  /** What takes the focus when the keyboard is led here. */
  ref: React.Ref<HTMLElement>;
}

/** Somebody asks for the host. It takes no focus by itself: whoever types, types into the machine. */
export function AskedBanner({ asker, onGive, onDismiss, ref }: AskedBannerProps) {
  return (
    <div className={classes.place} aria-live="polite">
      {asker ? (
        <Paper component="section" ref={ref} tabIndex={-1} className={classes.banner} aria-label="Somebody asks for this host" shadow="lg">
          <Text size="sm" className={classes.words}>
            <b>{asker.userName}</b> asks for this host.
          </Text>
          <div className={classes.actions}>
            <Button size="sm" onClick={onGive}>
              Let them have it
            </Button>
            <Button size="sm" variant="default" onClick={onDismiss}>
              Not now
            </Button>
          </div>
        </Paper>
      ) : null}
    </div>
  );
}
