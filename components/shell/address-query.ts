/** State that belongs in the address bar, so that a page can be bookmarked, sent and reloaded. */

/** Changes the address without loading anything; Next's useSearchParams follows. Empty values disappear from it. */
export function writeAddressQuery(changes: Record<string, string>): void {
  const query = new URLSearchParams(window.location.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === '') query.delete(key);
    else query.set(key, value);
  }
  window.history.replaceState(null, '', `${window.location.pathname}${query.size > 0 ? `?${query.toString()}` : ''}`);
}

/** A page's path with the query that it was asked with, as a page receives it. */
export function pathWithQuery(path: string, given: Record<string, string | string[] | undefined>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(given)) {
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) query.append(key, one);
  }
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}
