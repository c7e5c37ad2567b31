/** The step that reaches a host: its targets in turn, until one answers as it should. */

import type { Host, HostTls } from '../contract/host';
import { parseTarget, type Target } from '../contract/target';
import { isBound, isBoundToCertificate, remembersFirst } from './host-trust';
import { Patience } from './patience';
import { Refusal } from './refusals';
import { diagnose } from './relay/diagnosis';
import type { Block, LoginBreaker } from './relay/login-breaker';
import { openRfb, type OpenedRfb } from './relay/open-rfb';
import type { StreamDialler } from './relay/target-streams';
import type { TargetOrder } from './target-order';
import type { HostConnection } from './tunnel/handshake';
import type { UpgradeRequest } from './upgrade';

/** All targets together; a browser's own patience is about a minute. */
const DIAL_MS = 25_000;
/** One target, from the look-up of its name to the greeting of its VNC server or the 101 of its WebSocket: a busy websockify forks first… */
export const TARGET_MS = 10_000;
/** …and no target is tried with less than the second SYN needs, which Linux sends after a second. */
const LEAST_TARGET_MS = 2_000;

/** A tunnel's host is a WebSocket after its 101; a relay's is a byte stream after the first words of RFB. */
export type Dialled = { target: string } & ((HostConnection & { way: 'tunnel' }) | (OpenedRfb & { way: 'relay' }));

export interface Dialler extends StreamDialler {
  order: TargetOrder;
  breaker: LoginBreaker;
}

/**
 * A rule that can't be enforced refuses the console: it is never opened without the rule.
 * @throws Refusal `not_supported`
 */
export function ensureEnforceable(host: Host): void {
  if (host.policy.record) throw new Refusal('not_supported', 'record');
}

/** Whether the portal has to speak RFB itself: to log in, to enforce a rule, to prove the host, or because the host speaks nothing else. */
function needsRelay(host: Host, viewOnly: boolean, target: Target): boolean {
  const { policy, credentials, tls } = host;
  const isWebSocket = target.scheme === 'ws' || target.scheme === 'wss';
  return !isWebSocket || viewOnly || policy.clipboard !== 'both' || policy.exclusive || credentials.hasPassword || !isProven(target, tls);
}

/** Whether the way to a WebSocket proves as much as its host is bound to. What a browser says inside of it proves nothing to the portal. */
function isProven({ scheme }: Target, tls: HostTls): boolean {
  if (scheme === 'wss') return isBoundToCertificate(tls) || !isBound(tls);
  return !isBound(tls) && !remembersFirst(tls);
}

/**
 * @throws Refusal telling why the last target could not be reached
 */
export async function dial(
  dialler: Dialler,
  host: Host,
  { userId, viewOnly }: { userId: string; viewOnly: boolean },
  upgrade: UpgradeRequest,
  signal: AbortSignal,
): Promise<Dialled> {
  const { order, handshaker } = dialler;
  const patience = new Patience(DIAL_MS, signal);
  let last = new Refusal('host_unreachable', 'no target');
  const left = () => signal.aborted;
  const targets = order.order(host);
  try {
    for (const [index, text] of targets.entries()) {
      if (left() || (index > 0 && patience.leftMs < LEAST_TARGET_MS)) break;
      const part = patience.share(targets.length - index, { atLeastMs: LEAST_TARGET_MS, atMostMs: TARGET_MS });
      const target = parseTarget(text);
      try {
        const dialled: Dialled = needsRelay(host, viewOnly, target)
          ? { way: 'relay', target: text, ...(await openUnlessBlocked(dialler, target, host, userId, upgrade, part, signal)) }
          : { way: 'tunnel', target: text, ...(await handshaker.connect(upgrade, target, host.tls, part)) };
        order.answered(text);
        return dialled;
      } catch (error) {
        last = diagnose(error);
        if (!left()) order.failed(text);
      } finally {
        part.end();
      }
    }
  } finally {
    patience.end();
  }
  throw last;
}

async function openUnlessBlocked(
  dialler: Dialler,
  target: Target,
  host: Host,
  userId: string,
  upgrade: UpgradeRequest,
  patience: Patience,
  left: AbortSignal,
): Promise<OpenedRfb> {
  const { breaker } = dialler;
  const block = breaker.blocked(host.id, userId);
  if (block) throw blockedRefusal(block);
  const progress = { connected: false };
  try {
    return await openRfb(dialler, target, host.tls, upgrade, patience, () => (progress.connected = true));
  } catch (error) {
    if (progress.connected && left.aborted) breaker.unfinished(host.id, userId);
    throw error;
  }
}

/** Why a host is left alone, and until when. */
export function blockedRefusal({ reason, until }: Block): Refusal {
  return new Refusal(reason === 'refused' ? 'host_login_blocked' : 'host_login_paused', '', { until });
}

/** Lets go of a host that nobody wants any more. */
export function hangUp(dialled: Dialled): void {
  if (dialled.way === 'tunnel') dialled.socket.destroy();
  else dialled.stream.destroy();
}
