/** From an operation of the contract to a Next route handler: parses, checks, calls, answers. */

import 'server-only';
import { isBearer } from '@/server/contract/bearer';
import { operations, type Answer, type Operation, type ParsedBody, type ParsedQuery } from '@/server/contract/operations';
import { invalid, isPortalError, PortalError } from '@/server/contract/errors';
import { portal, type Portal } from '@/server/portal';

type Identity = NonNullable<Awaited<ReturnType<Portal['authenticator']['identify']>>>;

/** Enough for a host with 32 targets and a CA bundle; an import is the command line's. */
const MAX_BODY_BYTES = 256 * 1024;

export interface Call<O extends Operation> {
  portal: Portal;
  params: Record<string, string>;
  query: ParsedQuery<O>;
  body: ParsedBody<O>;
  /** Of the client, as the listener found it. */
  address: string;
  request: Request;
}
export interface SignedInCall<O extends Operation> extends Call<O> {
  identity: Identity;
  actor: { id: string; name: string; address: string };
}
type CallOf<O extends Operation> = O['audience'] extends 'anyone' ? Call<O> : SignedInCall<O>;
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

export { operations };

export function handle<O extends Operation>(operation: O, act: (call: CallOf<O>) => Promise<Answer<O>> | Answer<O>): Handler {
  return async (request, context) => {
    try {
      const call = await readCall(operation, request, await context.params);
      const answer = await act(call as CallOf<O>);
      if (!operation.response) return new Response(null, { status: 204, headers: noStore });
      return Response.json(operation.response.parse(answer), {
        status: operation.method === 'POST' && isCreation(operation) ? 201 : 200,
        headers: noStore,
      });
    } catch (error) {
      return failure(error, operation);
    }
  };
}

const noStore = { 'Cache-Control': 'no-store' };

function isCreation(operation: Operation): boolean {
  return operation.body !== undefined && !operation.path.includes(':');
}

async function readCall(operation: Operation, request: Request, params: Record<string, string>) {
  const services = portal();
  const { headers } = request;
  const secure = headers.get('x-vnc-portal-secure') === '1';
  const address = headers.get('x-vnc-portal-address') ?? '';
  if (operation.method !== 'GET' && !isBearer(headers.get('authorization'))) ensureSameOrigin(headers, secure);
  const identity = operation.audience === 'anyone' ? null : await authorize(services, operation, headers, secure);
  const query = operation.query?.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (query && !query.success) throw invalid(query.error);
  const body = operation.body?.safeParse(await readJson(request));
  if (body && !body.success) throw invalid(body.error);
  const actor = identity && { id: identity.user.id, name: identity.user.name, address };
  return { portal: services, params, query: query?.data, body: body?.data, address, request, identity, actor };
}

/** A page of another site can make a browser send its cookies, but not a false Origin. */
function ensureSameOrigin(headers: Headers, secure: boolean): void {
  const own = `${secure ? 'https' : 'http'}://${headers.get('x-forwarded-host') ?? ''}`;
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(own) || origin !== new URL(own).origin) throw new PortalError('foreign_origin');
}

async function authorize(services: Portal, operation: Operation, headers: Headers, secure: boolean): Promise<Identity> {
  const cookie = headers.get('cookie');
  const authorization = headers.get('authorization');
  const identity = await services.authenticator.identify(
    { ...(cookie === null ? {} : { cookie }), ...(authorization === null ? {} : { authorization }) },
    secure,
  );
  if (!identity) throw new PortalError('not_signed_in');
  if (operation.audience === 'browser' && identity.via.kind !== 'login') {
    throw new PortalError('forbidden', { message: 'An API token cannot manage its own account. Sign in with a browser.' });
  }
  if (operation.audience === 'admin') services.access.ensure(identity, 'administer');
  return identity;
}

async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new PortalError('bad_request', { message: 'Send the body as JSON, with Content-Type: application/json.' });
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    size += part.value.byteLength;
    if (size > MAX_BODY_BYTES) throw new PortalError('too_large');
    chunks.push(part.value);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (error) {
    throw new PortalError('bad_request', { message: 'The body is not JSON.', cause: error });
  }
}

function failure(error: unknown, operation: Operation): Response {
  const known = isPortalError(error) ? error : new PortalError('internal', { cause: error });
  if (known.status >= 500) portal().log.error({ err: error, operation: `${operation.method} ${operation.path}` }, 'a call failed');
  const wait = known.options.retryAfterSeconds;
  return Response.json(known.body, {
    status: known.status,
    headers: {
      ...noStore,
      ...(wait === undefined ? {} : { 'Retry-After': String(wait) }),
      ...(known.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
  });
}
