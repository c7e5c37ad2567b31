/** A working day: many consoles with a little to do each; then the same while people use the pages, sign in and export. */

import { setTimeout as delay } from 'node:timers/promises';
import { ADMIN } from '../../support/portal';
import { WebBrowser } from '../../support/web-browser';
import { started, worked, type Bench, type Part } from '../bench';
import { direct, startNginx, type Candidate } from '../candidates';
import { startPeople } from '../load/told-process';
import type { PeopleOrder } from '../load/orders';
import { addManyHosts } from '../many-hosts';
import { startMeasuredPortal, type MeasuredPortal } from '../measured-portal';
import { CANDIDATE_CORE, LOAD_CORE } from '../pinned';
import { prove } from '../proof';
import type { Figures } from '../results';

const UPDATE = 8192;
const UPDATES_A_SECOND = 30;
const KEYS_A_SECOND = 60;
const PEOPLE = 20;
/** Each person asks for something so often. */
const SECONDS_BETWEEN = 2;
const EXPORT_EVERY = 5;
/** How many times the usual measurement: less would hold too few logins. */
const LONGER = 5;
/** Until all people have come. */
const SETTLED_MS = 1000 * SECONDS_BETWEEN;
const PATHS = ['/', '/api/v1/hosts?limit=50', '/account', '/api/v1/hosts?limit=50&q=berlin', '/console/tunnel', '/api/v1/me'];

export const day: Part = {
  name: 'day',
  title: 'A working day',
  async run(bench) {
    const { webSocket } = bench.ports;
    const { consoles, hosts, rounds } = bench.options;
    const portal = await started(bench, startMeasuredPortal(bench.ports, bench.options));
    const nginx = await started(bench, startNginx(webSocket));
    const people = await started(bench, Promise.resolve(startPeople(LOAD_CORE)));
    bench.say(`day: ${hosts} hosts and ${PEOPLE} people`);
    const order = await furnish(portal, hosts);
    const candidates = [direct(webSocket), portal.tunnel, nginx];
    await prove(bench, candidates);
    const work = `${consoles} consoles`;
    const turns: [string, Candidate, boolean][] = [
      ...candidates.map((candidate): [string, Candidate, boolean] => [candidate.name, candidate, false]),
      ['portal, with people', portal.tunnel, true],
    ];
    for (let round = 1; round <= rounds; round++) {
      for (const [name, candidate, withPeople] of turns) {
        bench.say(`day, round ${round} of ${rounds}: ${name}`);
        const figures = await aDay(bench, candidate, async () => {
          if (!withPeople) return;
          await people.tell('start', order);
          await delay(SETTLED_MS);
          await people.tell('forget', null);
        });
        if (!withPeople) {
          bench.results.add('day', work, name, figures);
          continue;
        }
        const { page, login, exportSeconds, exportedRows } = await people.tell('stop', null);
        bench.results.add('day', work, name, figures);
        bench.results.add('day', 'the people meanwhile', name, {
          requests: page.count,
          'request p50 ms': page.p50,
          'request p99 ms': page.p99,
          logins: login.count,
          'login p50 ms': login.p50,
          exports: exportSeconds.length,
          'rows an export': exportedRows,
          'export s': Math.max(...exportSeconds, 0),
        });
      }
    }
  },
};

/** @param begin for those who count besides */
async function aDay(bench: Bench, candidate: Candidate, begin: () => Promise<unknown>): Promise<Figures> {
  const { options, host } = bench;
  const behaviour = { kind: 'updates', length: UPDATE, perSecond: UPDATES_A_SECOND } as const;
  const order = { seconds: options.seconds * LONGER, keysPerSecond: KEYS_A_SECOND };
  const { used, messages, seconds } = await worked(bench, candidate, behaviour, options.consoles, order, () =>
    begin().then(() => host.tell('forgetEvents', null)),
  );
  const { events } = await host.tell('report', null);
  return {
    'CPU %': candidate.name === 'direct' ? NaN : (100 * used.candidate) / seconds,
    'event p50 ms': events.p50,
    'event p99 ms': events.p99,
    'events /s': events.count / seconds,
    'updates /s': messages / seconds,
    'core free %': 100 * used.free[CANDIDATE_CORE]!,
    'load free %': 100 * used.free[LOAD_CORE]!,
  };
}

/** Twenty people who may see every host, one who signs in again and again, and an administrator who exports the audit. */
async function furnish({ portal }: MeasuredPortal, hosts: number): Promise<PeopleOrder> {
  const { api, browser } = await portal.admin();
  await addManyHosts(api, hosts);
  const cookies: string[] = [];
  for (let person = 0; person <= PEOPLE; person++) {
    const name = `person-${person}`;
    const { id } = await api.create<{ id: string }>('/users', { name, password: ADMIN.password });
    await api.create('/grants', { subject: { kind: 'user', id }, target: { kind: 'all' }, access: 'control' });
    if (person === PEOPLE) break;
    const signedIn = new WebBrowser(portal);
    await signedIn.signIn(name, ADMIN.password);
    cookies.push(signedIn.cookie);
  }
  return {
    url: portal.url,
    cookies,
    paths: PATHS,
    secondsBetween: SECONDS_BETWEEN,
    login: { name: `person-${PEOPLE}`, password: ADMIN.password },
    exportEvery: EXPORT_EVERY,
    exportPath: '/api/v1/audit/export?format=csv',
    exportCookie: browser.cookie,
  };
}
