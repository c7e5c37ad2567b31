/** Which processes have fallen silent, without comparing their clocks with the one here. */

import type { PortalNode } from '@/server/contract/nodes';

/** Longer than a process that is well leaves between two signs of life, and two looks between them. */
export const SILENT_MS = 5000;

export class SilenceWatch {
  private readonly last = new Map<string, { seenAt: number; since: number }>();

  /**
   * @param at in ms of a clock that never goes back
   * @returns for how long nothing new was heard, ms, of those that have been silent for too long
   */
  look(nodes: readonly Pick<PortalNode, 'id' | 'seenAt'>[], at: number): ReadonlyMap<string, number> {
    const silent = new Map<string, number>();
    const gone = new Set(this.last.keys());
    for (const { id, seenAt } of nodes) {
      gone.delete(id);
      const last = this.last.get(id);
      if (last?.seenAt !== seenAt) this.last.set(id, { seenAt, since: at });
      else if (at - last.since >= SILENT_MS) silent.set(id, at - last.since);
    }
    for (const id of gone) this.last.delete(id);
    return silent;
  }
}
