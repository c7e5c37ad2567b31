/** The few numbers that stand for many. */

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Between the two nearest values in proportion. @param share 0 to 100 */
export function percentile(values: readonly number[] | Float64Array, share: number): number {
  if (values.length === 0) return NaN;
  return ofSorted(Float64Array.from(values).sort(), share);
}

/** The same for values that are in order already. */
export function ofSorted(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return NaN;
  const place = ((sorted.length - 1) * share) / 100;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}

export interface Summary {
  median: number;
  /** The least and the greatest value: with few rounds, quartiles would promise more than they know. */
  low: number;
  high: number;
  count: number;
}

/** Of the values that are numbers. */
export function summarise(values: readonly number[]): Summary {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return { median: NaN, low: NaN, high: NaN, count: 0 };
  return { median: median(finite), low: Math.min(...finite), high: Math.max(...finite), count: finite.length };
}

/** Round by round, since what disturbs a round disturbs both sides of it. */
export function ratios(values: readonly number[], others: readonly number[]): Summary {
  return summarise(values.slice(0, others.length).map((value, round) => (others[round]! > 0 ? value / others[round]! : NaN)));
}
