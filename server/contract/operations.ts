/** The REST API, one row an operation: route handlers, the UI's client and the OpenAPI document are all made from it. */

import type { z } from 'zod';
import { accessOperations } from './operations/access';
import { accountOperations } from './operations/account';
import { auditOperations } from './operations/audit';
import { factorOperations } from './operations/factors';
import { hostsOperations } from './operations/hosts';
import { nodesOperations } from './operations/nodes';
import type { Operation } from './operations/operation';
import { peopleOperations } from './operations/people';
import { sessionsOperations } from './operations/sessions';
import { setupOperations } from './operations/setup';
import { signInOperations } from './operations/sign-in';

export { MAX_BODY_BYTES, needsStepUp, powerFor, type Audience, type FreshProof, type Method, type Operation } from './operations/operation';

export const operations = {
  ...hostsOperations,
  ...sessionsOperations,
  ...nodesOperations,
  ...accessOperations,
  ...peopleOperations,
  ...accountOperations,
  ...factorOperations,
  ...signInOperations,
  ...auditOperations,
  ...setupOperations,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
type Schema<O, K extends string> = O extends Record<K, infer S extends z.ZodType> ? S : never;
/** What a handler receives, after parsing. */
export type ParsedBody<O extends Operation> = [Schema<O, 'body'>] extends [never] ? undefined : z.output<Schema<O, 'body'>>;
export type ParsedQuery<O extends Operation> = [Schema<O, 'query'>] extends [never] ? undefined : z.output<Schema<O, 'query'>>;
/** What a client sends. */
export type BodyInput<O extends Operation> = [Schema<O, 'body'>] extends [never] ? undefined : z.input<Schema<O, 'body'>>;
export type QueryInput<O extends Operation> = [Schema<O, 'query'>] extends [never] ? undefined : z.input<Schema<O, 'query'>>;
export type Answer<O extends Operation> = [Schema<O, 'response'>] extends [never] ? undefined : z.output<Schema<O, 'response'>>;

/** The path of an operation below the portal's own, with its parameters filled in. */
export function operationPath(operation: Operation, params: Record<string, string> = {}): string {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return `/api/v1${path}`;
}
