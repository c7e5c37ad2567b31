/** Who asks for the host that this page's person is on. */

import { whenSeen } from '@/components/api/poll';
import type { Attempt } from '@/server/contract/session';
import { readAttempt } from '../connection/attempt';

export type Asker = Attempt['asked'][number];

const LOOK_EVERY_MS = 5_000;

/** Somebody who asks once more does so at another time. */
export const keyOf = ({ userName, at }: Asker): string => `${at} ${userName}`;

/** Who waits longest of those who were not told "not now". */
export function firstAsker(asked: readonly Asker[], dismissed: ReadonlySet<string>): Asker | null {
  return asked.find((asker) => !dismissed.has(keyOf(asker))) ?? null;
}

/**
 * Looks every five seconds, while the page is looked at, and tells whenever there is a difference. A question that fails is asked again.
 * @returns what ends it
 */
export function followAsked(attempt: string, tell: (asked: readonly Asker[]) => void): () => void {
  const controller = new AbortController();
  let told = '';
  const later = () => whenSeen(LOOK_EVERY_MS, () => void look());
  const look = async () => {
    const known = await readAttempt(attempt, controller.signal);
    if (controller.signal.aborted) return;
    if ('attempt' in known) {
      const { asked } = known.attempt;
      const now = asked.map(keyOf).join('\n');
      if (now !== told) tell(asked);
      told = now;
    }
    cancel = later();
  };
  let cancel = later();
  return () => {
    controller.abort();
    cancel();
  };
}
