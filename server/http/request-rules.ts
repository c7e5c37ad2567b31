/** What is refused before it reaches a page or a route handler: requests that none of them is for. */

import type { IncomingMessage } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';
import { text } from '../../messages/text';
import { PROXY } from '../auth/proxied-person';
import { PortalError } from '../contract/errors';
import { MAX_BODY_BYTES, operations, type Operation } from '../contract/operations';

/** A form of next-auth, or a logout token, has a few hundred bytes. Pages take no body at all. */
const SMALL_BODY_BYTES = 64 * 1024;
const API_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const PAGE_METHODS = ['GET', 'HEAD'];
/** What Next's own pages send. It reads more headers of these names, for hosting platforms and server actions, which the portal has none of. */
const NEXT_HEADERS = ['next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch', 'next-url', 'next-hmr-refresh'];
const STATE_TREE = 'next-router-state-tree';

/** Actions of next-auth that the portal offers, with what may follow: `_log` and others write what strangers send. */
const AUTH_ACTIONS: Readonly<Record<string, { methods: string[]; provider: boolean }>> = {
  csrf: { methods: ['GET', 'HEAD'], provider: false },
  session: { methods: ['GET', 'HEAD'], provider: false },
  providers: { methods: ['GET', 'HEAD'], provider: false },
  error: { methods: ['GET', 'HEAD'], provider: false },
  signin: { methods: ['GET', 'HEAD', 'POST'], provider: true },
  signout: { methods: ['GET', 'HEAD', 'POST'], provider: false },
  callback: { methods: ['GET', 'HEAD', 'POST'], provider: true },
  backchannel: { methods: ['POST'], provider: true },
};

/** Why a request is refused: by an error, with the methods that the address takes where that is the reason. */
export interface Fault {
  error: PortalError;
  allow?: string[];
}

/** A request, as far as it is looked at here. */
export interface Asked {
  isApi: boolean;
  /** Bytes that a body may have. */
  maxBodyBytes: number;
  fault: Fault | null;
}

/** @param path without the sub-path and the query */
export function examine(request: IncomingMessage, path: string): Asked {
  const parts = partsOf(path);
  const isApi = parts === null ? path.startsWith('/api/') : parts[0] === 'api';
  const maxBodyBytes = isApi && parts?.[1] === 'v1' ? maxBodyOf(parts) : SMALL_BODY_BYTES;
  return { isApi, maxBodyBytes, fault: faultOf(request, parts, isApi, maxBodyBytes) };
}

/** What next-auth keeps in a cookie of this name it can't do without: one that is broken is as good as none. */
export function dropBrokenCookie(request: IncomingMessage, name: string): void {
  const { cookie } = request.headers;
  if (!cookie?.includes(name)) return;
  const kept = cookie.split(';').filter((pair) => {
    const [key, ...value] = pair.split('=');
    return key!.trim() !== name || isHttpUrl(decoded(value.join('=').trim()) ?? '');
  });
  request.headers.cookie = kept.join(';');
}

/** Next looks at headers by these names whoever has sent them. */
export function dropForeignHeaders({ headers }: IncomingMessage): void {
  for (const name of Object.keys(headers)) {
    if (/^(x-)?(next|now|invoke|matched)-|^x-nextjs-|^x-prerender-/.test(name) && !NEXT_HEADERS.includes(name))
      Reflect.deleteProperty(headers, name);
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** As next-auth takes one: with a scheme, or from the root of the portal. */
function isHttpUrl(text: string): boolean {
  const base = text.startsWith('/') ? 'http://portal' : undefined;
  return URL.canParse(text, base) && /^https?:$/.test(new URL(text, base).protocol);
}

/** Decoded, as Next matches them; null for what it can't decode, and for steps to another folder. */
function partsOf(path: string): string[] | null {
  const text = decoded(path);
  if (text === null || /[\0\\]/.test(text)) return null;
  const parts = text.split('/').filter((part) => part !== '');
  return parts.some((part) => part === '.' || part === '..') ? null : parts;
}

function maxBodyOf(parts: string[]): number {
  const path = `/${parts.slice(2).join('/')}`;
  const larger = (Object.values(operations) as Operation[]).find(
    (operation) => operation.maxBodyBytes !== undefined && operation.path === path,
  );
  return larger?.maxBodyBytes ?? MAX_BODY_BYTES;
}

function faultOf(request: IncomingMessage, parts: string[] | null, isApi: boolean, maxBodyBytes: number): Fault | null {
  const { method = '', headers } = request;
  if (parts === null) return badPath();
  const allow = parts[0] === 'api' && parts[1] === 'auth' ? authMethods(parts.slice(2)) : isApi ? API_METHODS : PAGE_METHODS;
  if (allow === null) return { error: new PortalError('not_found') };
  if (parts[0] === 'api' && parts[1] === 'auth' && !callbackUrlsOf(request).every(isHttpUrl)) return badPath();
  if (!allow.includes(method)) return { error: new PortalError('method_not_allowed'), allow };
  if (Number(headers['content-length'] ?? 0) > maxBodyBytes) return { error: new PortalError('too_large') };
  return isStateTree(headers[STATE_TREE])
    ? null
    : { error: new PortalError('bad_request', { message: text('errors.badHeader', { name: 'Next-Router-State-Tree' }) }) };
}

function badPath(): Fault {
  return { error: new PortalError('bad_request', { message: text('errors.badPath') }) };
}

function authMethods([action = '', ...rest]: string[]): string[] | null {
  const known = Object.hasOwn(AUTH_ACTIONS, action) ? AUTH_ACTIONS[action]! : null;
  if (!known || rest.length > (known.provider ? 1 : 0)) return null;
  // Whom the portal itself lets in comes back from nowhere else.
  return action === 'callback' && ['credentials', PROXY].includes(rest[0] ?? '') ? ['POST'] : known.methods;
}

function callbackUrlsOf({ url = '' }: IncomingMessage): string[] {
  const query = new URLSearchParams(url.split('?').slice(1).join('?'));
  return query.getAll('callbackUrl').filter((callbackUrl) => callbackUrl !== '');
}

/** By Next's own reader, which answers 500 and writes to the log where it can't read one. */
function isStateTree(header: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    return false;
  }
}
