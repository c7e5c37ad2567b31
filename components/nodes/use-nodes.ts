'use client';

import { useCallback, useState } from 'react';
import type { PortalNode } from '@/server/contract/nodes';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { SilenceWatch } from './silence';

export interface NodeRow extends PortalNode {
  /** For how long nothing was heard of it, ms; null while it tells of itself as it should. */
  silentMs: number | null;
}

/**
 * The processes of the portal, read again and again while the page is looked at.
 * @param everyMs how often
 */
export function useNodes(everyMs: number) {
  const [watch] = useState(() => new SilenceWatch());
  const { data, error, reload } = useResource(
    useCallback(
      async (signal: AbortSignal): Promise<NodeRow[]> => {
        const { items } = await call('listNodes', { signal });
        const silent = watch.look(items, performance.now());
        return items.map((node) => ({ ...node, silentMs: silent.get(node.id) ?? null }));
      },
      [watch],
    ),
    everyMs,
  );
  return { nodes: data, error, reload };
}
