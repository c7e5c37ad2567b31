/** What is known of each host's health, without ever opening an RFB connection: TigerVNC counts those that don't log in, and then refuses everybody. */

import { text, type Text } from '../../messages/text';
import type { HostStatus, HostTls } from '../contract/host';
import { parseTarget } from '../contract/target';
import { closeReasons } from '../gateway/close-codes';
import { refusalOf } from '../gateway/dial-error';
import { isRefusalCode, type Refusal } from '../gateway/refusals';
import type { TargetAgents } from '../gateway/target-sockets';
import type { Logger } from '../log';
import { metVncServer, probeHttp } from './http-probe';

/** A host is probed about once a minute… */
const PROBE_EVERY_MS = 60_000;
/** The port speaks something else than HTTP: it may be another server by now, but is asked less and less often, up to this. */
const NOT_HTTP_EVERY_MS = 30 * 60_000;
/** …each at a time of its own, give or take this share, so that probes don't march in step. */
const JITTER = 0.3;
/** The registry is read this often; a new host is probed at the next look. */
const REGISTRY_MS = 5000;
const TICK_MS = 500;
/** Probes under way at one time; ten thousand hosts then take some minutes a round instead of a burst. */
const MAX_PROBES = 16;

export interface ProbedHost {
  id: string;
  targets: string[];
  tls: HostTls;
  updatedAt: number;
}

/** A status before it is said in somebody's language. */
export type SeenStatus = Omit<HostStatus, 'detail'> & { detail: Text };

/** How a host's last console went. */
export interface LastConsole {
  at: number;
  reason: string;
  ok: boolean;
}

interface Sources {
  hosts(): Promise<ProbedHost[]>;
  lastConsoles(hostIds: string[]): Promise<Map<string, LastConsole>>;
}

interface Entry {
  host: ProbedHost;
  nextAt: number;
  probing: boolean;
  /** Probes in a row in which a port spoke something else than HTTP. */
  notHttp: number;
  /** A port is that of a VNC server itself: it is left alone until the host is changed or one of its consoles works. */
  isVnc: boolean;
  status: SeenStatus | null;
}

export class HostStatusBoard {
  private readonly entries = new Map<string, Entry>();
  private timer: NodeJS.Timeout | null = null;
  private readAt = 0;
  private reading = false;
  private probes = 0;

  constructor(private readonly parts: { sources: Sources; agents: TargetAgents; log: Logger; now?: () => number; random?: () => number }) {}

