/** Plain http on the TLS port: a person who typed the address without https:// is sent there. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isAuthority } from '../gateway/upgrade';
import { endWith } from './linger';

/** The same address with https; null when the request doesn't say which host it means. */
function location(request: IncomingMessage): string | null {
  const { host } = request.headers;
  const url = request.url ?? '/';
  if (host === undefined || !isAuthority(host) || !url.startsWith('/')) return null;
  return `https://${host}${url}`;
}

export function redirectRequest(request: IncomingMessage, response: ServerResponse): void {
  const to = location(request);
  if (to === null) response.writeHead(400, { Connection: 'close', 'Content-Length': 0 });
  else response.writeHead(308, { Location: to, Connection: 'close', 'Content-Length': 0 });
  response.end();
}

export function redirectUpgrade(request: IncomingMessage, socket: Socket): void {
  const to = location(request);
  endWith(
    socket,
    to === null
      ? 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'
      : `HTTP/1.1 308 Permanent Redirect\r\nLocation: ${to}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
