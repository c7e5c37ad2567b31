/** A request, handed on as HTTP to a server that listens nowhere: it is given the other end of a stream. */

import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { pipeline, type Duplex } from 'node:stream';
import { BodyTooLarge, limitBody } from '../body-limit';

/** What the listener lets in, and what it adds itself. */
export const MAX_FORWARDED_HEADER_BYTES = 64 * 1024;
/** Of one connection, not of the request (RFC 9110, 7.6.1). The framing of a body is each connection's own too, but has to be told of. */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect']);
const ANSWER_ONLY = new Set(['transfer-encoding', 'date']);

/**
 * The answer's headers come to those that the response has already, and win.
 * @param connect a new connection to the server, for this request alone
 * @returns settles when the response is over. @throws BodyTooLarge; Error when the server gave no answer
 */
export function forward(request: IncomingMessage, response: ServerResponse, connect: () => Duplex, maxBodyBytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = http.request({
      method: request.method,
      path: request.url,
      headers: requestHeaders(request),
      setHost: false,
      maxHeaderSize: MAX_FORWARDED_HEADER_BYTES,
      createConnection: connect,
    });
    asked.maxHeadersCount = 0;
    asked.on('response', (answer) => {
      try {
        copyHead(answer, response);
      } catch (cause) {
        reject(new Error('an answer that cannot be passed on', { cause }));
        return;
      }
      // An answer that breaks off cuts the response.
      pipeline(answer, response, () => undefined);
    });
    asked.on('error', (error) => {
      if (response.headersSent) response.destroy();
      else reject(error);
    });
    // Nobody takes the rest of a body that nobody wanted.
    asked.on('close', () => request.unpipe(asked).resume());
    response.on('close', () => {
      resolve();
      asked.destroy();
    });
    limitBody(request, maxBodyBytes, () => {
      asked.destroy();
      if (response.headersSent) response.destroy();
      else reject(new BodyTooLarge());
    });
    request.pipe(asked);
  });
}

function requestHeaders({ headers }: IncomingMessage): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => value !== undefined && !CONNECTION_HEADERS.has(name)));
}

function copyHead(answer: IncomingMessage, response: ServerResponse): void {
  const { rawHeaders, statusCode = 500, statusMessage } = answer;
  const found = new Map<string, { name: string; values: string[] }>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    const key = name.toLowerCase();
    if (CONNECTION_HEADERS.has(key) || ANSWER_ONLY.has(key)) continue;
    const same = found.get(key);
    if (same) same.values.push(rawHeaders[at + 1]!);
    else found.set(key, { name, values: [rawHeaders[at + 1]!] });
  }
  for (const { name, values } of found.values()) response.setHeader(name, values.length === 1 ? values[0]! : values);
  response.writeHead(statusCode, statusMessage);
}
