'use client';

import { useCallback } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';

/** The tags in use, the busiest first. */
export function useTags() {
  const { data, reload } = useResource(useCallback((signal: AbortSignal) => call('listTags', { signal }), []));
  return { tags: data?.items ?? [], reload };
}
