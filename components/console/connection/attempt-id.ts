/** What it takes to begin a try: kept apart from what the portal can tell of it, which few pictures wait for. */

/** QEMU closes a WebSocket that does not offer it. */
export const SUBPROTOCOLS = ['binary'];

/** For an attempt or a page. 128 random bits in 22 base64url characters: nobody can guess another person's. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

export interface ConsoleAddress {
  hostId: string;
  attempt: string;
  /** The same for all attempts of a page: a new one takes the place of what is left of the one before. */
  page: string;
  /** The portal is to let no input through, whatever this page does. */
  watching: boolean;
}

export function consoleUrl(
  { hostId, attempt, page, watching }: ConsoleAddress,
  from: { protocol: string; host: string; basePath: string },
): string {
  const scheme = from.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${from.host}${from.basePath}/vnc/${encodeURIComponent(hostId)}?attempt=${attempt}&page=${page}${watching ? '&view=1' : ''}`;
}
