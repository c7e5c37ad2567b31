/** What each connection asks: one request at a time, and deadlines that bytes do not move. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that a client sends before it has read the answer to the first one. Browsers send none, other clients a few. */
const MAX_PIPELINED = 8;
/** An answer that its client takes more slowly than this is cut; nginx and Kestrel allow about as little. */
const MIN_TAKEN_BYTES = 8 * 1024;
const TAKEN_MS = 60_000;
const LOOK_EVERY_MS = 5000;

type Exchange = [request: IncomingMessage, response: ServerResponse];

interface Connection {
  /** The answer that is under way. */
  current: ServerResponse | null;
  waiting: Exchange[];
  /** When the last request was over, or when the client last took enough of an answer. */
  since: number;
  /** Bytes of answers that the system has taken by then. */
  taken: number;
  forget: () => void;
}

interface Parts {
  onRequest: RequestListener;
  /** Time that a connection may be open without a request. */
  idleMs: number;
  now?: () => number;
}

export class Connections {
  private readonly open = new Map<Socket, Connection>();
  private readonly timer: NodeJS.Timeout;
  private readonly now: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? (() => performance.now());
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** For the `request` event of a server. */
  readonly request: RequestListener = (request, response) => {
    const { socket } = request;
    // What stands behind the request that had the connection cut.
    if (socket.destroyed) return;
    const connection = this.connectionOf(socket);
    if (connection.current === null) this.begin(connection, [request, response]);
    else if (connection.waiting.length < MAX_PIPELINED) connection.waiting.push([request, response]);
    // A client repeats what it was not answered (RFC 9112 section 9.3.2).
    else socket.destroy();
  };

  /**
   * The connection changes to another protocol.
   * @returns false when an answer is still under way on it: both would write to it
   */
  leave(socket: Socket): boolean {
    const connection = this.open.get(socket);
    if (!connection) return true;
    this.open.delete(socket);
    socket.off('close', connection.forget);
    return connection.current === null;
  }

  /** Whether an answer is under way, so that nothing else may be written. */
  isAnswering(socket: Socket): boolean {
    return this.open.get(socket)?.current?.headersSent ?? false;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private connectionOf(socket: Socket): Connection {
    const known = this.open.get(socket);
    if (known) return known;
    const forget = () => this.open.delete(socket);
    const connection: Connection = { current: null, waiting: [], since: this.now(), taken: 0, forget };
    this.open.set(socket, connection);
    socket.once('close', forget);
    return connection;
  }

  private begin(connection: Connection, [request, response]: Exchange): void {
    connection.current = response;
    connection.since = this.now();
    response.once('close', () => {
      connection.current = null;
      connection.since = this.now();
      const next = request.socket.destroyed ? undefined : connection.waiting.shift();
      if (next) this.begin(connection, next);
    });
    this.parts.onRequest(request, response);
  }

  private look(): void {
    const now = this.now();
    for (const [socket, connection] of this.open) if (this.isLate(socket, connection, now)) socket.destroy();
  }

  private isLate(socket: Socket, connection: Connection, now: number): boolean {
    if (connection.current === null) return now - connection.since > this.parts.idleMs;
    const taken = socket.bytesWritten - socket.writableLength;
    // Nothing waits for the client; or it has taken enough.
    if (socket.writableLength === 0 || taken - connection.taken >= MIN_TAKEN_BYTES) {
      connection.since = now;
      connection.taken = taken;
      return false;
    }
    return now - connection.since > TAKEN_MS;
  }
}
