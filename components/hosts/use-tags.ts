'use client';

import { useCallback } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';

const none: { tag: string; hosts: number }[] = [];

/** The tags in use, in the order of the alphabet. */
export function useTags() {
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('listTags', { signal }), []));
  return { tags: data?.items ?? none, started: data !== null || error !== null, reload };
}
