/** One HTTP request with exactly the headers given, and its whole answer. */

import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

const TIMEOUT = 30_000;

export interface HttpOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  ca?: string | undefined;
}

export class Answer {
  constructor(
    readonly status: number,
    readonly headers: IncomingMessage['headers'],
    readonly text: string,
  ) {}

  json<T = Record<string, unknown>>(): T {
    try {
      return JSON.parse(this.text) as T;
    } catch {
      throw new Error(`not JSON (status ${this.status}): ${this.text.slice(0, 500)}`);
    }
  }
}

export function http(url: string, { method = 'GET', headers = {}, body, ca }: HttpOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, agent: false, timeout: TIMEOUT };
    const request = url.startsWith('https:')
      ? requestHttps(url, { ...options, ...(ca === undefined ? {} : { ca }) })
      : requestHttp(url, options);
    request.on('timeout', () => request.destroy(new Error(`${method} ${url}: no answer in ${TIMEOUT} ms`)));
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => resolve(new Answer(response.statusCode ?? 0, response.headers, text)));
    });
    request.end(body);
  });
}
