'use client';

import { useEffect, useState } from 'react';
import type { PictureRfb } from './with-picture';
import type { Reading } from './traffic';

const EVERY_MS = 1_000;

export interface LineReading extends Reading {
  /** As far as there was enough to measure, bytes a second. */
  throughput: number | null;
}

const readOf = (rfb: PictureRfb): LineReading => ({ ...rfb.traffic.read(performance.now()), throughput: rfb.lineThroughput });

/** What comes from the machine, once a second while the page is seen. */
export function useReading(rfb: PictureRfb | null): LineReading | null {
  const [reading, setReading] = useState<LineReading | null>(null);
  useEffect(() => {
    if (!rfb) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setReading(readOf(rfb));
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [rfb]);
  return reading;
}
