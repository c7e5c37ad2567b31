/** The one port: http, or https and wss with plain http answered by a redirect. */

import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { StartError } from '../config';
import type { Logger } from '../log';
import { followCertificate, readCertificate, type CertificateFiles } from './certificate';
import { redirectRequest, redirectUpgrade } from './https-redirect';

export type UpgradeListener = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Requests whose headers come in drips are cut (slowloris). */
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
/** A browser that reads a list keeps its connection; a load balancer in front usually reuses one for 60 s. */
const KEEP_ALIVE_MS = 65_000;
/** RFC 9110 sets none; this is what nginx and Node allow, and what the portal's cookies and a long URL need with room to spare. */
const MAX_HEADER_BYTES = 16 * 1024;
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
  private constructor(
    private readonly front: net.Server,
    private readonly servers: Server[],
    private readonly dispose: () => void,
    readonly secure: boolean,
  ) {}

  /**
   * @throws StartError when the port is taken or the certificate can't be used
   */
  static async open(options: ListenerOptions): Promise<Listener> {
    const listener = options.tls ? Listener.withTls(options, options.tls) : Listener.plain(options);
    for (const server of listener.servers) {
      // Node drops headers past this count; the upgrade checks must see every one. Their size is limited already.
      server.maxHeadersCount = 0;
    }
    await listen(listener.front, options);
    return listener;
  }

  private static plain({ onRequest, onUpgrade }: ListenerOptions): Listener {
    const server = http.createServer(httpOptions, onRequest).on('upgrade', onUpgrade as never);
    return new Listener(server, [server], () => undefined, false);
  }

  private static withTls(options: ListenerOptions, files: CertificateFiles): Listener {
    const secure = https.createServer({ ...httpOptions, ...readCertificate(files), ALPNProtocols: ['http/1.1'] }, options.onRequest);
    secure.on('upgrade', options.onUpgrade as never);
    const plain = http.createServer(httpOptions, redirectRequest).on('upgrade', redirectUpgrade as never);
    const front = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => sort(socket, secure, plain));
    const stop = followCertificate(files, (pair) => secure.setSecureContext(pair), options.log);
    return new Listener(front, [secure, plain], stop, true);
  }

  get port(): number {
    return (this.front.address() as AddressInfo).port;
  }

  /** Ends every connection but the upgraded ones, which the gateway ends. */
  async close(): Promise<void> {
    this.dispose();
    const closed = new Promise((resolve) => this.front.close(resolve));
    for (const server of this.servers) server.closeAllConnections();
    await closed;
  }
}

/** Looks at the first byte of a connection and gives it to the server that speaks its language. */
function sort(socket: Socket, secure: https.Server, plain: Server): void {
  const giveUp = () => socket.destroy();
  socket.on('error', giveUp);
  socket.setTimeout(HEADERS_MS, giveUp);
  const look = () => {
    const first = socket.read(1) as Buffer | null;
    if (first === null) return;
    socket.off('readable', look).off('timeout', giveUp).off('error', giveUp).off('end', giveUp);
    socket.setTimeout(0);
    socket.unshift(first);
    (first[0] === TLS_HANDSHAKE ? secure : plain).emit('connection', socket);
  };
  socket.on('readable', look).on('end', giveUp);
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
