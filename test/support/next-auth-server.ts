/** next-auth on a plain HTTP server, with a browser that keeps its cookies: the real round trips without Next. */

import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { NextAuthOptions } from 'next-auth';

type Handler = (request: unknown, response: unknown, options: NextAuthOptions) => Promise<unknown>;
const { default: nextAuth } = createRequire(import.meta.url)('next-auth') as { default: Handler };

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
  /** As the server set them, with their attributes. */
  cookies: string[];
}

export class NextAuthServer {
  private readonly server: http.Server;
  readonly cookies = new Map<string, string>();
  origin = '';

  constructor(options: () => NextAuthOptions) {
    this.server = http.createServer((request, response) => void serve(request, response, options()));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async call(path: string, form?: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(`${this.origin}/api/auth/${path}`, {
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
      headers: { cookie: this.cookieHeader, ...headers },
      redirect: 'manual',
    });
    const cookies = answer.headers.getSetCookie();
    for (const cookie of cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value === '' || /max-age=0/i.test(cookie)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, cookies, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  }

  async csrfToken(): Promise<string> {
    return ((await this.call('csrf')).body as { csrfToken: string }).csrfToken;
  }

  /** As next-auth's own client does it. @returns the address that the page is sent to */
  async signIn(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<{ answer: Answer; url: string }> {
    const answer = await this.call('callback/credentials', { csrfToken: await this.csrfToken(), json: 'true', ...fields }, headers);
    return { answer, url: (answer.body as { url: string }).url };
  }

  async signOut(): Promise<Answer> {
    return this.call('signout', { csrfToken: await this.csrfToken(), json: 'true' });
  }
}

async function serve(request: http.IncomingMessage, response: http.ServerResponse, options: NextAuthOptions): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://portal');
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
  const pairs = (request.headers.cookie ?? '').split('; ').filter(Boolean);
  const cookies = Object.fromEntries(
    pairs.map((pair) => pair.split(/=(.*)/s, 2).map((part) => decodeURIComponent(part)) as [string, string]),
  );
  // What the portal's own listener writes over whatever the client sent.
  Object.assign(request.headers, { 'x-forwarded-host': request.headers.host, 'x-forwarded-proto': 'http' });
  const asked = {
    query: {
      ...Object.fromEntries(url.searchParams),
      nextauth: url.pathname.slice('/api/auth/'.length).split('/'),
    },
    ...{ body: Object.fromEntries(new URLSearchParams(body)), cookies, headers: request.headers, method: request.method },
  };
  const answer = {
    getHeader: (name: string) => response.getHeader(name),
    setHeader: (name: string, value: string | string[]) => response.setHeader(name, value),
    status(code: number) {
      response.statusCode = code;
      return answer;
    },
    send: (value: unknown) => response.end(typeof value === 'string' ? value : JSON.stringify(value)),
    json: (value: unknown) => response.end(JSON.stringify(value)),
    end: () => response.end(),
  };
  await nextAuth(asked, answer, options);
}
