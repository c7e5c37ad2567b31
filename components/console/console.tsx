'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useConsole } from './connection/use-console';
import classes from './console.module.css';
import type { ConsoleFrameProps } from './console-frame';
import { LastPicture } from './picture/last-picture';
import { useFirstScaling } from './picture/use-first-scaling';

/** Most pictures are there by then; whoever has to wait longer wants to know for what. */
const PATIENCE_MS = 1_000;

const loadFrame = () => import('./console-frame');
const ConsoleFrame = dynamic(loadFrame, { ssr: false });

type ConsoleProps = Omit<ConsoleFrameProps, 'console'> & {
  /** In a few words, for a slow network: nothing else is on the page before its scripts are. */
  opening: string;
};

/**
 * A machine's screen that fills the window. What stands here is all that is needed for the first picture; the toolbar, the cards and
 * the panels around it are loaded after it, so that they don't delay it.
 */
export function Console({ opening, ...props }: ConsoleProps) {
  const { host, rights } = props;
  const console = useConsole(host.id, rights.watching, props.settings);
  const { state, screen, lastPicture } = console;
  const [late, setLate] = useState(false);

  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);

  const [framed, setFramed] = useState(false);
  const needsFrame = late || onTheWay[state.name] !== true;
  if (needsFrame && !framed) setFramed(true);
  useFirstScaling(framed ? null : console.rfb, props.settings, rights.watching);

  return (
    <div className={classes.page} data-console-state={state.name}>
      <main className={classes.stage}>
        <LastPicture canvas={lastPicture} />
        <div ref={screen} className={classes.screen} />
        {framed ? <ConsoleFrame {...props} console={console} /> : <p className={classes.opening}>{opening}</p>}
      </main>
    </div>
  );
}

/** States in which there is nothing to ask and nothing to tell yet. */
const onTheWay: Partial<Record<string, true>> = {
  idle: true,
  'reaching-portal': true,
  'reaching-host': true,
  'signing-in': true,
  'waiting-for-picture': true,
};
