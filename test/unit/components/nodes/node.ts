import type { PortalNode } from '@/server/contract/nodes';

/** A process that is well, but for what the test says. */
export const node = (id: string, more: Partial<PortalNode> = {}): PortalNode => ({
  id,
  machine: 'attic',
  worker: 1,
  version: '1.0.0',
  startedAt: 0,
  seenAt: 0,
  state: 'up',
  consoles: 0,
  cpu: 0,
  memory: 0,
  delay: 0,
  traffic: 0,
  here: false,
  ...more,
});
