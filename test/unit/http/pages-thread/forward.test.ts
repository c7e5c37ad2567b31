import { createHash, randomBytes } from 'node:crypto';
import http, { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forward, MAX_FORWARDED_HEADER_BYTES } from '@/server/http/pages-thread/forward';
import { PortStream } from '@/server/http/pages-thread/port-stream';
import { until } from '../../../support/waiting';

/** More than any of these bodies, but for the one that is too large. */
const MAX_BODY = 64 * 1024 * 1024;

let answer: RequestListener;
let connection: () => PortStream;
let outer: Server;
let failures: unknown[];

beforeEach(async () => {
  failures = [];
  const inner = createServer({ maxHeaderSize: MAX_FORWARDED_HEADER_BYTES }, (request, response) => answer(request, response));
  connection = () => {
    const { port1, port2 } = new MessageChannel();
    inner.emit('connection', new PortStream(port2));
    return new PortStream(port1);
  };
  outer = createServer((request, response) => {
    response.setHeader('X-Frame-Options', 'DENY');
    forward(request, response, connection, MAX_BODY).catch((error: unknown) => {
      failures.push(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => outer.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  outer.closeAllConnections();
  outer.close();
});

const port = () => (outer.address() as AddressInfo).port;

function ask(options: http.RequestOptions = {}, body: string | Buffer = ''): Promise<{ answer: IncomingMessage; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const asked = http.request({ host: '127.0.0.1', port: port(), agent: false, ...options }, (found) => {
      const chunks: Buffer[] = [];
      found.on('data', (chunk: Buffer) => chunks.push(chunk));
      found.on('end', () => resolve({ answer: found, body: Buffer.concat(chunks) }));
      found.on('error', reject);
    });
    asked.on('error', reject).end(body);
  });
}

it('the request arrives as the listener has it: method, address, headers, but for those of the connection', async () => {
  const seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  answer = ({ method, url, headers }, response) => {
    seen.push({ method, url, headers });
    response.end();
  };
  await ask({
    method: 'DELETE',
    path: '/a%20b?c=%2F',
    headers: { Host: 'portal.example', Cookie: ['a=1', 'b=2'], 'X-Word': 'caf\u00e9', Connection: 'keep-alive', TE: 'trailers' },
  });
  expect(seen).toEqual([
    {
      method: 'DELETE',
      url: '/a%20b?c=%2F',
      headers: { host: 'portal.example', cookie: 'a=1; b=2', 'x-word': 'caf\u00e9', connection: 'close' },
    },
  ]);
});

it('headers as long as the listener takes them come through', async () => {
  let length = 0;
  answer = ({ headers }, response) => {
    length = headers['x-long']!.length;
    response.setHeader('X-Long', 'y'.repeat(20_000)).end();
  };
  const found = await ask({ headers: { 'X-Long': 'x'.repeat(15_000) }, maxHeaderSize: 30_000 });
  expect([length, found.answer.headers['x-long']?.length]).toEqual([15_000, 20_000]);
});

it('the answer has its own status and headers, each as often as it was given, beside those of the listener', async () => {
  answer = (_request, response) => {
    response.setHeader('Set-Cookie', ['a=1', 'b=2']);
    response.setHeader('Vary', ['rsc', 'accept']);
    response.writeHead(418, 'Tea only').end('no');
  };
  const { answer: found, body } = await ask();
  expect([found.statusCode, found.statusMessage, body.toString()]).toEqual([418, 'Tea only', 'no']);
  expect(found.headers).toMatchObject({ 'x-frame-options': 'DENY', 'set-cookie': ['a=1', 'b=2'], vary: 'rsc, accept' });
  expect(found.rawHeaders.filter((name) => name.toLowerCase() === 'date')).toHaveLength(1);
});

it.each(['length', 'chunked'] as const)('a body (%s) arrives whole, and so does the answer’s', async (kind) => {
  const bytes = randomBytes(3_000_000);
  const sum = createHash('sha256').update(bytes).digest('hex');
  answer = (request, response) => {
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => hash.update(chunk));
    request.on('end', () => {
      expect(hash.digest('hex')).toBe(sum);
      if (kind === 'length') response.setHeader('Content-Length', bytes.length);
      response.write(bytes);
      response.end();
    });
  };
  const headers = kind === 'length' ? { 'Content-Length': bytes.length } : { 'Transfer-Encoding': 'chunked' };
  const found = await ask({ method: 'POST', headers }, bytes);
  expect(createHash('sha256').update(found.body).digest('hex')).toBe(sum);
  expect(found.answer.headers['content-length']).toBe(kind === 'length' ? String(bytes.length) : undefined);
});

it('answers without a body have none', async () => {
  answer = ({ method }, response) => {
    if (method === 'HEAD') response.setHeader('Content-Length', 5).end();
    else response.writeHead(304, { ETag: '"1"' }).end();
  };
  const head = await ask({ method: 'HEAD' });
  expect([head.answer.headers['content-length'], head.body.length]).toEqual(['5', 0]);
  expect((await ask()).answer).toMatchObject({ statusCode: 304, headers: { etag: '"1"' } });
});

it('an answer before the end of the body is the answer', async () => {
  answer = (_request, response) => void response.writeHead(413).end('too much');
  const found = await ask({ method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } }, randomBytes(2_000_000));
  expect([found.answer.statusCode, found.body.toString()]).toEqual([413, 'too much']);
});

it('a browser that leaves is noticed by whoever makes its answer', async () => {
  let made = 0;
  let left = false;
  answer = (_request, response) => {
    const timer = setInterval(() => response.write(`${(made += 1)}\n`), 5);
    response.on('close', () => {
      clearInterval(timer);
      left = true;
    });
  };
  const socket = connect(port(), '127.0.0.1').on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await until('the answer to begin', () => made > 3);
  socket.destroy();
  await until('the end to be noticed', () => left);
  expect(failures).toEqual([]);
});

it('a browser that leaves before there is an answer is noticed too', async () => {
  let asked = false;
  let left = false;
  answer = (_request, response) => {
    asked = true;
    response.on('close', () => (left = true));
  };
  const socket = connect(port(), '127.0.0.1').on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await until('the request to arrive', () => asked);
  socket.destroy();
  await until('the end to be noticed', () => left);
  expect(failures).toEqual([]);
});

it('a browser that reads slowly holds the answer back', async () => {
  let written = 0;
  answer = (_request, response) => {
    const go = (): void => {
      while (written < 200_000_000 && response.write(Buffer.alloc(65_536))) written += 65_536;
      response.once('drain', go);
    };
    go();
  };
  const socket = connect(port(), '127.0.0.1').on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  socket.pause();
  await delay(500);
  expect(written).toBeLessThan(50_000_000);
  socket.destroy();
});

it('an answer that breaks off is cut, and not one that looks whole', async () => {
  answer = (_request, response) => {
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  };
  await expect(ask()).rejects.toThrow('aborted');
});

it('no answer is a failure', async () => {
  answer = (_request, response) => void response.destroy();
  expect((await ask()).answer.statusCode).toBe(500);
  expect(failures).toHaveLength(1);
});
