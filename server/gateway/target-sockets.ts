/** Sockets to hosts: every address is checked against ALLOWED_TARGETS after its name was resolved, and that address is dialled. */

import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import http, { type ClientRequestArgs } from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';
import type { TargetRules } from '../config';
import { HostSocket } from './host-socket';
import { Refusal } from './refusals';

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
type Lookup = (hostname: string, options: LookupOptions, callback: LookupCallback) => void;

/** A host that vanished without a FIN is noticed after this time and some probes more; Linux's own default is two hours. */
const KEEP_ALIVE_MS = 30_000;

export function checkedLookup(rules: TargetRules, port: number): Lookup {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const allowed = found.filter((entry) => rules.allows(entry.address, port));
      const [first] = allowed;
      if (!first) return callback(new Refusal('target_not_allowed', 'resolved address'), []);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

interface Dial {
  host: string;
  port: number;
}

export function ensureAllowed(rules: TargetRules, { host, port }: Dial): void {
  if (isIP(host) !== 0 && !rules.allows(host, port)) throw new Refusal('target_not_allowed', 'address');
}

function dialOf(options: { host?: string | null | undefined; port?: string | number | null | undefined }): Dial {
  return { host: options.host ?? '', port: Number(options.port) };
}

/** Half-open on purpose: after a host's FIN the browser's last bytes still have a way to it. */
export const socketOptions = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS } as const;

export interface TargetAgents {
  ws: http.Agent;
  wss: https.Agent;
}

/** The agents through which every connection to a host is made. */
export function targetAgents(rules: TargetRules): TargetAgents {
  class PlainAgent extends http.Agent {
    override createConnection(options: ClientRequestArgs): Socket {
      const dial = dialOf(options);
      ensureAllowed(rules, dial);
      return new HostSocket({ ...dial, ...socketOptions, lookup: checkedLookup(rules, dial.port) });
    }
  }
  class TlsAgent extends https.Agent {
    override createConnection(options: ClientRequestArgs): Socket {
      const dial = dialOf(options);
      ensureAllowed(rules, dial);
      const lookup = checkedLookup(rules, dial.port);
      return tls.connect({ ...(options as ConnectionOptions), ...dial, ...socketOptions, lookup, ALPNProtocols: ['http/1.1'] });
    }
  }
  return { ws: new PlainAgent({ keepAlive: false }), wss: new TlsAgent({ keepAlive: false, maxCachedSessions: 0 }) };
}
