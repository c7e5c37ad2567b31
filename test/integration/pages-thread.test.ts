/** Pages are rendered beside the thread that moves the bytes of consoles, and give way to it. */

import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPortal, type Administrator, type Portal } from '../support/portal';

const PAGES = 20;

let portal: Portal;
let admin: Administrator;

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
});
afterAll(() => portal.stop());

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
