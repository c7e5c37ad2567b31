/** The one way from the browser to the portal's REST API, typed by the table of operations. */

import { errorBodySchema } from '@/server/contract/error-body';
import {
  type Answer,
  type BodyInput,
  type Operation,
  type OperationName,
  operationPath,
  operations,
  type QueryInput,
} from '@/server/contract/operations';
import { ApiError } from './api-error';
import { apiText } from './api-text';
import { basePath, signInAddress } from './base-path';

export { ApiError } from './api-error';

type Of<N extends OperationName> = (typeof operations)[N];
type ParamNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;
type Params<N extends OperationName> = [ParamNames<Of<N>['path']>] extends [never]
  ? object
  : { params: Record<ParamNames<Of<N>['path']>, string> };
type Query<N extends OperationName> = [QueryInput<Of<N>>] extends [undefined] ? object : { query?: Partial<QueryInput<Of<N>>> };
type Body<N extends OperationName> = [BodyInput<Of<N>>] extends [undefined] ? object : { body: BodyInput<Of<N>> };

export type CallInput<N extends OperationName> = Params<N> & Query<N> & Body<N> & { signal?: AbortSignal };
/** The second argument may be left out where nothing in it is required. */
type CallArguments<N extends OperationName> = object extends CallInput<N> ? [input?: CallInput<N>] : [input: CallInput<N>];

interface AnyInput {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * Calls an operation and gives its parsed answer.
 * @throws ApiError for every failure, DOMException `AbortError` when `signal` aborts.
 *   Without a sign-in the browser goes to the sign-in page, except from a call with a body: what was typed must not be lost,
 *   so that one throws `not_signed_in` and leaves the page as it is.
 */
export async function call<N extends OperationName>(name: N, ...[input]: CallArguments<N>): Promise<Answer<Of<N>>> {
  const operation: Operation = operations[name];
  const given: AnyInput = input ?? {};
  const answer = await send(operation, given);
  if (!answer.ok) throw await failure(answer, operation, given.body !== undefined);
  if (!operation.response) return undefined as Answer<Of<N>>;
  const parsed = operation.response.safeParse(await json(answer));
  if (!parsed.success) throw new ApiError('unexpected', answer.status, apiText('unexpected'));
  return parsed.data as Answer<Of<N>>;
}

async function send(operation: Operation, { params, query, body, signal }: AnyInput): Promise<Response> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(key, `${value as string | number}`);
  }
  const suffix = search.size > 0 ? `?${search}` : '';
  try {
    return await fetch(`${basePath()}${operationPath(operation, params)}${suffix}`, {
      method: operation.method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('unreachable', 0, apiText('unreachable'));
  }
}

/** The body as JSON; null when it is none. An abort while it is read stays an abort. */
async function json(answer: Response): Promise<unknown> {
  try {
    return (await answer.json()) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('unreachable', 0, apiText('unreachable'));
  }
}

async function failure(answer: Response, operation: Operation, hasBody: boolean): Promise<ApiError> {
  const parsed = errorBodySchema.safeParse(await json(answer));
  if (!parsed.success) {
    return answer.status === 502 || answer.status === 503 || answer.status === 504
      ? new ApiError('unreachable', answer.status, apiText('unreachable'))
      : new ApiError('unexpected', answer.status, apiText('unexpected'));
  }
  const { code, message, fields } = parsed.data.error;
  if (code === 'not_signed_in' && operation.audience !== 'anyone') {
    if (!hasBody) window.location.assign(signInAddress());
    return new ApiError(code, answer.status, apiText('signedOut'));
  }
  return new ApiError(code, answer.status, message, fields);
}
