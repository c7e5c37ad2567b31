/** Which of the live consoles are shown, and in which order. */

import type { LiveRow } from './use-sessions';

export const orders = ['longest', 'newest', 'person', 'host', 'traffic'] as const;
export type Order = (typeof orders)[number];

/** Each word is to be found in who it is, the host, or where they come from. */
export function findSessions(sessions: readonly LiveRow[], search: string, order: Order): LiveRow[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return sessions
    .filter(({ hostId, hostName, userName, shownName, address }) => {
      const text = [hostId, hostName, userName, shownName, address].join('\n').toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort(by[order]);
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const age = (a: LiveRow, b: LiveRow) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
const speed = ({ rate }: LiveRow) => (rate ? rate.to + rate.from : -1);

const by: Record<Order, (a: LiveRow, b: LiveRow) => number> = {
  longest: age,
  newest: (a, b) => -age(a, b),
  person: (a, b) => names.compare(a.shownName, b.shownName) || names.compare(a.userName, b.userName) || age(a, b),
  host: (a, b) => names.compare(a.hostName, b.hostName) || names.compare(a.hostId, b.hostId) || age(a, b),
  traffic: (a, b) => speed(b) - speed(a) || age(a, b),
};
