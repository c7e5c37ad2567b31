/** People at the pages while consoles are at work: a process of its own that requests, signs in and exports. */

import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { PortalAddress } from '../../support/portal-address';
import { WebBrowser } from '../../support/web-browser';
import { answerOrders } from './answering';
import { now } from './clock';
import { Latencies } from './latencies';
import type { PeopleOrder, PeopleOrders, PeopleReport } from './orders';

const WAIT_MS = 30_000;
const KEPT = 100_000;

const latencies = { page: new Latencies(KEPT), login: new Latencies(KEPT) };
const agent = new Agent({ keepAlive: true });
let exportSeconds: number[] = [];
let exportedRows = 0;
let failure: string | null = null;
let going = false;
/** It changes while others have their turn. */
const isGoing = (): boolean => going;
let all: Promise<unknown> = Promise.resolve();

function get(url: string, headers: Record<string, string>, take: (chunk: Buffer) => void = () => undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers, timeout: WAIT_MS }, (response) => {
      response.on('data', take);
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url}: ${response.statusCode ?? ''}`));
      });
    });
    asked.on('timeout', () => asked.destroy(new Error(`${url}: no answer in ${WAIT_MS} ms`)));
    asked.on('error', reject);
    asked.end();
  });
}

/** At fixed times, so that a slow answer does not make the next request wait for its turn. */
async function every(seconds: number, offset: number, act: (turn: number) => Promise<void>): Promise<void> {
  const start = now() + offset * 1000;
  const under = new Set<Promise<void>>();
  for (let turn = 0; isGoing(); turn++) {
    const due = start + turn * seconds * 1000;
    while (isGoing() && now() < due) await delay(Math.max(1, Math.min(50, due - now())));
    if (!isGoing()) break;
    const done = act(turn)
      .catch((error: unknown) => {
        failure ??= String(error);
      })
      .finally(() => under.delete(done));
    under.add(done);
  }
  await Promise.all(under);
}

function start({ url, cookies, paths, secondsBetween, login, exportEvery, exportPath, exportCookie }: PeopleOrder): null {
  going = true;
  forget();
  const visits = cookies.map((cookie, person) =>
    every(secondsBetween, (person / cookies.length) * secondsBetween, async (turn) => {
      const began = now();
      await get(`${url}${paths[(turn + person) % paths.length]!}`, { cookie });
      latencies.page.note(now() - began);
    }),
  );
  const logins = every(1, 0.5, async () => {
    const began = now();
    await new WebBrowser(new PortalAddress(url, undefined)).signIn(login.name, login.password);
    latencies.login.note(now() - began);
  });
  const exports = every(exportEvery, 0.2, async () => {
    const began = now();
    let rows = -1;
    await get(`${url}${exportPath}`, { cookie: exportCookie }, (chunk) => {
      for (const byte of chunk) if (byte === 0x0a) rows += 1;
    });
    exportSeconds.push((now() - began) / 1000);
    exportedRows = rows;
  });
  all = Promise.all([...visits, logins, exports]);
  return null;
}

function forget(): null {
  latencies.page.forget();
  latencies.login.forget();
  exportSeconds = [];
  return null;
}

async function stop(): Promise<PeopleReport> {
  going = false;
  await all;
  if (failure !== null) throw new Error(failure);
  return { page: latencies.page.report(), login: latencies.login.report(), exportSeconds, exportedRows };
}

answerOrders<PeopleOrders>({ start, forget, stop });
