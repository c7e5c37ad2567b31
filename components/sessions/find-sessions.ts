/** Which of the live consoles are shown, and in which order. */

import type { LiveRow } from './use-sessions';

export const orders = ['longest', 'newest', 'person', 'host', 'traffic', 'node'] as const;
export type Order = (typeof orders)[number];

/** A console with the name of the process that carries it. */
export interface PlacedRow extends LiveRow {
  /** Empty where there is but one. */
  place: string;
}

/** Each word is to be found in who it is, the host, where they come from, or what carries it. */
export function findSessions(sessions: readonly PlacedRow[], search: string, order: Order): PlacedRow[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return sessions
    .filter(({ hostId, hostName, userName, shownName, address, place }) => {
      const text = [hostId, hostName, userName, shownName, address, place].join('\n').toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort(by[order]);
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const age = (a: LiveRow, b: LiveRow) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
const speed = ({ rate }: LiveRow) => (rate ? rate.to + rate.from : -1);

const by: Record<Order, (a: PlacedRow, b: PlacedRow) => number> = {
  longest: age,
  newest: (a, b) => -age(a, b),
  person: (a, b) => names.compare(a.shownName, b.shownName) || names.compare(a.userName, b.userName) || age(a, b),
  host: (a, b) => names.compare(a.hostName, b.hostName) || names.compare(a.hostId, b.hostId) || age(a, b),
  traffic: (a, b) => speed(b) - speed(a) || age(a, b),
  node: (a, b) => names.compare(a.place, b.place) || (a.node < b.node ? -1 : a.node > b.node ? 1 : age(a, b)),
};
