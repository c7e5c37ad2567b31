'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useRegion } from '../shell/region';
import { useSizeText } from '../shell/size-text';

/** A process's load as people read it. */
export function useLoadText() {
  const t = useTranslations('nodes');
  const region = useRegion();
  const size = useSizeText();
  return useMemo(() => {
    const whole = new Intl.NumberFormat(region);
    const hundredths = new Intl.NumberFormat(region, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const tenths = new Intl.NumberFormat(region, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return {
      consoles: (count: number) => whole.format(count),
      cpu: (cores: number) => hundredths.format(cores),
      memory: size,
      delay: (ms: number) => t('delay', { delay: tenths.format(ms) }),
      traffic: (bytes: number) => t('rate', { size: size(Math.round(bytes)) }),
    };
  }, [region, size, t]);
}
