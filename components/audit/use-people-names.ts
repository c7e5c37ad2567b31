'use client';

import { useCallback } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';

/** What the audit calls those who used the command line. */
const COMMAND_LINE = 'command line';
const MAX = 500;

/** The names that the audit may know; `chosen` is always among them. */
export function usePeopleNames(chosen: string): string[] {
  const { data } = useResource(useCallback((signal: AbortSignal) => call('listUsers', { query: { limit: MAX }, signal }), []));
  const names = [...(data?.items.map(({ name }) => name) ?? []), COMMAND_LINE];
  return chosen === '' || names.includes(chosen) ? names : [chosen, ...names];
}
