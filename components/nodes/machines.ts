/** The portal's processes by the machines that they run on. */

import type { PortalNode } from '@/server/contract/nodes';

/** What several processes do together. */
export interface Load {
  consoles: number;
  /** Cores in use. */
  cpu: number;
  /** Bytes. */
  memory: number;
  /** Bytes a second. */
  traffic: number;
}

export interface Machine<N extends PortalNode = PortalNode> {
  name: string;
  /** By worker. */
  nodes: N[];
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export function machinesOf<N extends PortalNode>(nodes: readonly N[]): Machine<N>[] {
  const machines = new Map<string, N[]>();
  for (const node of nodes) {
    const beside = machines.get(node.machine);
    if (beside) beside.push(node);
    else machines.set(node.machine, [node]);
  }
  return [...machines]
    .map(([name, its]) => ({ name, nodes: its.sort((a, b) => a.worker - b.worker || (a.id < b.id ? -1 : 1)) }))
    .sort((a, b) => names.compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
}

export const isLost = ({ state }: Pick<PortalNode, 'state'>): boolean => state === 'lost';

/** What a lost process said last is no load any more. */
export function loadOf(nodes: readonly PortalNode[]): Load {
  const sum: Load = { consoles: 0, cpu: 0, memory: 0, traffic: 0 };
  for (const node of nodes) {
    if (isLost(node)) continue;
    sum.consoles += node.consoles;
    sum.cpu += node.cpu;
    sum.memory += node.memory;
    sum.traffic += node.traffic;
  }
  return sum;
}
