/** Tries the way to a host step by step: address, connection, TLS, HTTP. It stops before the VNC server would count a connection. */

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { TargetRules } from '../config';
import type { Host, HostTest } from '../contract/host';
import { parseTarget, type Target } from '../contract/target';
import { refusalOf } from '../gateway/dial-error';
import { Refusal } from '../gateway/refusals';
import { targetAgents, type TargetAgents } from '../gateway/target-sockets';
import { probeHttp } from './http-probe';

type Step = HostTest['targets'][number]['steps'][number];

export async function testHost(host: Host, options: { targetRules: TargetRules }): Promise<HostTest> {
  const agents = targetAgents(options.targetRules);
  const targets = await Promise.all(host.targets.map((text) => testTarget(text, host, options.targetRules, agents)));
  return { ok: targets.every((target) => target.ok), targets };
}

async function testTarget(text: string, host: Host, rules: TargetRules, agents: TargetAgents): Promise<HostTest['targets'][number]> {
  const steps: Step[] = [];
  /** @returns whether to go on */
  const step = async (name: string, act: () => Promise<string>): Promise<boolean> => {
    const began = performance.now();
    const ms = () => Math.round((performance.now() - began) * 10) / 10;
    try {
      steps.push({ name, ok: true, detail: await act(), ms: ms() });
      return true;
    } catch (error) {
      const refusal = refusalOf(error);
      steps.push({ name, ok: false, ms: ms(), detail: refusal.message, next: refusal.next });
      return false;
    }
  };
  const target = parseTarget(text);
  const known = target.scheme !== 'vnc+unix' && (await step('address', () => resolve(target, rules)));
  if (target.scheme === 'ws' || target.scheme === 'wss') {
    const speaks = target.scheme === 'wss' ? 'connection, TLS and HTTP' : 'connection and HTTP';
    if (known) await step(speaks, async () => `answers with HTTP ${await probeHttp(target, host.tls, agents)}`);
  } else if (known || target.scheme === 'vnc+unix') {
    await step('RFB', () => Promise.reject(new Refusal('not_supported', target.scheme)));
  }
  return { target: text, ok: steps.every(({ ok }) => ok), steps };
}

async function resolve(target: Target, rules: TargetRules): Promise<string> {
  const addresses = isIP(target.hostname)
    ? [target.hostname]
    : (await lookup(target.hostname, { all: true })).map(({ address }) => address);
  const allowed = addresses.filter((address) => rules.allows(address, target.port));
  if (allowed.length === 0) throw new Refusal('target_not_allowed', 'address');
  return allowed.join(', ');
}
