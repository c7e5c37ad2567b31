/** Ping-pong: an event up, its answer down, then the next one. */

import { inTurns, worked, type Bench, type Part } from '../bench';
import type { Candidate } from '../candidates';
import { framebufferUpdate } from '../load/rfb-messages';
import { CANDIDATE_CORE, LOAD_CORE } from '../pinned';
import { startWebSocketProxies } from '../websocket-proxies';

const ANSWER = 1024;

interface PingPongWork {
  name: string;
  candidates: readonly Candidate[];
  consoles: number;
  /** The load runs where the candidate does: what is measured is the sum of all work, without waiting for another core to wake up. */
  oneCore?: boolean;
}

export function pingPongWorks(candidates: readonly Candidate[], prefix = ''): PingPongWork[] {
  return [
    { name: `${prefix}1 console`, candidates, consoles: 1 },
    { name: `${prefix}1 console, all on one core`, candidates, consoles: 1, oneCore: true },
    { name: `${prefix}50 consoles`, candidates, consoles: 50 },
  ];
}

export async function measurePingPong(bench: Bench, part: string, works: readonly PingPongWork[]): Promise<void> {
  const { client, host } = bench;
  const answerLength = framebufferUpdate(ANSWER).length;
  await inTurns(bench, part, works, async ({ consoles, oneCore = false }, candidate) => {
    const move = (core: number) => [client, host].forEach((process) => process.pin(core));
    if (oneCore) move(CANDIDATE_CORE);
    try {
      const { event = 'key' } = candidate;
      const order = { pingPong: { event, answerLength } };
      const { latency, seconds, used } = await worked(bench, candidate, { kind: 'echo', length: ANSWER }, consoles, order);
      return {
        'p50 µs': 1000 * latency.p50,
        'p99 µs': 1000 * latency.p99,
        'rate /s': latency.count / seconds,
        'CPU µs': candidate.name === 'direct' ? NaN : (1e6 * used.candidate) / latency.count,
        'core free %': 100 * used.free[CANDIDATE_CORE]!,
        'load free %': 100 * used.free[LOAD_CORE]!,
      };
    } finally {
      if (oneCore) move(LOAD_CORE);
    }
  });
}

export const pingPong: Part = {
  name: 'ping-pong',
  title: 'Ping-pong, 8 bytes up and 1 KiB down, through a WebSocket proxy',
  async run(bench) {
    const candidates = await startWebSocketProxies(bench);
    await measurePingPong(bench, 'ping-pong', pingPongWorks(candidates));
  },
};
