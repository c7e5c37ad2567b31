/**
 * A TCP connection to a host. A name may have several addresses, some of which nobody answers at: they are tried in turn, each with a share of
 * the time. Node's own way (`autoSelectFamily`) gives each a quarter of a second, the last one too, which is less than a busy host needs.
 */

import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import type { TargetRules } from '../config';
import type { Patience } from './patience';
import { HostSocket } from './host-socket';
import { Refusal } from './refusals';

/** Names with more addresses than that are of farms of machines; each share would be too short to be of use. */
const MAX_ADDRESSES = 8;
/** A host that vanished without a FIN is noticed after this time and some probes more; Linux's own default is two hours. */
const KEEP_ALIVE_MS = 30_000;

/** Half-open on purpose: after a host's FIN the browser's last bytes still have a way to it. */
const socketOptions = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS } as const;

export interface TcpTarget {
  /** A name or an address. */
  host: string;
  port: number;
}

/** All addresses of a name, the preferred one first. */
export type Resolve = (name: string) => Promise<string[]>;

const resolveName: Resolve = async (name) => (await lookup(name, { all: true })).map(({ address }) => address);

/**
 * The addresses that the portal may connect to: what a name resolves to is checked, and what was checked is dialled.
 * @throws Refusal `target_not_allowed`, or the error of the resolver
 */
export async function allowedAddresses(
  rules: TargetRules,
  { host, port }: TcpTarget,
  patience: Patience,
  resolve = resolveName,
): Promise<string[]> {
  const isAddress = isIP(host) !== 0;
  const found = isAddress ? [host] : await patience.race(resolve(host));
  const allowed = found.filter((address) => rules.allows(address, port));
  if (allowed.length === 0) throw new Refusal('target_not_allowed', isAddress ? 'address' : 'resolved address');
  return allowed.slice(0, MAX_ADDRESSES);
}

/**
 * @throws Refusal, the error of the last address's socket, or the reason for which the patience has ended
 */
export async function connectTcp(rules: TargetRules, target: TcpTarget, patience: Patience, resolve?: Resolve): Promise<HostSocket> {
  const addresses = await allowedAddresses(rules, target, patience, resolve);
  let last: unknown;
  for (const [index, address] of addresses.entries()) {
    const part = patience.share(addresses.length - index);
    try {
      return await connected(new HostSocket({ host: address, port: target.port, ...socketOptions }), part.signal);
    } catch (error) {
      if (patience.signal.aborted) throw patience.signal.reason as Error;
      last = error;
    } finally {
      part.end();
    }
  }
  throw last as Error;
}

/** @throws the error of the socket, or the reason of the signal; then the socket is destroyed */
export function connected<S extends Socket>(socket: S, signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const give = (act: () => void) => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('connect', succeed);
      act();
    };
    const fail = (error: Error) => give(() => reject(error));
    const succeed = () => give(() => resolve(socket));
    const abort = () => {
      give(() => reject(signal.reason as Error));
      socket.on('error', () => undefined).destroy();
    };
    socket.on('error', fail).on('connect', succeed);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
