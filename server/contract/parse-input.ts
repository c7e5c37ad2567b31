import type { z } from 'zod';
import { invalid } from './errors';
import { check } from './sentence';

/**
 * What a service does with its input, whoever calls it: REST has parsed it already, the command line has not.
 * @throws PortalError `invalid`, naming each field
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = check(schema, input);
  if (!parsed.success) throw invalid(parsed.error);
  return parsed.data;
}
