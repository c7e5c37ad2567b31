/** In which order the targets of a host are tried. */

/** For this long a target that failed is tried last. Long enough to spare its time-out to many, short enough to notice its return. */
const FAILED_MEMORY_MS = 30_000;
/** Targets are registered by admins, so the maps grow no further than the registry; this bounds a registry that changes for ever. */
const MAX_REMEMBERED = 20_000;

export class TargetOrder {
  private readonly failedAt = new Map<string, number>();
  private readonly turns = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Failover: as registered. Round-robin: each console begins one further. In both, those that just failed come last. */
  order(host: { id: string; targets: string[]; balance: 'failover' | 'round-robin' }): string[] {
    const { targets } = host;
    let first = 0;
    if (host.balance === 'round-robin' && targets.length > 1) {
      const turn = this.turns.get(host.id) ?? 0;
      remember(this.turns, host.id, turn + 1);
      first = turn % targets.length;
    }
    const rotated = [...targets.slice(first), ...targets.slice(0, first)];
    return [...rotated.filter((target) => !this.failedLately(target)), ...rotated.filter((target) => this.failedLately(target))];
  }

  failed(target: string): void {
    remember(this.failedAt, target, this.now());
  }

  answered(target: string): void {
    this.failedAt.delete(target);
  }

  private failedLately(target: string): boolean {
    const at = this.failedAt.get(target);
    return at !== undefined && this.now() - at < FAILED_MEMORY_MS;
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_REMEMBERED) map.delete(map.keys().next().value!);
}
