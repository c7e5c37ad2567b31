import { createServer, Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takesWrites } from '@/server/http/health';
import { PageTurns } from '@/server/http/page-turns';
import { requestHandler } from '@/server/http/request-handler';
import { silent } from '../../support/databases';

const config = { basePath: '', publicUrl: null, isTrustedProxy: () => false } as never;

let database: 'there' | 'away' | 'mute';
let draining: boolean;
let writes: { asked: number; fail: boolean };
let now: number;
let url: string;
let close: () => void;

beforeEach(async () => {
  [database, draining] = ['there', false];
  const pingDatabase = () =>
    database === 'there' ? Promise.resolve() : database === 'away' ? Promise.reject(new Error('away')) : new Promise(() => undefined);
  const handle = (_request: IncomingMessage, response: ServerResponse) => Promise.resolve(void response.end('a page'));
  const pages = { ready: true, handle, upgrade: () => undefined, close: () => Promise.resolve() };
  [writes, now] = [{ asked: 0, fail: false }, 0];
  const write = () => {
    writes.asked++;
    return writes.fail ? Promise.reject(new Error('disk full')) : Promise.resolve();
  };
  const readiness = { pingDatabase, takesWrites: takesWrites(write, () => now), blocked: () => (draining ? ('draining' as const) : null) };
  const turns = new PageTurns({ askers: { of: () => Promise.resolve({ key: 'somebody', known: false }) } });
  const server = createServer(requestHandler({ config, log: silent, dev: false, pages: () => pages, turns, readiness }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => void server.close();
});
afterEach(() => close());

/** Over a connection that its client would keep. */
function get(path: string, headers: Record<string, string> = {}) {
  const agent = new Agent({ keepAlive: true });
  return new Promise<{ status: number; headers: IncomingMessage['headers']; text: string }>((resolve, reject) => {
    const asked = request(`${url}${path}`, { agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        agent.destroy();
      });
    });
    asked.on('error', reject).end();
  });
}

it('goes on serving pages while it drains, and keeps no connection, so that a balancer asks another node next', async () => {
  expect((await get('/')).headers.connection).toBe('keep-alive');
  draining = true;
  const page = await get('/');
  expect([page.status, page.text, page.headers.connection]).toEqual([200, 'a page', 'close']);
  expect((await get('/readyz')).status).toBe(503);
  expect((await get('/healthz')).headers.connection).toBe('close');
});

it.each(['away', 'mute'] as const)('says in a sentence that the database is %s, and asks again by itself', async (state) => {
  database = state;
  const page = await get('/', { accept: 'text/html,*/*' });
  expect(page.status).toBe(503);
  expect(page.headers).toMatchObject({ refresh: '5', 'retry-after': '5' });
  expect(page.text).toMatch(/^The portal cannot reach its database\./);
});

it('lets a page that is shown already, and programs, have their own answer without the database', async () => {
  database = 'away';
  for (const [path, headers] of [
    ['/console/desk', { accept: 'text/html', rsc: '1' }],
    ['/api/v1/hosts', { accept: 'text/html' }],
    ['/_next/static/a.js', { accept: '*/*' }],
  ] as const) {
    expect(await get(path, headers)).toMatchObject({ status: 200, text: 'a page' });
  }
});

it('is not ready while the database takes no writes, which is tried once in five seconds however many ask', async () => {
  const statuses = async () => (await Promise.all(['/readyz', '/readyz', '/readyz'].map((path) => get(path)))).map(({ status }) => status);
  expect([await statuses(), writes.asked]).toEqual([[200, 200, 200], 1]);
  writes.fail = true;
  now = 4999;
  expect([await statuses(), writes.asked]).toEqual([[200, 200, 200], 1]);
  now = 5000;
  expect([await statuses(), writes.asked]).toEqual([[503, 503, 503], 2]);
  expect((await get('/healthz')).status).toBe(200);
  [writes.fail, now] = [false, 10_000];
  expect([await statuses(), writes.asked]).toEqual([[200, 200, 200], 3]);
});
