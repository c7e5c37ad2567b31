/**
 * Tries the way to a host step by step: address, connection, TLS, RFB, sign-in. It never does what a VNC server would count as a failed login
 * more than once: TigerVNC counts each connection that does not log in, and after five refuses everybody.
 */

import { say } from '../../messages/say';
import { text, type Text } from '../../messages/text';
import type { TargetRules } from '../config';
import type { Host, HostTest } from '../contract/host';
import { defaultLocale, type Locale } from '../contract/locale';
import { parseTarget, type Target } from '../contract/target';
import { allowedAddresses } from '../gateway/connect-tcp';
import { blockedRefusal, TARGET_MS } from '../gateway/dial';
import { Patience } from '../gateway/patience';
import { diagnose } from '../gateway/relay/diagnosis';
import { logIn } from '../gateway/relay/log-in';
import type { LoginBreaker } from '../gateway/relay/login-breaker';
import { openRfb, type OpenedRfb } from '../gateway/relay/open-rfb';
import type { StreamDialler } from '../gateway/relay/target-streams';
import { Refusal } from '../gateway/refusals';
import { targetAgents, type TargetAgents } from '../gateway/target-sockets';
import { Handshaker } from '../gateway/tunnel/handshake';
import type { UpgradeRequest } from '../gateway/upgrade';
import { securityName, type Credentials, type PeerCertificate } from '../rfb';
import { probeHttp } from './http-probe';
import type { LoginMarks } from './login-marks';

type Step = HostTest['targets'][number]['steps'][number];

export interface HostTesterParts {
  targetRules: TargetRules;
  breaker: LoginBreaker;
  marks: LoginMarks;
}

/** A WebSocket handshake wants a key; nobody looks at this one. */
const PROBE_KEY = 'dm5jLXBvcnRhbC1wcm9iZQ==';

export class HostTester {
  private readonly agents: TargetAgents;
  private readonly dialler: StreamDialler;

  constructor(private readonly parts: HostTesterParts) {
    this.agents = targetAgents(parts.targetRules);
    this.dialler = { rules: parts.targetRules, handshaker: new Handshaker(this.agents) };
  }

  /** @param locale of the sentences */
  async test(host: Host, credentials: Credentials, locale: Locale = defaultLocale): Promise<HostTest> {
    const targets: HostTest['targets'] = [];
    // One after the other: replicas often share a server's count of failures.
    for (const target of host.targets) targets.push(await this.testTarget(target, host, credentials, locale));
    return { ok: targets.every(({ ok }) => ok), targets };
  }

  private async testTarget(written: string, host: Host, credentials: Credentials, locale: Locale): Promise<HostTest['targets'][number]> {
    const target = parseTarget(written);
    const steps = new Steps(locale);
    if (target.scheme !== 'vnc+unix')
      await steps.take(text('hostTest.step.address'), () => patiently((patience) => resolve(target, this.parts.targetRules, patience)));
    const isWebSocket = target.scheme === 'ws' || target.scheme === 'wss';
    if (isWebSocket) {
      const name = target.scheme === 'wss' ? text('hostTest.step.tlsHttp') : text('hostTest.step.http');
      await steps.take(name, async () => {
        const status = await probeHttp(target, host.tls, this.agents, (shown) => steps.certificate(shown));
        return text('hostTest.answers', { status });
      });
    }
    // Behind a WebSocket the browser is asked for a password: without a stored one, a login is not the portal's to try.
    if (!isWebSocket || host.credentials.hasPassword) await this.testRfb(steps, target, host, credentials);
    return { target: written, ok: steps.ok, steps: steps.taken };
  }

  private async testRfb(steps: Steps, target: Target, host: Host, credentials: Credentials): Promise<void> {
    const why = this.parts.marks.why(host);
    if (why !== null) {
      const code = why === 'asked' ? 'host_login_needed' : 'host_login_blocked';
      return steps.take(signInStep, () => Promise.reject(new Refusal(code, '', { said: text('refusals.knownBefore') })));
    }
    const block = this.parts.breaker.blocked(host.id, null);
    if (block) return steps.take(signInStep, () => Promise.reject(blockedRefusal(block)));
    let opened: OpenedRfb | null = null;
    await steps.take(target.scheme === 'vncs' ? text('hostTest.step.tlsRfb') : text('hostTest.step.rfb'), async () => {
      opened = await patiently((patience) => openRfb(this.dialler, target, host.tls, probe, patience));
      if (target.scheme === 'vncs' && opened.certificate) steps.certificate(opened.certificate);
      return `RFB ${opened.version}`;
    });
    await steps.take(signInStep, async () => this.signIn(steps, opened!, host, credentials, new AbortController().signal));
  }

