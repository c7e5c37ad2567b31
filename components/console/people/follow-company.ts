/** Who else is on the host of an open console, who asks for it, and what its administrators have to say: one question for all three. */

import { whenSeen } from '@/components/api/poll';
import type { Attempt } from '@/server/contract/session';
import { readAttempt } from '../connection/attempt';

export type Asker = Attempt['asked'][number];
export type Other = Attempt['others'][number];
export type Company = Pick<Attempt, 'asked' | 'others' | 'banner'>;

const LOOK_EVERY_MS = 5_000;
/** Whoever is in control is to know without delay that somebody looks over their shoulder. */
export const LOOK_SOON_MS = 1_500;
/** Not among what the first picture waits for. */
const FIRST_LOOK_MS = 300;

/** Somebody who asks once more does so at another time. */
export const keyOf = ({ userName, at }: Asker): string => `${at} ${userName}`;

/** Who waits longest of those who were not told "not now". */
export function firstAsker(asked: readonly Asker[], dismissed: ReadonlySet<string>): Asker | null {
  return asked.find((asker) => !dismissed.has(keyOf(asker))) ?? null;
}

/**
 * Looks soon and then again and again, while the page is looked at, and tells whenever there is a difference. A question that fails is
 * asked again.
 * @returns what ends it
 */
export function followCompany(attempt: string, tell: (company: Company) => void, everyMs = LOOK_EVERY_MS): () => void {
  const controller = new AbortController();
  let told = '';
  const later = (ms: number) => whenSeen(ms, () => void look());
  const look = async () => {
    const known = await readAttempt(attempt, controller.signal);
    if (controller.signal.aborted) return;
    // Before it is open, and once it has ended, nothing is known of others.
    if ('attempt' in known && known.attempt.state === 'open') {
      const { asked, others, banner } = known.attempt;
      const now = JSON.stringify([asked, others, banner]);
      if (now !== told) tell({ asked, others, banner });
      told = now;
    }
    cancel = later(everyMs);
  };
  let cancel = later(FIRST_LOOK_MS);
  return () => {
    controller.abort();
    cancel();
  };
}
