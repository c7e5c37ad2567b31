'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { PortalNode } from '@/server/contract/nodes';
import { markOf, placesOf } from './node-places';

/** Names processes as people read them: "shop-1, worker 2", or "shop-1" where it is alone there. */
export function useNodeNames(nodes: readonly PortalNode[] | null): (id: string) => string {
  const t = useTranslations('nodes');
  return useMemo(() => {
    const places = placesOf(nodes ?? []);
    return (id) => {
      const place = places.get(id);
      if (!place) return t('name.unknown', { mark: markOf(id) });
      const { machine, worker, mark } = place;
      if (worker === null) return machine;
      return mark === null
        ? t('name.worker', { machine, worker: String(worker) })
        : t('name.twin', { machine, worker: String(worker), mark });
    };
  }, [nodes, t]);
}
