'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useConsoleModel } from '../console-model';
import { PanButton } from './pan-button';
import classes from './picture.module.css';
import { scalingFor } from './screen-settings';
import { useScreenSettings } from './use-screen-settings';

const Meter = dynamic(() => import('./meter').then((module) => module.Meter), { ssr: false });

/** How the machine's picture lies in the window, and what lies on it. */
export function Picture() {
  const { rfb, screen, rights, settings, viewOnly, usable, facts, focusScreen } = useConsoleModel();
  const { largePixels, quality, dotCursor, meter } = settings;
  const [wantsPanning, setPanning] = useState(false);
  const panning = wantsPanning && facts.clipping;
  const scaling = scalingFor(settings.scaling, rights.watching);
  useScreenSettings(rfb, { scaling, largePixels, viewOnly, panning, quality, dotCursor, meter, usable });

  const moving = usable && facts.clipping && (panning || viewOnly);
  useEffect(() => {
    const { classList } = screen.current!;
    classList.toggle(classes.moving!, moving);
    return () => classList.remove(classes.moving!);
  }, [screen, moving]);

  if (!usable || !rfb) return null;
  return (
    <>
      {meter ? <Meter rfb={rfb} /> : null}
      {facts.clipping && !viewOnly ? (
        <PanButton
          panning={panning}
          onToggle={() => {
            setPanning(!panning);
            focusScreen();
          }}
          onMove={(x, y) => rfb.panBy(x, y)}
        />
      ) : null}
    </>
  );
}
