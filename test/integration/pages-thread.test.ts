/** Pages are rendered beside the thread that moves the bytes of consoles, and give way to it; and neither a flood nor their end harms a console. */

import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEcho, type EchoApplication } from '../support/backends';
import { inspected, runInThread } from '../support/inspector';
import { startPortal, type Administrator, type Portal } from '../support/portal';
import { RawConnection } from '../support/raw-connection';
import { until } from '../support/waiting';

const PAGES = 20;

let portal: Portal;
let admin: Administrator;
let echo: EchoApplication;

/** A heap that is soon full. */
const HEAP_MB = 256;
const FLOOD = 1500;

beforeAll(async () => {
  const env = { NODE_OPTIONS: `${inspected.NODE_OPTIONS} --max-old-space-size=${HEAP_MB}` };
  [portal, echo] = await Promise.all([startPortal({ env }), startEcho()]);
  admin = await portal.admin();
  await admin.api.addHost('desk', echo.url);
});
afterAll(async () => {
  await portal.stop();
  await echo.stop();
});

interface Thread {
  id: number;
  /** Of the processor, in ticks of the kernel. */
  time: number;
  nice: number;
}

function threads(): Thread[] {
  const { pid } = portal.process;
  return readdirSync(`/proc/${pid}/task`).map((id) => {
    // Behind the name, which may have blanks in it: proc(5) counts fields from 1, and the name is the second.
    const stat = readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (number: number): number => Number(fields[number - 3]);
    return { id: Number(id), time: field(14) + field(15), nice: field(19) };
  });
}

function timeOf(which: (thread: Thread) => boolean): number {
  return threads()
    .filter(which)
    .reduce((sum, { time }) => sum + time, 0);
}

test('to render them is the work of a thread of lower priority, not of the one that moves bytes', async () => {
  const isMain = ({ id }: Thread): boolean => id === portal.process.pid;
  const givesWay = ({ nice }: Thread): boolean => nice > 0;
  expect(threads().find(isMain)).toMatchObject({ nice: 0 });
  const before = { main: timeOf(isMain), pages: timeOf(givesWay) };
  for (let page = 0; page < PAGES; page++) expect((await admin.browser.get('/')).status).toBe(200);
  expect(timeOf(givesWay) - before.pages).toBeGreaterThan(timeOf(isMain) - before.main);
});

test('a flood of requests for pages on one connection is cut, and one on many leaves turns for everybody else', async () => {
  const request = `GET /sign-in HTTP/1.1\r\nHost: ${portal.host}\r\n\r\n`;
  const pipelined = await RawConnection.open(portal.port);
  // Cut while it is still writing, perhaps.
  await pipelined.write(request.repeat(5000)).catch(() => undefined);
  await pipelined.ended;

  const flood = await Promise.all(Array.from({ length: FLOOD }, () => RawConnection.open(portal.port)));
  const answers: Promise<number>[] = [];
  for (const raw of flood) {
    await raw.write(request);
    answers.push(raw.head(60_000).then(({ status }) => status));
  }
  const all = Promise.allSettled(answers);
  // Those who are known go first: they are served while the flood still waits.
  expect((await admin.browser.get('/')).status).toBe(200);
  expect((await admin.browser.get('/api/v1/hosts')).status).toBe(200);
  expect(flood.some(({ pending, lastDataAt }) => pending.length === 0 && lastDataAt === 0)).toBe(true);
  // Those that leave take nobody's time any more.
  for (const raw of flood.slice(100)) raw.close();
  await all;
  const statuses = new Set(await Promise.all(answers.slice(0, 100)));
  for (const status of statuses) expect([200, 503]).toContain(status);
  for (const raw of flood) raw.close();
});

test('a thread that is out of memory ends no console, is said to be away, and is started again', async () => {
  const console = await admin.browser.open('desk');
  await runInThread(portal, 'const kept = []; for (;;) kept.push(new Array(1000).fill(kept.length).map(String))');
  const away = await until('the pages to be away', async () => {
    const answer = await portal.http('/sign-in', { headers: { 'accept-language': 'zh-CN', accept: 'text/html' } });
    return answer.status === 503 && answer;
  });
  expect(away.headers).toMatchObject({ 'retry-after': '5', refresh: '5' });
  expect(away.text).toContain('门户页面正在重新启动');
  console.send('Hello');
  expect(await console.text()).toBe('Server received from client: Hello');
  await until('the pages to be back', async () => (await portal.http('/sign-in')).status === 200, 50_000);
  expect((await portal.http('/readyz')).status).toBe(200);
  console.send('again');
  expect(await console.text()).toBe('Server received from client: again');
  await console.close();
});
