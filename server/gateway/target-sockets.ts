/** The agents through which every WebSocket to a host is opened: each connection is one request's, within its patience. */

import http, { type ClientRequestArgs } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { TargetRules } from '../config';
import { dialTls, RfbError, type TlsOptions } from '../rfb';
import { connectTcp, type TcpTarget } from './connect-tcp';
import type { Patience } from './patience';

export interface TargetAgents {
  ws: (patience: Patience) => http.Agent;
  /** A request goes out once the certificate has been judged, and not before. */
  wss: (patience: Patience, trust: TlsOptions) => https.Agent;
}

type Done = (error: Error | null, socket: Socket) => void;

export function targetAgents(rules: TargetRules): TargetAgents {
  class PlainAgent extends http.Agent {
    constructor(private readonly patience: Patience) {
      super({ keepAlive: false });
    }
    override createConnection(options: ClientRequestArgs, done?: Done): undefined {
      give(connectTcp(rules, targetOf(options), this.patience), done!);
    }
  }
  class TlsAgent extends https.Agent {
    constructor(
      private readonly patience: Patience,
      private readonly trust: TlsOptions,
    ) {
      super({ keepAlive: false, maxCachedSessions: 0 });
    }
    override createConnection(options: ClientRequestArgs, done?: Done): undefined {
      const target = targetOf(options);
      const secure = async (): Promise<Socket> => {
        const { signal } = this.patience;
        const socket = await connectTcp(rules, target, this.patience);
        try {
          return await dialTls({ socket, ALPNProtocols: ['http/1.1'] }, this.trust, signal);
        } catch (error) {
          throw signal.aborted ? signal.reason : causeOf(error);
        }
      };
      give(secure(), done!);
    }
  }
  return { ws: (patience) => new PlainAgent(patience), wss: (patience, trust) => new TlsAgent(patience, trust) };
}

/** The word of the socket or of TLS, where there is one. */
function causeOf(error: unknown): unknown {
  return error instanceof RfbError && error.cause instanceof Error ? error.cause : error;
}

function give(connecting: Promise<Socket>, done: Done): void {
  connecting.then(
    (socket) => done(null, socket),
    (error: unknown) => done(error as Error, null as never),
  );
}

/** Node writes an IPv6 address of a URL in brackets. */
function targetOf(options: { host?: string | null | undefined; port?: string | number | null | undefined }): TcpTarget {
  return { host: (options.host ?? '').replace(/^\[(.*)\]$/, '$1'), port: Number(options.port) };
}
