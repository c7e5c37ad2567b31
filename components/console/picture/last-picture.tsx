'use client';

import { useEffect, useRef } from 'react';
import classes from '../console.module.css';

/** What the screen showed last, dimmed, while the page reconnects: people read on where they were. */
export function LastPicture({ canvas }: { canvas: HTMLCanvasElement | null }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.replaceChildren(...(canvas ? [canvas] : []));
  }, [canvas]);
  return <div ref={place} className={classes.lastPicture} inert />;
}
