'use client';

import { Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';

const REASON = '[data-reason]';

/** One tooltip for all the states of a list: a list of thousands has no thousand tooltips. */
export function StatusTip({ children }: { children: ReactNode }) {
  const [mark, setMark] = useState<HTMLElement | null>(null);
  const show = (target: EventTarget) => setMark((target as HTMLElement).closest<HTMLElement>(REASON));
  return (
    <div
      onMouseOver={(event) => show(event.target)}
      onMouseLeave={() => setMark(null)}
      onFocus={(event) => show(event.target)}
      onBlur={() => setMark(null)}
      onKeyDown={(event) => event.key === 'Escape' && setMark(null)}
    >
      {children}
      {mark && <Tooltip key={mark.dataset['reason']} target={mark} opened label={mark.dataset['reason']} withinPortal />}
    </div>
  );
}
