/** What the portal is to reach, as ratios in one run, and whether it did. */

import { summaryOf, type Results } from './results';
import type { Summary } from './statistics';

type Bound = { atLeast: number } | { atMost: number };

interface Target {
  work: string;
  against: string;
  part: string;
  /** Names of works in that part's table. */
  works: readonly string[];
  candidate: string;
  /** null: the figure itself is bounded, not its ratio. */
  peer: string | null;
  figure: string;
  bound: Bound;
}

export interface Verdict {
  part: string;
  work: string;
  against: string;
  figure: string;
  wanted: string;
  measured: Summary | null;
  state: 'reached' | 'not reached' | 'not measured';
}

const times = (sizes: readonly string[]) => sizes.flatMap((size) => [`${size} × 1`, `${size} × 20`]);

/** One line for each work and each bound. */
function rows(
  about: { work: string; against: string; part: string; works: readonly string[]; candidate?: string; peer: string | null },
  bounds: readonly [string, Bound][],
): Target[] {
  return bounds.map(([figure, bound]) => ({ candidate: 'portal', ...about, figure, bound }));
}

const tunnelBulk = { part: 'bulk', works: times(['64 KiB', '1,400 B']) };
const ruled = { part: 'relay', against: 'the relay without', candidate: 'login, view-only', peer: 'relay' };

export const targets: readonly Target[] = [
  ...rows({ work: 'tunnel bulk', against: 'nginx', ...tunnelBulk, peer: 'nginx' }, [
    ['MiB/s', { atLeast: 4.5 }],
    ['CPU s/GiB', { atMost: 0.2 }],
  ]),
  ...rows({ work: 'tunnel bulk', against: 'nginx 64k', ...tunnelBulk, peer: 'nginx 64k' }, [
    ['MiB/s', { atLeast: 1.5 }],
    ['CPU s/GiB', { atMost: 0.65 }],
  ]),
  ...rows({ work: 'tunnel ping-pong', against: 'nginx', part: 'ping-pong', works: ['1 console, all on one core'], peer: 'nginx' }, [
    ['p50 µs', { atMost: 1.15 }],
    ['p99 µs', { atMost: 1.35 }],
  ]),
  ...rows({ work: 'tunnel ping-pong', against: 'nginx', part: 'ping-pong', works: ['50 consoles'], peer: 'nginx' }, [
    ['rate /s', { atLeast: 0.7 }],
    ['p50 µs', { atMost: 1.4 }],
    ['CPU µs', { atMost: 1.45 }],
  ]),
  ...rows({ work: 'relay to TCP', against: 'websockify', part: 'relay', works: times(['bulk 64 KiB']), peer: 'websockify' }, [
    ['MiB/s', { atLeast: 1.6 }],
    ['CPU s/GiB', { atMost: 0.6 }],
  ]),
  ...rows({ work: 'relay to TCP', against: 'websockify', part: 'relay', works: ['ping-pong 50 consoles'], peer: 'websockify' }, [
    ['rate /s', { atLeast: 3 }],
    ['p50 µs', { atMost: 0.35 }],
    ['CPU µs', { atMost: 0.36 }],
  ]),
  ...rows({ work: 'rules on the relay', ...ruled, works: times(['rules, bulk 64 KiB']) }, [
    ['MiB/s', { atLeast: 0.9 }],
    ['CPU s/GiB', { atMost: 1.1 }],
  ]),
  ...rows({ work: 'rules on the relay', ...ruled, works: ['rules, ping-pong 50 consoles'] }, [
    ['rate /s', { atLeast: 0.9 }],
    ['CPU µs', { atMost: 1.1 }],
  ]),
  ...rows({ work: 'idle consoles', against: 'nginx', part: 'open', works: ['9000 consoles'], peer: 'nginx' }, [
    ['KiB/console', { atMost: 0.7 }],
  ]),
  ...rows({ work: 'idle consoles', against: '', part: 'open', works: ['9000 consoles'], peer: null }, [
    ['live at once', { atLeast: 9000 }],
    ['sockets left', { atMost: 0 }],
    ['files left', { atMost: 0 }],
    ['rows left', { atMost: 0 }],
  ]),
  ...rows({ work: 'idle consoles', against: '', part: 'open', works: ['10000 consoles'], peer: null }, [
    ['live at once', { atLeast: 10_000 }],
  ]),
  ...rows({ work: 'opening', against: 'bare http-proxy', part: 'open', works: ['1000 consoles', '5000 consoles'], peer: 'http-proxy' }, [
    ['CPU µs/open', { atMost: 2.5 }],
  ]),
  ...rows({ work: 'a working day', against: 'nginx', part: 'day', works: ['200 consoles'], peer: 'nginx' }, [
    ['CPU %', { atMost: 1.15 }],
    ['event p50 ms', { atMost: 1.3 }],
    ['event p99 ms', { atMost: 2 }],
  ]),
  ...rows(
    {
      work: 'a working day with people',
      against: 'without them',
      part: 'day',
      works: ['200 consoles'],
      candidate: 'portal, with people',
      peer: 'portal',
    },
    [['event p99 ms', { atMost: 1.5 }]],
  ),
];

export function judge(results: Results): Verdict[] {
  return targets.flatMap((target) =>
    target.works.map((name) => {
      const { part, work, against, figure, bound } = target;
      const measured = measure(results, target, name);
      return {
        part,
        work: `${work}, ${name}`,
        against,
        figure,
        wanted: 'atLeast' in bound ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`,
        measured,
        state: measured === null ? 'not measured' : isReached(measured.median, bound) ? 'reached' : 'not reached',
      } satisfies Verdict;
    }),
  );
}

function measure(results: Results, { part, figure, candidate, peer }: Target, work: string): Summary | null {
  if (peer !== null) return results.ratio(part, work, figure, candidate, peer);
  const row = results.find(part, work, candidate);
  const found = row ? summaryOf(row, figure) : null;
  return found && found.count > 0 ? found : null;
}

function isReached(value: number, bound: Bound): boolean {
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
}
