/** Plain HTTP requests: health, what is not HTTP at all (`/vnc/…` without an upgrade), and the pages. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { say } from '../../messages/say';
import { text } from '../../messages/text';
import type { Config } from '../config';
import { negotiateLocale, type Locale } from '../contract/locale';
import { Refusal, refusalText } from '../gateway/refusals';
import { innerPath, isAuthority } from '../gateway/upgrade';
import type { Logger } from '../log';
import { clientInfo } from './client-info';
import { databaseAnswers, sendAlive, sendReady, type Readiness } from './health';
import type { Pages } from './pages';
import { setPortalHeaders } from './portal-headers';
import { setSecurityHeaders } from './security-headers';

const RETRY_SECONDS = 5;

interface Parts {
  config: Config;
  log: Logger;
  readiness: Readiness;
  /** null until Next is ready. */
  pages: () => Pages | null;
  dev: boolean;
}

export function requestHandler(parts: Parts): RequestListener {
  return (request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      parts.log.error({ err: error, method: request.method, path: request.url?.split('?', 1)[0] }, 'a request failed');
      if (response.headersSent) response.destroy();
      else sendText(response, 500, say(text('errors.noAnswer'), localeOf(request)));
    });
  };
}

async function handle({ config, readiness, pages, dev }: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const client = clientInfo(request, config);
  // Whoever keeps connections, as a balancer does, has the next request answered elsewhere.
  if (readiness.blocked() === 'draining') response.setHeader('Connection', 'close');
  setSecurityHeaders(request, response, client, dev);
  const path = innerPath(request.url ?? '/', config.basePath, request.headers.host);
  if (path === null || !path.startsWith('/')) {
    sendText(response, 400, say(text('errors.otherHost'), localeOf(request)));
    return;
  }
  if (path === '/healthz') {
    sendAlive(response);
    return;
  }
  if (path === '/readyz') return sendReady(response, readiness);
  if (!isAuthority(client.host)) {
    sendText(response, 400, say(text('errors.badHost'), localeOf(request)));
    return;
  }
  if (path === '/vnc' || path.startsWith('/vnc/')) {
    sendNotAnUpgrade(request, response, path);
    return;
  }
  const ready = pages();
  if (!ready) {
    sendText(response, 503, say(text('errors.starting'), localeOf(request)));
    return;
  }
  // No page can be made without it, not even one that says so; a browser that shows the sentence asks again by itself.
  if (isNavigation(request, path) && !(await databaseAnswers(readiness))) {
    response.setHeader('Retry-After', RETRY_SECONDS).setHeader('Refresh', RETRY_SECONDS);
    sendText(response, 503, say(text('errors.code.unavailable'), localeOf(request)));
    return;
  }
  setPortalHeaders(request, client);
  const query = request.url?.slice(request.url.split('?', 1)[0]!.length) ?? '';
  request.url = `${config.basePath}${path === '/' && config.basePath !== '' ? '' : path}${query}`;
  return ready.handle(request, response);
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
  sendText(response, refusal.status, refusalText(refusal, localeOf(request)));
}

/** Of somebody who is not known here yet. */
const localeOf = (request: IncomingMessage): Locale => negotiateLocale(request.headers['accept-language']);

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${text}\n`);
}
