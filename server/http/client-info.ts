/** Who asks, and by which address of the portal: the connection's own facts, or a trusted proxy's word. */

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { proxiedPerson } from '../auth/proxied-person';
import type { Settings } from '../config';
import { plainAddress } from '../config/networks';

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
    for (const hop of list(request.headers['x-forwarded-for']).reverse()) {
      const plain = plainAddress(hop);
      if (isIP(plain) === 0) break;
      address = plain;
      if (!trust.isTrustedProxy(plain)) break;
    }
    const proto = list(request.headers['x-forwarded-proto']).at(-1)?.toLowerCase();
    if (proto === 'https' || proto === 'wss') secure = true;
    if (proto === 'http' || proto === 'ws') secure = false;
    host = list(request.headers['x-forwarded-host']).at(-1) ?? host;
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

function list(header: string | string[] | undefined): string[] {
  return (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The origin that the portal's own pages have for this browser. */
export function ownOrigin(client: ClientInfo): string {
  const url = `${client.secure ? 'https' : 'http'}://${client.host}`;
  return URL.canParse(url) ? new URL(url).origin : '';
}
