/** Who asks, and by which address of the portal: the connection's own facts, or a trusted proxy's word. */

import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { proxiedPerson } from '../auth/proxied-person';
import type { Settings } from '../config';
import { plainAddress } from '../config/networks';
import { hopsOf, lastOf } from './forwarded';

export interface ClientInfo {
  /** IP address of the browser. */
  address: string;
  /** Whether the browser speaks https to whatever it speaks to. */
  secure: boolean;
  /** Host header as the browser sent it, with its port if any. */
  host: string;
  /** Whom a trusted proxy has signed in, as server/auth/proxied-person.ts writes it. */
  person?: string;
}

type Trust = Pick<Settings, 'isTrustedProxy' | 'publicUrl'> & Partial<Pick<Settings, 'proxy'>>;

/** The forwarded chain is read from its end: each address is believed only because the one after it is trusted. */
export function clientInfo(request: IncomingMessage, trust: Trust): ClientInfo {
  const socket = request.socket as Partial<TLSSocket> & typeof request.socket;
  let address = plainAddress(socket.remoteAddress ?? '');
  let secure = socket.encrypted === true;
  let host = request.headers.host ?? '';
  let person: string | null = null;
  if (trust.isTrustedProxy(address)) {
    const hops = hopsOf(request.headers);
    for (const hop of hops) {
      // A proxy that does not name its client ends the chain: whatever stands before may be the client's own invention.
      if (hop.address === null) break;
      address = hop.address;
      if (!trust.isTrustedProxy(address)) break;
    }
    const proto = (lastOf(request.headers['x-forwarded-proto']) ?? hops[0]?.proto)?.toLowerCase();
    if (proto === 'https' || proto === 'wss') secure = true;
    if (proto === 'http' || proto === 'ws') secure = false;
    host = lastOf(request.headers['x-forwarded-host']) ?? hops[0]?.host ?? host;
    // Of the connection itself: whoever is further away could have written anything.
    if (trust.proxy) person = proxiedPerson(trust.proxy, (name) => valuesOf(request, name));
  }
  if (trust.publicUrl) {
    secure = trust.publicUrl.protocol === 'https:';
    host = trust.publicUrl.host;
  }
  return { address, secure, host, ...(person === null ? {} : { person }) };
}

/** Node joins them in `headers`. */
function valuesOf({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === name);
}

/** The origin that the portal's own pages have for this browser. */
export function ownOrigin(client: ClientInfo): string {
  const url = `${client.secure ? 'https' : 'http'}://${client.host}`;
  return URL.canParse(url) ? new URL(url).origin : '';
}
