'use client';

import { VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useRegion } from '@/components/shell/region';
import type { PictureRfb } from './with-picture';
import classes from './picture.module.css';
import { rateText } from './rate-text';
import { useReading } from './use-reading';

/** Latency, pictures and bytes a second. A screen reader finds them in words, and is not interrupted by them. */
export function Meter({ rfb }: { rfb: PictureRfb }) {
  const t = useTranslations('consolePicture');
  const region = useRegion();
  const reading = useReading(rfb);
  const { place, underPointer } = useUnderPointer();
  const { latency = null, picturesPerSecond = 0, bytesPerSecond = 0 } = reading ?? {};

  const whole = new Intl.NumberFormat(region, { maximumFractionDigits: 0 });
  const count = new Intl.NumberFormat(region, { maximumFractionDigits: picturesPerSecond < 10 ? 1 : 0 }).format(picturesPerSecond);
  const rate = rateText(bytesPerSecond, region);
  // What is on loopback takes less than a millisecond: no answer takes none.
  const ms = latency === null ? null : whole.format(Math.max(1, latency));
  return (
    <div ref={place} className={classes.meter} role="group" aria-label={t('meter.label')} data-under-pointer={underPointer || undefined}>
      <span aria-hidden>{ms === null ? t('meter.noLatency') : t('meter.latency', { ms })}</span>
      <span aria-hidden>{t('meter.pictures', { count })}</span>
      <span aria-hidden>{rate}</span>
      <VisuallyHidden>{ms === null ? t('meter.exactNoLatency', { count, rate }) : t('meter.exact', { ms, count, rate })}</VisuallyHidden>
    </div>
  );
}

/** Clicks go through the element, so it has no hovering of its own. */
function useUnderPointer() {
  const place = useRef<HTMLDivElement>(null);
  const [underPointer, setUnderPointer] = useState(false);
  useEffect(() => {
    const pointed = ({ clientX, clientY }: PointerEvent) => {
      const { left, right, top, bottom } = place.current!.getBoundingClientRect();
      setUnderPointer(clientX >= left && clientX <= right && clientY >= top && clientY <= bottom);
    };
    window.addEventListener('pointermove', pointed, { capture: true, passive: true });
    return () => window.removeEventListener('pointermove', pointed, { capture: true });
  }, []);
  return { place, underPointer };
}
