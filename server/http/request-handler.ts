/** Plain HTTP requests: health, what is not HTTP at all (`/vnc/…` without an upgrade), and the pages. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { say } from '../../messages/say';
import { text } from '../../messages/text';
import { signInCookieNames } from '../auth/cookies';
import type { Config } from '../config';
import { PortalError } from '../contract/errors';
import { negotiateLocale, type Locale } from '../contract/locale';
import { Refusal, refusalText } from '../gateway/refusals';
import { innerPath, isAuthority } from '../gateway/upgrade';
import { loggedPath, type Logger } from '../log';
import { BodyTooLarge } from './body-limit';
import { clientInfo, type ClientInfo } from './client-info';
import { databaseAnswers, sendAlive, sendReady, type Readiness } from './health';
import { sendOwn } from './own-answer';
import type { PageTurns } from './page-turns';
import { PagesAway, type Pages } from './pages';
import { setPortalHeaders } from './portal-headers';
import { dropBrokenCookie, dropForeignHeaders, examine, type Asked } from './request-rules';
import { setSecurityHeaders } from './security-headers';

const RETRY_SECONDS = 5;

interface Parts {
  config: Config;
  log: Logger;
  readiness: Readiness;
  /** null until Next is ready. */
  pages: () => Pages | null;
  turns: Pick<PageTurns, 'take'>;
  dev: boolean;
}

export function requestHandler(parts: Parts): RequestListener {
  return (request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      parts.log.error({ err: error, method: request.method, path: loggedPath(request.url) }, 'a request failed');
      if (response.headersSent) response.destroy();
      else sendText(request, response, 500, say(text('errors.noAnswer'), localeOf(request)));
    });
  };
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { config, readiness, dev } = parts;
  const client = clientInfo(request, config);
  // Whoever keeps connections, as a balancer does, has the next request answered elsewhere.
  if (readiness.blocked() === 'draining') response.setHeader('Connection', 'close');
  setSecurityHeaders(request, response, client, dev);
  // Node keeps the first of several, and a proxy may have looked at another one (RFC 9112 section 3.2).
  if (countOf(request, 'host') > 1) {
    sendText(request, response, 400, say(text('errors.badHost'), localeOf(request)));
    return;
  }
  const path = innerPath(request.url ?? '/', config.basePath, request.headers.host);
  if (path === null || !path.startsWith('/')) {
    sendText(request, response, 400, say(text('errors.otherHost'), localeOf(request)));
    return;
  }
  if (path === '/healthz') {
    sendAlive(request, response);
    return;
  }
  if (path === '/readyz') return sendReady(request, response, readiness);
  if (!isAuthority(client.host)) {
    sendText(request, response, 400, say(text('errors.badHost'), localeOf(request)));
    return;
  }
  if (path === '/vnc' || path.startsWith('/vnc/')) {
    sendNotAnUpgrade(request, response, path);
    return;
  }
  const asked = examine(request, path);
  if (asked.fault) {
    const { error, allow } = asked.fault;
    if (allow) response.setHeader('Allow', allow.join(', '));
    sendError(request, response, asked, error);
    return;
  }
  return toPages(parts, request, response, client, path, asked);
}

async function toPages(
  { config, readiness, pages, turns }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  client: ClientInfo,
  path: string,
  asked: Asked,
): Promise<void> {
  const ready = pages();
  if (!ready) {
    sendAgain(request, response, asked, new PortalError('busy', { message: text('errors.starting') }));
    return;
  }
  const navigates = isNavigation(request, path);
  const work = async () => {
    // No page can be made without it, not even one that says so; a browser that shows the sentence asks again by itself.
    if (navigates && !(await databaseAnswers(readiness))) {
      sendAgain(request, response, asked, new PortalError('unavailable'));
      return;
    }
    dropForeignHeaders(request);
    dropBrokenCookie(request, signInCookieNames(client.secure, config.basePath).callback);
    setPortalHeaders(request, client);
    const query = request.url?.slice(request.url.split('?', 1)[0]!.length) ?? '';
    request.url = `${config.basePath}${path === '/' && config.basePath !== '' ? '' : path}${query}`;
    await ready.handle(request, response, asked.maxBodyBytes);
  };
  try {
    if ((await turns.take(request, response, client, work)) === 'full') sendAgain(request, response, asked, new PortalError('busy'));
  } catch (error) {
    if (error instanceof BodyTooLarge) sendError(request, response, asked, new PortalError('too_large'));
    else if (error instanceof PagesAway)
      sendAgain(request, response, asked, new PortalError('busy', { message: text('errors.pagesAway') }));
    else throw error;
  }
}

/** For now; a page that is shown instead asks again by itself. */
function sendAgain(request: IncomingMessage, response: ServerResponse, asked: Asked, error: PortalError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.setHeader('Retry-After', RETRY_SECONDS);
  if (!asked.isApi && request.method === 'GET') response.setHeader('Refresh', RETRY_SECONDS);
  sendError(request, response, asked, error);
}

/** As the REST API tells of errors, or in a sentence. */
function sendError(request: IncomingMessage, response: ServerResponse, { isApi }: Asked, error: PortalError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const locale = localeOf(request);
  if (isApi) sendOwn(request, response, error.status, 'application/json', JSON.stringify(error.bodyIn(locale)));
  else sendText(request, response, error.status, say(error.told.message, locale));
}

function countOf({ rawHeaders }: IncomingMessage, name: string): number {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
}

/** Somebody wants to see a page; not one that is shown already and fetches what it needs. */
function isNavigation({ method, headers }: IncomingMessage, path: string): boolean {
  if (method !== 'GET' || headers.rsc !== undefined || /^\/(api|_next)\//.test(path)) return false;
  return headers['sec-fetch-mode'] === 'navigate' || (headers.accept?.includes('text/html') ?? false);
}

function sendNotAnUpgrade(request: IncomingMessage, response: ServerResponse, path: string): void {
  const isConsole = /^\/vnc\/[a-z0-9][a-z0-9-]{0,62}$/.test(path);
  const refusal = new Refusal(
    !isConsole ? 'not_found' : request.method === 'GET' || request.method === 'HEAD' ? 'upgrade_required' : 'method_not_allowed',
  );
  if (refusal.status === 426) response.setHeader('Upgrade', 'websocket').setHeader('Sec-WebSocket-Version', '13');
  if (refusal.status === 405) response.setHeader('Allow', 'GET');
  response.setHeader('Connection', 'close');
  sendText(request, response, refusal.status, refusalText(refusal, localeOf(request)));
}

/** Of somebody who is not known here yet. */
const localeOf = (request: IncomingMessage): Locale => negotiateLocale(request.headers['accept-language']);

function sendText(request: IncomingMessage, response: ServerResponse, status: number, sentence: string): void {
  sendOwn(request, response, status, 'text/plain; charset=utf-8', sentence);
}
