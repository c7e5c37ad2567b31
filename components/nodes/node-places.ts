/** By what a process is told from the others. */

import type { PortalNode } from '@/server/contract/nodes';

export interface NodePlace {
  machine: string;
  /** null: it is the only one of its machine. */
  worker: number | null;
  /** The beginning of its id, where another portal on its machine has a worker of the same number. */
  mark: string | null;
}

/** Enough to tell the few of one machine apart. */
const MARK = 6;

export function placesOf(nodes: readonly PortalNode[]): ReadonlyMap<string, NodePlace> {
  return new Map(
    nodes.map((node) => {
      const beside = nodes.filter(({ machine, id }) => machine === node.machine && id !== node.id);
      return [
        node.id,
        {
          machine: node.machine,
          worker: beside.length > 0 ? node.worker : null,
          mark: beside.some(({ worker }) => worker === node.worker) ? markOf(node.id) : null,
        },
      ];
    }),
  );
}

/** For a process that is not in the list (any more), too. */
export const markOf = (id: string): string => id.slice(0, MARK);
