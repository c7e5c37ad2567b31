/** Who is on which host now, over all processes of the portal. Where there is but one, its memory knows. */

import type { Holder, LiveSession } from '../contract/session';
import type { LiveConsoles } from './live-consoles';
import type { Beside, SessionRepository } from './session-repository';

interface Parts {
  consoles: LiveConsoles;
  sessions: Pick<SessionRepository, 'live' | 'onHost' | 'inControl' | 'counts'>;
  /** This process. */
  node: string;
  /** Whether there may be others. */
  shared: boolean;
}

/** Who has a host, and how they are told that somebody would like to have it. */
export interface Holding extends Holder {
  userId: string;
  consoleId: string;
  attemptId: string | null;
  /** Whether this process carries their console. */
  here: boolean;
}

export class Presence {
  constructor(private readonly parts: Parts) {}

  /** Everybody else on a console's host, those in control first, then the longest open. */
  async beside({ id, hostId }: { id: string; hostId: string }): Promise<Beside[]> {
    const { consoles, sessions, node, shared } = this.parts;
    const elsewhere = shared ? await sessions.onHost(hostId, node) : [];
    return sorted([...consoles.onHost(hostId).filter((other) => other.id !== id), ...elsewhere]);
  }

  /** As {@link beside}, of a console of another process. @param elsewhere who is there too, of all processes but this one */
  besideOf(hostId: string, elsewhere: readonly Beside[]): Beside[] {
    return sorted([...this.parts.consoles.onHost(hostId), ...elsewhere]);
  }

  /** Who is in control of a host; null when nobody is. */
  async holder(hostId: string): Promise<Holding | null> {
    const { consoles, sessions, node, shared } = this.parts;
    const here = consoles.inControl(hostId)?.info;
    const found = here ?? (shared ? await sessions.inControl(hostId, node) : null);
    if (!found) return null;
    const { id: consoleId, userId, shownName: userName, startedAt: since, attemptId } = found;
    return { userName, since, userId, consoleId, attemptId, here: here !== undefined };
  }

  /** @param hostIds absent: all @returns how many consoles a host has at this moment, those that are being opened among them */
  async counts(hostIds?: readonly string[]): Promise<(hostId: string) => number> {
    const { consoles, sessions, node, shared } = this.parts;
    const elsewhere = shared ? await sessions.counts(node, hostIds) : null;
    const here = hostIds ? new Map(hostIds.map((id) => [id, consoles.countByHost(id)])) : consoles.counts();
    return (hostId) => (here.get(hostId) ?? 0) + (elsewhere?.get(hostId) ?? 0);
  }

  /** The consoles that are open, the longest open first. */
  async list(): Promise<LiveSession[]> {
    const { consoles, sessions, node, shared } = this.parts;
    const elsewhere = shared ? await sessions.live(node) : [];
    const here = consoles.list().map((one) => ({ ...one, node }));
    return [...here, ...elsewhere.map((one) => ({ ...one, bytesToHost: null, bytesFromHost: null }))].sort(longestOpen);
  }
}

function sorted(others: Beside[]): Beside[] {
  return others.sort((a, b) => Number(b.access === 'control') - Number(a.access === 'control') || a.startedAt - b.startedAt);
}

/** Of two that began at once the id decides, so that every process says the same. */
function longestOpen(a: { id: string; startedAt: number }, b: { id: string; startedAt: number }): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}
