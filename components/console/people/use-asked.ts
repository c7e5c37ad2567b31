'use client';

import { useEffect, useState } from 'react';
import { type Asker, firstAsker, followAsked, keyOf } from './asked';

/** @param attempt the open console whose host others may ask for; null when nobody can */
export function useAsked(attempt: string | null): { asker: Asker | null; dismiss: () => void } {
  const [told, setTold] = useState<{ attempt: string; asked: readonly Asker[] } | null>(null);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => (attempt === null ? undefined : followAsked(attempt, (asked) => setTold({ attempt, asked }))), [attempt]);

  const asker = told && told.attempt === attempt ? firstAsker(told.asked, dismissed) : null;
  const dismiss = () => {
    if (asker) setDismissed(new Set([...dismissed, keyOf(asker)]));
  };
  return { asker, dismiss };
}
