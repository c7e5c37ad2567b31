/** Bulk: from the host to the browser, as fast as it is taken. */

import { inTurns, worked, type Bench, type Part } from '../bench';
import type { Candidate } from '../candidates';
import { CANDIDATE_CORE, LOAD_CORE } from '../pinned';
import type { Figures } from '../results';
import { startWebSocketProxies } from '../websocket-proxies';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
export const LENGTHS: [string, number][] = [
  ['64 KiB', 65_536],
  ['16 KiB', 16_384],
  ['1,400 B', 1400],
];
const COUNTS = [1, 20];

interface BulkWork {
  name: string;
  candidates: readonly Candidate[];
  length: number;
  consoles: number;
}

export function bulkWorks(candidates: readonly Candidate[], prefix = '', lengths = LENGTHS): BulkWork[] {
  return lengths.flatMap(([shown, length]) =>
    COUNTS.map((consoles) => ({ name: `${prefix}${shown} × ${consoles}`, candidates, length, consoles })),
  );
}

/** `direct` has to be the first of the candidates: the others are told from it. */
export async function measureBulk(bench: Bench, part: string, works: readonly BulkWork[]): Promise<void> {
  const floors = new Map<string, number>();
  await inTurns(bench, part, works, async ({ name, length, consoles }, candidate) => {
    const { bytes, seconds, used } = await worked(bench, candidate, { kind: 'bulk', length }, consoles);
    const gib = bytes / GIB;
    const machine = used.machine / gib;
    if (candidate.name === 'direct') floors.set(name, machine);
    const figures: Figures = {
      'MiB/s': bytes / MIB / seconds,
      'CPU s/GiB': candidate.name === 'direct' ? NaN : used.candidate / gib,
      'machine s/GiB': machine,
      'less direct': candidate.name === 'direct' ? NaN : machine - floors.get(name)!,
      'core free %': 100 * used.free[CANDIDATE_CORE]!,
      'load free %': 100 * used.free[LOAD_CORE]!,
    };
    return figures;
  });
}

export const bulk: Part = {
  name: 'bulk',
  title: 'Bulk, host → browser, through a WebSocket proxy',
  async run(bench) {
    const candidates = await startWebSocketProxies(bench, { largeBuffers: true });
    const lengths = bench.options.short ? LENGTHS.filter(([, length]) => length !== 16_384) : LENGTHS;
    await measureBulk(bench, 'bulk', bulkWorks(candidates, '', lengths));
  },
};
