/** The first step: is this a WebSocket upgrade for a console at all? Reads rawHeaders, since Node joins duplicates in `headers`. */

import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import { attemptIdSchema } from '../contract/session';
import type { ClientInfo } from '../http/client-info';
import { Refusal } from './refusals';

export interface UpgradeRequest {
  hostId: string;
  viewOnly: boolean;
  /** The id by which the console page asks what became of this attempt. */
  attemptId: string | null;
  /** What the console page calls itself, the same for all its attempts. */
  pageId: string | null;
  key: string;
  /** Subprotocols that the client offers, in its order. */
  protocols: string[];
  /** Every Origin header there is. */
  origins: string[];
  cookie: string | undefined;
  authorization: string | undefined;
  userAgent: string | undefined;
  client: ClientInfo;
}

const consolePath = /^\/vnc\/([a-z0-9][a-z0-9-]{0,62})$/;
/** 16 random bytes in base64 (RFC 6455 section 4.1). */
const keyPattern = /^[A-Za-z0-9+/]{22}==$/;
/** RFC 9110 token. */
const tokenPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
const MAX_PROTOCOLS = 16;

/**
 * A request's path without the sub-path and the query; the sub-path may have been cut by a proxy already.
 * @returns null for an absolute-form target (RFC 9112 section 3.2.2) that names another host than the Host header
 */
export function innerPath(url: string, basePath: string, host: string | undefined): string | null {
  let path = url.split('?', 1)[0]!;
  const absolute = /^https?:\/\/([^/]*)(\/.*)?$/i.exec(path);
  if (absolute) {
    if (absolute[1]!.toLowerCase() !== host?.toLowerCase()) return null;
    path = absolute[2] ?? '/';
  }
  if (basePath !== '' && (path === basePath || path.startsWith(`${basePath}/`))) return path.slice(basePath.length) || '/';
  return path;
}

/**
 * @throws Refusal 400, 404, 405 or 426
 */
export function readUpgrade(request: IncomingMessage, basePath: string, client: ClientInfo): UpgradeRequest {
  const path = innerPath(request.url ?? '', basePath, request.headers.host);
  if (path === null) throw new Refusal('bad_request', 'absolute-form target of another host');
  const hostId = consolePath.exec(path)?.[1];
  if (hostId === undefined) throw new Refusal('not_found');
  if (request.method !== 'GET') throw new Refusal('method_not_allowed');
  if (request.httpVersion !== '1.1') throw new Refusal('bad_request', `HTTP/${request.httpVersion}`);

  const host = one(request, 'host');
  if (host === undefined || !isAuthority(host)) throw new Refusal('bad_request', 'Host');
  if (all(request, 'content-length').some((length) => length.trim() !== '0') || all(request, 'transfer-encoding').length > 0) {
    throw new Refusal('bad_request', 'a body');
  }
  const upgrade = all(request, 'upgrade').join(',').toLowerCase();
  const connection = all(request, 'connection').join(',').toLowerCase();
  if (upgrade.trim() !== 'websocket' || !split(connection).includes('upgrade')) throw new Refusal('upgrade_required');
  if (one(request, 'sec-websocket-version') !== '13') throw new Refusal('upgrade_required', 'version');
  const key = one(request, 'sec-websocket-key');
  if (key === undefined || !keyPattern.test(key)) throw new Refusal('bad_request', 'Sec-WebSocket-Key');
  const protocols = split(all(request, 'sec-websocket-protocol').join(','));
  if (
    protocols.length > MAX_PROTOCOLS ||
    new Set(protocols).size !== protocols.length ||
    !protocols.every((name) => tokenPattern.test(name))
  ) {
    throw new Refusal('bad_request', 'Sec-WebSocket-Protocol');
  }

  const query = new URLSearchParams(request.url?.split('?').slice(1).join('?') ?? '');
  const attempt = attemptIdSchema.safeParse(query.get('attempt'));
  const page = attemptIdSchema.safeParse(query.get('page'));
  return {
    hostId,
    viewOnly: query.has('view') && query.get('view') !== '0',
    attemptId: attempt.success ? attempt.data : null,
    pageId: page.success ? page.data : null,
    key,
    protocols,
    origins: all(request, 'origin'),
    cookie: all(request, 'cookie').join('; ') || undefined,
    authorization: one(request, 'authorization'),
    userAgent: one(request, 'user-agent'),
    client,
  };
}

function all(request: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]!.toLowerCase() === name) values.push(rawHeaders[index + 1]!);
  }
  return values;
}

/** The header's value if it stands exactly once. */
function one(request: IncomingMessage, name: string): string | undefined {
  const values = all(request, name);
  if (values.length > 1) throw new Refusal('bad_request', `${name} twice`);
  return values[0];
}

function split(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `host[:port]` and nothing else. */
export function isAuthority(text: string): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(text);
  if (!match) return false;
  const name = match[1]!;
  if (name.startsWith('[')) return isIPv6(name.slice(1, -1));
  return isIP(name) !== 0 || !name.startsWith('.');
}
