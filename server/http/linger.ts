/** The last answer of a connection: the client has a moment to read the answer, then the connection is cut. */

import type { Duplex } from 'node:stream';

/** From the answer on. A client that goes on sending, one byte at a time or many, does not lengthen it. */
const LINGER_MS = 2000;

/** Without the moment for reading, unread bytes of the client would reset the connection before the answer has arrived. */
export function endWith(socket: Duplex, answer: string): void {
  if (socket.destroyed) return;
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => clearTimeout(cut));
  // A client that has nothing more to say: the connection ends once the answer is written.
  if (socket.readableEnded) socket.once('finish', () => socket.destroy());
  else socket.once('end', () => socket.end(() => socket.destroy()));
  socket.end(answer);
  socket.resume();
}
