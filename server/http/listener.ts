/** The one port: http, or https and wss with plain http answered by a redirect. */

import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import net, { Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { StartError } from '../config';
import type { Logger } from '../log';
import { Arrivals } from './arrivals';
import { followCertificate, readCertificate, type CertificateFiles } from './certificate';
import { Connections } from './connections';
import { isWebSocketUpgrade, readAsPlainRequest } from './foreign-upgrade';
import { redirectRequest, redirectUpgrade } from './https-redirect';
import { answerUnreadable } from './unreadable';

export type UpgradeListener = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Requests whose headers come in drips are cut (slowloris). */
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
/** A browser that reads a list keeps its connection; a load balancer in front usually reuses one for 60 s. */
const KEEP_ALIVE_MS = 65_000;
/** RFC 9110 sets none; this is what nginx and Node allow, and what the portal's cookies and a long URL need with room to spare. */
const MAX_HEADER_BYTES = 16 * 1024;
/** For sockets that say goodbye when the listener closes; after it they are cut. */
const CLOSE_MS = 3000;
/** The first byte of a TLS handshake record (RFC 8446 section 5.1). */
const TLS_HANDSHAKE = 0x16;

const httpOptions = {
  headersTimeout: HEADERS_MS,
  requestTimeout: REQUEST_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: MAX_HEADER_BYTES,
  noDelay: true,
} as const;

export interface ListenerOptions {
  host: string;
  port: number;
  tls: CertificateFiles | null;
  onRequest: RequestListener;
  onUpgrade: UpgradeListener;
  log: Logger;
}

export class Listener {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly front: net.Server,
    private readonly servers: Server[],
    private readonly dispose: () => void,
    readonly secure: boolean,
  ) {
    front.on('connection', (socket: Socket) => {
      if (this.sockets.has(socket)) return;
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /**
   * @throws StartError when the port is taken or the certificate can't be used
   */
  static async open(options: ListenerOptions): Promise<Listener> {
    const listener = options.tls ? Listener.withTls(options, options.tls) : Listener.plain(options);
    await listen(listener.front, options);
    return listener;
  }

  private static plain({ onRequest, onUpgrade }: ListenerOptions): Listener {
    const connections = connectionsOf(onRequest);
    const server = prepared(http.createServer(httpOptions), 'connection', connections, onUpgrade);
    return new Listener(server, [server], () => connections.close(), false);
  }

  private static withTls(options: ListenerOptions, files: CertificateFiles): Listener {
    const [connections, redirected] = [connectionsOf(options.onRequest), connectionsOf(redirectRequest)];
    const tlsOptions = { ...readCertificate(files), ALPNProtocols: ['http/1.1'], handshakeTimeout: HEADERS_MS };
    const secure = prepared(https.createServer({ ...httpOptions, ...tlsOptions }), 'secureConnection', connections, options.onUpgrade);
    const plain = prepared(http.createServer(httpOptions), 'connection', redirected, redirectUpgrade);
    const arrivals = new Arrivals();
    secure.on('secureConnection', (socket: Socket) => arrivals.end(socket));
    const front = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => sort(socket, arrivals, secure, plain));
    // Neither of them listens itself, and only a server that does begins to watch over the deadlines of its requests.
    for (const server of [secure, plain]) server.emit('listening');
    const stop = followCertificate(files, (pair) => secure.setSecureContext(pair), options.log);
    const dispose = () => {
      stop();
      arrivals.close();
      connections.close();
      redirected.close();
    };
    return new Listener(front, [secure, plain], dispose, true);
  }

  get port(): number {
    return (this.front.address() as AddressInfo).port;
  }

  /** Ends every connection: those that were upgraded, which the gateway ends, have a moment longer. */
  async close(): Promise<void> {
    this.dispose();
    const closed = new Promise((resolve) => this.front.close(resolve));
    for (const server of this.servers) {
      server.closeAllConnections();
      if (server !== this.front) server.close();
    }
    const cut = setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, CLOSE_MS);
    await closed;
    clearTimeout(cut);
  }
}

function connectionsOf(onRequest: RequestListener): Connections {
  return new Connections({ onRequest, idleMs: KEEP_ALIVE_MS + HEADERS_MS });
}

function prepared<S extends Server>(
  server: S,
  event: 'connection' | 'secureConnection',
  connections: Connections,
  onUpgrade: UpgradeListener,
): S {
  // Node drops headers past this count; the upgrade checks must see every one. Their size is limited already.
  server.maxHeadersCount = 0;
  const answered = new WeakSet<Duplex>();
  server
    .on('request', connections.request)
    .on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      if (!connections.leave(socket)) socket.destroy();
      else if (isWebSocketUpgrade(request)) onUpgrade(request, socket, head);
      else readAsPlainRequest(server, event, request, socket, head);
    })
    .on('clientError', (error: Error, socket: Duplex) => {
      // Once: what the client goes on sending can be read no better.
      if (answered.has(socket)) return;
      answered.add(socket);
      answerUnreadable(error, socket, socket instanceof Socket && connections.isAnswering(socket));
    });
  return server;
}

/** Looks at the first byte of a connection and gives it to the server that speaks its language. */
function sort(socket: Socket, arrivals: Arrivals, secure: https.Server, plain: Server): void {
  const giveUp = () => socket.destroy();
  arrivals.begin(socket);
  const look = () => {
    const first = socket.read(1) as Buffer | null;
    if (first === null) return;
    socket.off('readable', look).off('error', giveUp).off('end', giveUp);
    socket.unshift(first);
    if (first[0] === TLS_HANDSHAKE) {
      secure.emit('connection', socket);
      return;
    }
    arrivals.end(socket);
    plain.emit('connection', socket);
  };
  socket.on('error', giveUp).on('readable', look).on('end', giveUp);
}

async function listen(server: net.Server, { host, port }: ListenerOptions): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host, port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE')
      throw new StartError(`port ${port} is in use: stop what listens there, or set PORT to another one`, undefined, { cause: error });
    if (code === 'EACCES')
      throw new StartError(`port ${port} may not be opened by this user: use one from 1024 on, or grant CAP_NET_BIND_SERVICE`, undefined, {
        cause: error,
      });
    throw new StartError(`cannot listen (${code || 'unknown error'}): check HOST and PORT`, undefined, { cause: error });
  }
}
