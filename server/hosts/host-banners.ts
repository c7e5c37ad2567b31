/** What each host's admin has everybody read, kept in memory: every console page asks for it every few seconds. */

import type { Change } from '../db/changes';
import type { Host } from '../contract/host';

/** As many hosts as may have consoles at a time, by default; beyond it, what was read first is forgotten. */
const MAX_KEPT = 10_000;

export class HostBanners {
  /** Host → its banner as it is being read, or was. */
  private readonly kept = new Map<string, Promise<string>>();

  constructor(private readonly find: (hostId: string) => Promise<Pick<Host, 'banner'> | null>) {}

  /** @returns an empty text for a host that has none, or that is gone */
  of(hostId: string): Promise<string> {
    const kept = this.kept.get(hostId);
    if (kept) return kept;
    const reading = this.find(hostId).then((host) => host?.banner ?? '');
    this.kept.set(hostId, reading);
    if (this.kept.size > MAX_KEPT) this.kept.delete(this.kept.keys().next().value!);
    reading.catch(() => {
      if (this.kept.get(hostId) === reading) this.kept.delete(hostId);
    });
    return reading;
  }

  /** A change is told once it is committed: whoever asks from then on reads what it made. */
  apply({ kind, subject }: Pick<Change, 'kind' | 'subject'>): void {
    if (kind === 'banner' || kind === 'host') this.kept.delete(subject);
  }
}
