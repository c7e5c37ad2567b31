/** The agents through which every WebSocket to a host is opened: each connection is one request's, within its patience. */

import http, { type ClientRequestArgs } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';
import type { TargetRules } from '../config';
import { connectTcp, type TcpTarget } from './connect-tcp';
import type { Patience } from './patience';

export interface TargetAgents {
  ws: (patience: Patience) => http.Agent;
  wss: (patience: Patience) => https.Agent;
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
    constructor(private readonly patience: Patience) {
      super({ keepAlive: false, maxCachedSessions: 0 });
    }
    override createConnection(options: ClientRequestArgs, done?: Done): undefined {
      const target = targetOf(options);
      const secure = async (): Promise<Socket> => {
        const socket = await connectTcp(rules, target, this.patience);
        return tls.connect({
          ...(options as ConnectionOptions),
          ...target,
          socket,
          allowHalfOpen: true,
          ALPNProtocols: ['http/1.1'],
        } as ConnectionOptions);
      };
      give(secure(), done!);
    }
  }
  return { ws: (patience) => new PlainAgent(patience), wss: (patience) => new TlsAgent(patience) };
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
