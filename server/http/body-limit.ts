/** The cap of a body whose length nobody has declared. */

import type { IncomingMessage } from 'node:http';

export class BodyTooLarge extends Error {
  constructor() {
    super('the body is too large');
    this.name = 'BodyTooLarge';
  }
}

/** Counts what comes. Whoever reads the body begins in the same turn of the event loop. @param exceeded is called once, with the first byte too many */
export function limitBody(request: IncomingMessage, maxBytes: number, exceeded: () => void): void {
  // A declared length was looked at before, and the parser holds the client to it.
  if (request.headers['transfer-encoding'] === undefined) return;
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) return;
    request.off('data', count);
    exceeded();
  };
  request.on('data', count);
}
