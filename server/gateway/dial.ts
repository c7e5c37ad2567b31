/** The step that reaches a host: its targets in turn, until one completes the handshake. */

import type { Host } from '../contract/host';
import { parseTarget, type Target } from '../contract/target';
import { refusalOf } from './dial-error';
import { Refusal } from './refusals';
import type { TargetOrder } from './target-order';
import type { Handshaker, HostConnection } from './tunnel/handshake';
import type { UpgradeRequest } from './upgrade';

/** All targets together; a browser's own patience is about a minute. */
const DIAL_MS = 25_000;

export interface Dialled extends HostConnection {
  target: string;
}

/**
 * A rule that only the relay can enforce refuses the console: it is never opened without the rule.
 * @throws Refusal `not_supported`
 */
export function ensureTunnel(host: Host, viewOnly: boolean): void {
  const { policy } = host;
  if (viewOnly) throw new Refusal('not_supported', 'view-only');
  if (policy.clipboard !== 'both' || policy.record || policy.exclusive) throw new Refusal('not_supported', 'policy');
}

/**
 * @throws Refusal telling why the last target could not be reached
 */
export async function dial(
  { handshaker, order }: { handshaker: Handshaker; order: TargetOrder },
  host: Host,
  upgrade: UpgradeRequest,
  signal: AbortSignal,
): Promise<Dialled> {
  const giveUpAt = Date.now() + DIAL_MS;
  let last = new Refusal('host_unreachable', 'no target');
  let tried = false;
  const left = () => signal.aborted;
  for (const text of order.order(host)) {
    if (left() || (tried && Date.now() > giveUpAt)) break;
    tried = true;
    const target = parseTarget(text);
    if (!isWebSocket(target)) {
      last = new Refusal('not_supported', target.scheme);
      continue;
    }
    try {
      const connection = await handshaker.connect(upgrade, target, host.tls, signal);
      order.answered(text);
      return { ...connection, target: text };
    } catch (error) {
      last = refusalOf(error);
      if (!left()) order.failed(text);
    }
  }
  throw last;
}

export function isWebSocket(target: Target): boolean {
  return target.scheme === 'ws' || target.scheme === 'wss';
}
