'use client';

import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';

/** Whether fingers are at work: they are all that the device has, or one has touched the page. */
export function useFingers(): boolean {
  const coarse = useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false });
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    const onDown = (event: PointerEvent) => {
      if (event.pointerType === 'touch') setTouched(true);
    };
    window.addEventListener('pointerdown', onDown, { capture: true, passive: true });
    return () => window.removeEventListener('pointerdown', onDown, { capture: true });
  }, []);
  return coarse || touched;
}
