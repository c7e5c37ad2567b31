import { type HostSort, hostSortSchema } from '@/server/contract/host';

/** What the list is asked for. */
export interface ListQuery {
  q: string;
  tag: string;
  sort: HostSort;
}

const MAX_QUERY = 200;
const MAX_TAG = 40;

/** Reads the query from the address bar; what makes no sense there is left out. */
export function readListQuery(params: Pick<URLSearchParams, 'get'>): ListQuery {
  const sort = hostSortSchema.safeParse(params.get('sort'));
  return {
    q: (params.get('q') ?? '').trim().slice(0, MAX_QUERY),
    tag: (params.get('tag') ?? '').slice(0, MAX_TAG),
    sort: sort.success ? sort.data : 'recent',
  };
}