  private async signIn(steps: Steps, first: OpenedRfb, host: Host, credentials: Credentials, signal: AbortSignal): Promise<Text> {
    const { breaker, marks } = this.parts;
    let opened = first;
    try {
      const { result } = await logIn(first, {
        tls: host.tls,
        credentials,
        signal,
        onReopened: (reopened) => (opened = reopened),
        onOffer: (offered) => steps.note(text('hostTest.step.securityTypes'), offered.map(securityName).join(', ')),
        onPeerCertificate: (certificate) => steps.certificate(certificate),
      });
      const { security, serverInit } = result;
      breaker.forget(host.id, null);
      marks.forget(host);
      const { name, width, height } = serverInit;
      return text('hostTest.desktop', { security, name, width, height });
    } catch (error) {
      const { code } = diagnose(error);
      marks.add(host, code === 'host_login_needed');
      if (code === 'host_login_failed' || code === 'host_locked_out') breaker.refuse(host.id, code === 'host_locked_out');
      throw error;
    } finally {
      opened.stream.destroy();
    }
  }
}

/** Steps are taken until one fails; those after it would only fail for the same reason. */
class Steps {
  readonly taken: Step[] = [];

  constructor(private readonly locale: Locale) {}

  /** What was learned on the way, for whoever reads the steps. */
  note(name: Text, detail: string): void {
    this.taken.push({ name: say(name, this.locale), ok: true, detail, ms: 0 });
  }

  certificate(shown: PeerCertificate): void {
    this.note(text('hostTest.step.certificate'), this.list(describe(shown)));
  }

  /** Several findings in a row. */
  list(found: readonly (Text | string)[]): string {
    return found
      .map((part) => (typeof part === 'string' ? part : say(part, this.locale)))
      .join(say(text('hostTest.separator'), this.locale));
  }

  get ok(): boolean {
    return this.taken.every(({ ok }) => ok);
  }

  async take(step: Text, act: () => Promise<Text | string>): Promise<void> {
    if (!this.ok) return;
    const name = say(step, this.locale);
    const began = performance.now();
    const ms = () => Math.round((performance.now() - began) * 10) / 10;
    try {
      this.taken.push({ name, ok: true, detail: this.list([await act()]), ms: ms() });
    } catch (error) {
      const refusal = diagnose(error);
      this.taken.push({ name, ok: false, ms: ms(), detail: say(refusal.told, this.locale), next: say(refusal.next, this.locale) });
    }
  }
}

const signInStep = text('hostTest.step.signIn');

function describe({ subject, names, validTo, fingerprint, problem }: PeerCertificate): (Text | string)[] {
  const until = text('hostTest.validTo', { date: new Date(validTo).toISOString().slice(0, 10) });
  const doubt = problem ? [text('hostTest.notVouchedFor', { problem })] : [];
  return [subject, names, until, `SHA-256 ${fingerprint}`, ...doubt].filter((part) => part !== '');
}

/** What a WebSocket handshake with a host needs of an upgrade, where there is none. */
const probe: UpgradeRequest = {
  hostId: '',
  viewOnly: false,
  attemptId: null,
  pageId: null,
  key: PROBE_KEY,
  protocols: [],
  origins: [],
  cookie: undefined,
  authorization: undefined,
  userAgent: undefined,
  client: { address: '', secure: false, host: '' },
};

async function resolve(target: Target, rules: TargetRules, patience: Patience): Promise<string> {
  return (await allowedAddresses(rules, { host: target.hostname, port: target.port }, patience)).join(', ');
}

/** A step takes no longer than a console would wait for it. */
async function patiently<T>(work: (patience: Patience) => Promise<T>): Promise<T> {
  const patience = new Patience(TARGET_MS);
  try {
    return await work(patience);
  } finally {
    patience.end();
  }
}
