/** An answer of the listener itself, which reads no body. */

import type { IncomingMessage, ServerResponse } from 'node:http';

/** A client that is still sending reads the answer within this time, or is cut. */
const LINGER_MS = 2000;

export function sendOwn(request: IncomingMessage, response: ServerResponse, status: number, type: string, body: string): void {
  const bytes = Buffer.from(`${body}\n`);
  response.setHeader('Content-Type', type).setHeader('Cache-Control', 'no-store').setHeader('Content-Length', bytes.length);
  if (request.complete || !hasBody(request)) {
    response.writeHead(status).end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  // A body of any length may follow: the connection ends with this answer. Cut at once, it would be reset before the answer has arrived.
  response.setHeader('Connection', 'close').writeHead(status);
  response.write(bytes);
  const end = () => void response.end();
  const cut = setTimeout(end, LINGER_MS);
  response.once('close', () => clearTimeout(cut));
  request.once('end', end).resume();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
