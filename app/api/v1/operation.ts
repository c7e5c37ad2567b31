/** From an operation of the contract to a Next route handler: parses, checks, calls, answers. */

import 'server-only';
import { text } from '@/messages/text';
import { isBearer } from '@/server/contract/bearer';
import {
  MAX_BODY_BYTES,
  needsStepUp,
  operations,
  powerFor,
  type Answer,
  type Operation,
  type ParsedBody,
  type ParsedQuery,
} from '@/server/contract/operations';
import { invalid, isPortalError, PortalError } from '@/server/contract/errors';
import type { Locale } from '@/server/contract/locale';
import { requestLocale } from '@/server/contract/request-locale';
import { check } from '@/server/contract/sentence';
import { portal, type Portal } from '@/server/portal';

type Identity = NonNullable<Awaited<ReturnType<Portal['authenticator']['identify']>>>;

export interface Call<O extends Operation> {
  portal: Portal;
  params: Record<string, string>;
  query: ParsedQuery<O>;
  body: ParsedBody<O>;
  /** Of the client, as the listener found it. */
  address: string;
  /** Of every sentence in the answer. */
  locale: Locale;
  request: Request;
}
export interface SignedInCall<O extends Operation> extends Call<O> {
  identity: Identity;
  actor: { id: string; name: string; address: string };
}
type CallOf<O extends Operation> = O['audience'] extends 'anyone' ? Call<O> : SignedInCall<O>;
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

export { operations };

export function handle<O extends Operation>(
  operation: O,
  act: (call: CallOf<O>) => Promise<Answer<O> | Response> | Answer<O> | Response,
): Handler {
  return async (request, context) => {
    const caller: Caller = { identity: null, locale: requestLocale(request.headers) };
    try {
      const params = await context.params;
      await admit(operation, request, params, caller);
      const call = await readCall(operation, request, params, caller);
      const proof = needsStepUp(operation, call.body);
      if (proof !== null && caller.identity !== null) await portal().stepUp.ensure(caller.identity, proof);
      const answer = await act(call as CallOf<O>);
      if (answer instanceof Response) return answer;
      if (!operation.response) return new Response(null, { status: 204, headers: noStore });
      return Response.json(operation.response.parse(answer), {
        status: operation.method === 'POST' && isCreation(operation) ? 201 : 200,
        headers: { ...noStore, 'Content-Language': caller.locale },
      });
    } catch (error) {
      return failure(error, operation, caller.locale);
    }
  };
}

const noStore = { 'Cache-Control': 'no-store' };

function isCreation(operation: Operation): boolean {
  return operation.body !== undefined && operation.creates !== false && !operation.path.includes(':');
}

/** Who calls, as far as it is known: what refuses them speaks their language from then on. */
interface Caller {
  identity: Identity | null;
  locale: Locale;
}

async function admit(operation: Operation, { headers }: Request, params: Record<string, string>, caller: Caller): Promise<void> {
  const secure = headers.get('x-vnc-portal-secure') === '1';
  if (operation.method !== 'GET' && !isBearer(headers.get('authorization'))) ensureSameOrigin(headers, secure);
  if (operation.audience === 'anyone') return;
  const services = portal();
  const identity = (caller.identity = await identify(services, headers, secure));
  caller.locale = requestLocale(headers, identity.user.locale);
  if (operation.audience === 'browser' && identity.via.kind !== 'login')
    throw new PortalError('forbidden', { message: text('errors.tokenMayNot') });
  if (operation.audience === 'admin') services.access.ensure(identity, 'administer');
  await ensureScope(services, operation, identity, params);
}

/** What a token may do of what its owner may. One that is narrowed may call nothing that is not about its hosts. */
async function ensureScope(services: Portal, operation: Operation, identity: Identity, params: Record<string, string>): Promise<void> {
  const { powers, hosts, tags } = identity.via.scope;
  const power = powerFor(operation);
  if (!powers.includes(power)) throw new PortalError('forbidden', { message: text('errors.tokenPower', { power }) });
  if ((hosts === undefined && tags === undefined) || operation.narrowed) return;
  if (!operation.ofHost) throw new PortalError('forbidden', { message: text('errors.tokenHosts') });
  await services.access.ensureInScope(identity, params['id'] ?? '');
}

async function readCall(operation: Operation, request: Request, params: Record<string, string>, { identity, locale }: Caller) {
  const address = request.headers.get('x-vnc-portal-address') ?? '';
  const query = operation.query && check(operation.query, Object.fromEntries(new URL(request.url).searchParams));
  if (query && !query.success) throw invalid(query.error);
  const body = operation.body && check(operation.body, await readJson(request, operation.maxBodyBytes ?? MAX_BODY_BYTES));
  if (body && !body.success) throw invalid(body.error);
  const actor = identity && { id: identity.user.id, name: identity.user.name, address };
  return { portal: portal(), params, query: query?.data, body: body?.data, address, locale, request, identity, actor };
}

/** A page of another site can make a browser send its cookies, but not a false Origin. */
function ensureSameOrigin(headers: Headers, secure: boolean): void {
  const own = `${secure ? 'https' : 'http'}://${headers.get('x-forwarded-host') ?? ''}`;
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(own) || origin !== new URL(own).origin) throw new PortalError('foreign_origin');
}

async function identify(services: Portal, headers: Headers, secure: boolean): Promise<Identity> {
  const cookie = headers.get('cookie');
  const authorization = headers.get('authorization');
  const identity = await services.authenticator.identify(
    {
      ...(cookie === null ? {} : { cookie }),
      ...(authorization === null ? {} : { authorization }),
      person: headers.get('x-vnc-portal-person'),
      address: headers.get('x-vnc-portal-address'),
    },
    secure,
  );
  if (!identity) throw new PortalError('not_signed_in');
  return identity;
}

async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new PortalError('bad_request', { message: text('errors.notJson') });
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    size += part.value.byteLength;
    if (size > maxBytes) throw new PortalError('too_large');
    chunks.push(part.value);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (error) {
    throw new PortalError('bad_request', { message: text('errors.brokenJson'), cause: error });
  }
}

function failure(error: unknown, operation: Operation, locale: Locale): Response {
  const known = isPortalError(error) ? error : new PortalError('internal', { cause: error });
  if (known.status >= 500) portal().log.error({ err: error, operation: `${operation.method} ${operation.path}` }, 'a call failed');
  const wait = known.options.retryAfterSeconds;
  return Response.json(known.bodyIn(locale), {
    status: known.status,
    headers: {
      ...noStore,
      'Content-Language': locale,
      ...(wait === undefined ? {} : { 'Retry-After': String(wait) }),
      ...(known.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
  });
}
