import type { Other } from './follow-company';

/** The names of those who only look on, each once; one's own other windows are nobody else. */
export function watchersOf(others: readonly Other[]): string[] {
  return [...new Set(others.filter(({ own, access }) => !own && access === 'view').map(({ userName }) => userName))];
}
