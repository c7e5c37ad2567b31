/** A wait in the unit that it is told in: whole seconds, and whole minutes for what takes longer than two. */
export function waitOf(ms: number): { unit: 'now' | 'seconds' | 'minutes'; count: number } {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 0) return { unit: 'now', count: 0 };
  return seconds > 120 ? { unit: 'minutes', count: Math.ceil(seconds / 60) } : { unit: 'seconds', count: seconds };
}