  start(): void {
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  /** The state of the named hosts, as last seen. */
  async of(hostIds: string[]): Promise<Map<string, SeenStatus>> {
    const found = new Map<string, SeenStatus>();
    const rest: string[] = [];
    for (const id of hostIds) {
      const entry = this.entries.get(id);
      if (entry?.status && !entry.isVnc) found.set(id, entry.status);
      else rest.push(id);
    }
    const consoles = rest.length > 0 ? await this.parts.sources.lastConsoles(rest) : new Map<string, LastConsole>();
    for (const id of rest) found.set(id, this.laterOf(this.entries.get(id), consoles.get(id)));
    return found;
  }

  /** Of a host that is not probed any more, its consoles may know more than the last probe. */
  private laterOf(entry: Entry | undefined, last: LastConsole | undefined): SeenStatus {
    const probed = entry?.status;
    if (!entry || !probed || (last && last.at > (probed.at ?? 0))) {
      if (entry?.isVnc && last?.ok) {
        entry.isVnc = false;
        entry.nextAt = this.now;
      }
      return ofConsole(last);
    }
    return probed;
  }

  private get now(): number {
    return (this.parts.now ?? Date.now)();
  }

  private tick(): void {
    if (!this.reading && this.now - this.readAt >= REGISTRY_MS) void this.readRegistry();
    for (const entry of this.entries.values()) {
      if (this.probes >= MAX_PROBES) return;
      if (!entry.probing && !entry.isVnc && this.now >= entry.nextAt) void this.probe(entry);
    }
  }

  private async readRegistry(): Promise<void> {
    this.reading = true;
    try {
      const hosts = await this.parts.sources.hosts();
      const known = new Set<string>();
      for (const host of hosts) {
        if (!host.targets.some(isProbed)) continue;
        known.add(host.id);
        const entry = this.entries.get(host.id);
        if (entry?.host.updatedAt === host.updatedAt) continue;
        this.entries.set(host.id, {
          host,
          nextAt: entry ? this.now : this.now + this.jitter(TICK_MS),
          probing: false,
          notHttp: 0,
          isVnc: false,
          status: null,
        });
      }
      for (const id of this.entries.keys()) if (!known.has(id)) this.entries.delete(id);
    } catch (error) {
      this.parts.log.debug({ err: error }, 'the registry could not be read for probing');
    } finally {
      this.readAt = this.now;
      this.reading = false;
    }
  }

  private async probe(entry: Entry): Promise<void> {
    entry.probing = true;
    this.probes += 1;
    try {
      const targets = entry.host.targets.filter(isProbed);
      const results = await Promise.all(targets.map((target) => this.probeTarget(entry, target)));
      entry.isVnc = results.some((failure) => failure !== null && metVncServer(failure));
      entry.notHttp = results.some((failure) => failure?.code === 'host_not_websocket') ? entry.notHttp + 1 : 0;
      const failures = results.filter((failure) => failure !== null).map(({ what }) => what);
      const up = results.length - failures.length;
      const [failure] = failures;
      const detail = !failure
        ? text('hostStatus.answers')
        : up > 0
          ? text('hostStatus.someAnswer', { up, all: results.length, failure })
          : failure;
      entry.status = { state: up > 0 ? 'up' : 'down', source: 'probe', at: this.now, detail };
    } finally {
      this.probes -= 1;
      entry.probing = false;
      entry.nextAt = this.now + this.jitter(Math.min(PROBE_EVERY_MS * 2 ** entry.notHttp, NOT_HTTP_EVERY_MS));
    }
  }

  /** @returns why the target does not answer; null when it does */
  private async probeTarget(entry: Entry, target: string): Promise<Refusal | null> {
    try {
      await probeHttp(parseTarget(target), entry.host.tls, this.parts.agents);
      return null;
    } catch (error) {
      return refusalOf(error);
    }
  }

  private jitter(ms: number): number {
    return ms * (1 + JITTER * (2 * (this.parts.random ?? Math.random)() - 1));
  }
}

function isProbed(target: string): boolean {
  return target.startsWith('ws://') || target.startsWith('wss://');
}

export const neverOpened: SeenStatus = { state: 'unknown', source: 'none', at: null, detail: text('hostStatus.neverOpened') };

function ofConsole(last: LastConsole | undefined): SeenStatus {
  if (!last) return neverOpened;
  return {
    state: last.ok ? 'up' : 'down',
    source: 'console',
    at: last.at,
    detail: last.ok ? text('hostStatus.worked') : text('hostStatus.failed', { reason: reasonOf(last.reason) }),
  };
}

/** What stands in the records: a console that was open ended with the words of its close frame, one that was refused with a code. */
function reasonOf(recorded: string): Text | string {
  const known = closings.get(recorded);
  if (known) return known;
  return isRefusalCode(recorded) ? text(`refusals.code.${recorded}.message`) : recorded;
}

const closings: ReadonlyMap<string, Text> = new Map([
  [closeReasons.hostClosed.text, text('hostStatus.reason.closed')],
  [closeReasons.hostLoginFailed.text, text('hostStatus.reason.loginFailed')],
  [closeReasons.hostSilent.text, text('hostStatus.reason.silent')],
  [closeReasons.hostStopped.text, text('hostStatus.reason.stopped')],
  [closeReasons.hostFailed.text, text('hostStatus.reason.unusable')],
]);
