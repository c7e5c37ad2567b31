/** Threads of their own that speak as the one of the pages does, and die as it may. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BodyTooLarge } from '@/server/http/body-limit';
import { PagesAway } from '@/server/http/pages';
import { RunningThread } from '@/server/http/pages-thread/running-thread';
import { ThreadedPages } from '@/server/http/pages-thread/start';
import { http } from '../../../support/http';
import { RawConnection } from '../../../support/raw-connection';
import { temporaryDirectory, type TemporaryDirectory } from '../../../support/temporary';
import { until, within } from '../../../support/waiting';

/** Answers each request with its path, but for some. `/hold` is answered when the client has left it, and told of then. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
const held = [];
parentPort.on('message', ({ request, port }) => {
  if (port === undefined) process.exit(0);
  let text = '';
  const answer = () => {
    const path = text.split(' ')[1];
    const head = 'HTTP/1.1 200 OK\\r\\nContent-Length: ' + path.length + '\\r\\n\\r\\n';
    port.postMessage(new TextEncoder().encode(head + path));
    port.postMessage('end');
    parentPort.postMessage({ done: request });
  };
  port.on('message', (bytes) => {
    if (!(bytes instanceof Uint8Array)) return;
    text += new TextDecoder().decode(bytes);
    if (!text.includes('\\r\\n\\r\\n')) return;
    if (text.startsWith('GET /die ')) throw new Error('died');
    if (text.startsWith('GET /exit ')) process.exit(3);
    if (text.startsWith('GET /say ')) console.error('\\x1b[31mNext-Action:\\x1b[0m ' + 'x'.repeat(100000) + '\\n{"level":60}');
    if (text.startsWith('GET /hold ')) held.push(request);
    else if (text.startsWith('GET /release ')) { for (const one of held) parentPort.postMessage({ done: one }); answer(); }
    else if (text.startsWith('GET /') ) answer();
  });
});
parentPort.postMessage('ready');
`;

let product: TemporaryDirectory;
let pages: ThreadedPages;
let server: Server;
let url: string;
let logged: [string, Record<string, unknown>][];
let settled: string[];

beforeEach(async () => {
  product = temporaryDirectory('pages');
  mkdirSync(`${product.path}/dist`);
  writeFileSync(`${product.path}/package.json`, '{}');
  writeFileSync(`${product.path}/dist/pages-thread.js`, PROGRAM);
  [logged, settled] = [[], []];
  const write = (values: object | string, said = '') => {
    if (typeof values !== 'string') logged.push([said, values as Record<string, unknown>]);
  };
  const log = { debug: write, info: write, warn: write, error: write } as never;
  pages = new ThreadedPages(() => new RunningThread({ root: product.path, settings: {} as never, services: {}, log }), log);
  await pages.start();
  server = createServer((request, response) => {
    pages.handle(request, response, 1000).then(
      () => settled.push(request.url!),
      (error: unknown) => {
        settled.push(`${request.url} ${(error as Error).name}`);
        const status = error instanceof PagesAway ? 503 : error instanceof BodyTooLarge ? 413 : 500;
        if (response.headersSent) response.destroy();
        else response.writeHead(status, { Connection: 'close' }).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await pages.close();
  product.remove();
});

const get = (path: string) => http(`${url}${path}`);
const deaths = () => logged.filter(([said]) => said.startsWith('the thread of the pages died'));

it.each(['die', 'exit'])('a thread that dies (%s) is started again; until then requests are told to come again', async (how) => {
  const held = get('/hold');
  expect((await get('/before')).text).toBe('/before');
  expect((await get(`/${how}`)).status).toBe(503);
  expect((await within('what was under way', held)).status).toBe(503);
  expect(pages.ready).toBe(false);
  expect((await get('/meanwhile')).status).toBe(503);
  await until('the pages', () => pages.ready);
  expect((await get('/after')).text).toBe('/after');
  expect(deaths()).toHaveLength(1);
});

it('waits longer each time before it starts a thread that keeps dying', async () => {
  for (let death = 0; death < 2; death++) {
    await until('the pages', () => pages.ready);
    expect((await get('/exit')).status).toBe(503);
  }
  await until('both to be told of', () => deaths().length === 2);
  expect(deaths().map(([, { waitMs }]) => waitMs)).toEqual([500, 1000]);
});

it('a request counts as under way until the thread is done with it, although its client has left', async () => {
  const raw = await RawConnection.open(url);
  await raw.write('GET /hold HTTP/1.1\r\nHost: a\r\n\r\n');
  expect((await get('/one')).status).toBe(200);
  raw.close();
  await until('the other one', () => settled.includes('/one'));
  expect((await get('/two')).status).toBe(200);
  await until('the other one', () => settled.includes('/two'));
  expect(settled).toEqual(['/one', '/two']);
  await get('/release');
  await until('the end', () => settled.includes('/hold'));
});

it('a body without a length is refused once it is too long', async () => {
  const raw = await RawConnection.open(url);
  const chunk = `3e8\r\n${'x'.repeat(1000)}\r\n`;
  await raw.write(`POST /never HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`);
  expect((await raw.head()).status).toBe(413);
  raw.close();
});

it('what the thread writes by itself is logged: shortened, in one piece, and not for ever', async () => {
  for (let time = 0; time < 40; time++) await get('/say');
  const said = logged.filter(([message]) => message === 'the pages wrote').map(([, { said: what }]) => String(what));
  expect(said.length).toBeGreaterThan(0);
  expect(said.length).toBeLessThanOrEqual(30);
  for (const what of said) expect(what).toMatch(/^[\x20-\x7e]{1,2000}$/);
  expect(said[0]).toMatch(/^Next-Action: x+/);
});
