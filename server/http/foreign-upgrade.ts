/**
 * An upgrade that the portal does not know, such as `Upgrade: h2c` of Java's HTTP client, is ignored (RFC 9110 section 7.8): the request
 * is read again as if it had not asked. Not every Node can be told beforehand which upgrades to take.
 */

import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** What asks for the upgrade, and what comes with it (RFC 7540 section 3.2.1). */
const OF_UPGRADE = new Set(['upgrade', 'http2-settings']);

export function isWebSocketUpgrade({ headers }: IncomingMessage): boolean {
  return /(^|,)\s*websocket\s*(,|$)/i.test(headers.upgrade ?? '');
}

/**
 * @param head what had arrived behind the headers: the beginning of a body, perhaps
 * @param event by which the server takes a connection
 */
export function readAsPlainRequest(
  server: Server,
  event: 'connection' | 'secureConnection',
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
): void {
  if (head.length > 0) socket.unshift(head);
  socket.unshift(Buffer.from(headersOf(request), 'latin1'));
  server.emit(event, socket);
}

/** The request line and the headers as they came, without those of the upgrade. */
function headersOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name, value] = [rawHeaders[at]!, rawHeaders[at + 1]!];
    const key = name.toLowerCase();
    if (OF_UPGRADE.has(key)) continue;
    const kept = key === 'connection' ? withoutUpgrade(value) : value;
    if (kept !== '' || key !== 'connection') lines.push(`${name}: ${kept}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function withoutUpgrade(connection: string): string {
  return connection
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '' && !OF_UPGRADE.has(token.toLowerCase()))
    .join(', ');
}
