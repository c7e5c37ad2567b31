'use client';

import { useSearchParams } from 'next/navigation';
import { isLost } from '../nodes/machines';
import { useNodeNames } from '../nodes/use-node-names';
import { useNodes } from '../nodes/use-nodes';
import type { PlacedRow } from './find-sessions';
import type { LiveRow } from './use-sessions';

/** Processes come and go seldom. */
const NODES_MS = 10_000;
const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Which processes carry the consoles, and the one that the address asks for: empty for all. */
export function useCarriers(sessions: readonly LiveRow[]) {
  const node = useSearchParams().get('node') ?? '';
  const { nodes: known, error } = useNodes(NODES_MS);
  const nameOf = useNodeNames(known);
  const ids = new Set(sessions.map((session) => session.node));
  for (const one of known ?? []) if (!isLost(one)) ids.add(one.id);
  if (node !== '') ids.add(node);
  // Until their names are there nothing is said of them; where they cannot be had, the beginnings of ids tell them apart.
  const several = ids.size > 1 && (known !== null || error !== null);
  return {
    several,
    node,
    nodes: [...ids].map((value) => ({ value, label: nameOf(value) })).sort((a, b) => names.compare(a.label, b.label)),
    placed: sessions.map((session): PlacedRow => ({ ...session, place: several ? nameOf(session.node) : '' })),
  };
}
