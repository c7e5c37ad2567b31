/** Which grants the page shows, as it stands in the address bar. */

import { grantQuerySchema } from '@/server/contract/access';

export interface GrantFilter {
  /** Ids, and a tag; empty where anything will do. */
  user: string;
  group: string;
  host: string;
  tag: string;
}
export const noFilter: GrantFilter = { user: '', group: '', host: '', tag: '' };

/** What makes no sense is left out: the list shows more rather than an error. */
export function readGrantFilter(query: Pick<URLSearchParams, 'get'>): GrantFilter {
  const read = (name: keyof GrantFilter) => {
    const value = query.get(name) ?? '';
    return value !== '' && grantQuerySchema.shape[name].safeParse(value).success ? value : '';
  };
  return { user: read('user'), group: read('group'), host: read('host'), tag: read('tag') };
}

/** The address of the list with a filter, such as "/access?host=web-01". */
export function grantsPath(filter: Partial<GrantFilter>): string {
  return `/access?${new URLSearchParams(filter).toString()}`;
}

export function whyPath(chosen: { user?: string; host?: string }): string {
  return `/access/why?${new URLSearchParams(chosen).toString()}`;
}
