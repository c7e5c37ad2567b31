/** Whatever takes a right away ends the consoles that lived by it within a second, says so, and leaves the others alone. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GrantCreateInput } from '../../server/contract/access';
import type { Token } from '../../server/contract/people';
import { ApiClient } from '../support/api-client';
import type { ConsoleClient } from '../support/console-client';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { attemptId } from '../support/relay';
import { client } from '../support/rfb-bytes';
import { enter, startVncEcho } from '../support/vnc-echo';
import type { VncEcho } from '../support/vnc-echo';
import { until, within } from '../support/waiting';
import { WebBrowser } from '../support/web-browser';

const A_SECOND = 1000;
/** How long each took, from the answer to the close. */
const took: number[] = [];

let portal: Portal;
let admin: Administrator;
let server: VncEcho;
/** Of another user at the same host, by another grant: nothing here concerns it. */
let bystander: ConsoleClient;
let serial = 0;

interface Person {
  name: string;
  id: string;
  browser: WebBrowser;
  api: ApiClient;
}

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  server = await startVncEcho();
  await admin.api.addHost('desk', server.url, { tags: ['lab'] });
  const person = await somebody();
  await grant(person, { access: 'control' });
  bystander = await enter(await person.api.open('desk'));
});
afterEach(() => expectOpen(bystander));
afterAll(async () => {
  await server.stop();
  await portal.stop();
});

async function somebody(role: 'admin' | 'user' = 'user'): Promise<Person> {
  const name = `p${++serial}`;
  const { id } = await admin.api.create<{ id: string }>('/users', { name, role, password: ADMIN.password });
  const browser = new WebBrowser(portal);
  await browser.signIn(name, ADMIN.password);
  return { name, id, browser, api: new ApiClient(portal, (await browser.createToken('test')).token) };
}

async function grant(person: Person, over: Partial<GrantCreateInput> = {}): Promise<string> {
  const input = { subject: { kind: 'user', id: person.id }, target: { kind: 'host', id: 'desk' }, access: 'control', ...over };
  return (await admin.api.create<{ id: string }>('/grants', input)).id;
}

async function group(...people: Person[]): Promise<{ id: string; name: string }> {
  const name = `group-${++serial}`;
  const { id } = await admin.api.create<{ id: string }>('/groups', { name });
  for (const person of people) await admin.api.must('PUT', `/groups/${id}/members/${person.id}`);
  return { id, name };
}

async function expectOpen(console: ConsoleClient): Promise<void> {
  console.send(client.key());
  expect((await console.message()).data).toEqual(client.key());
}

interface Opened {
  console: ConsoleClient;
  attempt: string;
}
async function open(person: Person, host = 'desk'): Promise<Opened> {
  const attempt = attemptId();
  return { console: await enter(await person.api.open(host, { query: `?attempt=${attempt}` })), attempt };
}

/** @param code what the console's page is told, asked for by somebody who still may ask */
async function expectClosed({ console, attempt }: Opened, code: string, act: () => Promise<unknown>, by?: ApiClient): Promise<void> {
  await act();
  const answered = performance.now();
  const closed = await within('the end', console.closed, 5000);
  took.push(closed.at - answered);
  expect(closed).toMatchObject({ code: 4001, reason: 'signed out' });
  expect(closed.at - answered).toBeLessThan(A_SECOND);
  if (!by) return;
  expect(await by.attempt(attempt)).toMatchObject({ state: 'ended', code });
  // The audit says the same, and not "signed out".
  // It is written once both sockets are closed.
  await until(`an audit row with ${code}`, async () => {
    const rows = await admin.api.audit({ action: 'console.end', limit: '20' });
    return rows.some(({ detail }) => (detail as { reason?: string }).reason === code);
  });
}

type Here = { person: Person; grant: string; group: { id: string; name: string } };
/** By REST, and by the command line, which is another process. */
const causes: [what: string, rest: (here: Here) => Promise<unknown>, cli: (here: Here) => string[]][] = [
  ['the grant is removed', ({ grant: id }) => admin.api.must('DELETE', `/grants/${id}`), ({ grant: id }) => ['grant', 'remove', id]],
  [
    'the user leaves the group',
    ({ person, group: { id } }) => admin.api.must('DELETE', `/groups/${id}/members/${person.id}`),
    ({ person, group: { name } }) => ['group', 'leave', name, person.name],
  ],
  [
    'the group is removed',
    ({ group: { id } }) => admin.api.must('DELETE', `/groups/${id}`),
    ({ group: { name } }) => ['group', 'remove', name],
  ],
];

describe.each(['REST', 'the command line'] as const)('by %s', (way) => {
  test.each(causes)('when %s', async (_what, rest, cli) => {
    const [person, other] = [await somebody(), await somebody()];
    const shared = await group(person);
    const id = await grant(person, { subject: { kind: 'group', id: shared.id } });
    await grant(other, { access: 'control' });
    const [lost, kept] = [await open(person), await open(other)];
    const here = { person, grant: id, group: shared };
    await expectClosed(lost, 'access_revoked', () => (way === 'REST' ? rest(here) : portal.command(cli(here))), person.api);
    await expectOpen(kept.console);
    await kept.console.close();
  });

  test('when the account is disabled', async () => {
    const person = await somebody();
    await grant(person);
    const opened = await open(person);
    await expectClosed(opened, 'signed_out', () =>
      way === 'REST'
        ? admin.api.must('PATCH', `/users/${person.id}`, { disabled: true })
        : portal.command(['user', 'disable', person.name]),
    );
  });

  test('when the password is changed: what was signed in by it, and no token', async () => {
    const person = await somebody();
    await grant(person);
    const byToken = await open(person);
    const opened = { console: await enter(await person.browser.open('desk')), attempt: '' };
    await expectClosed(opened, 'signed_out', () =>
      way === 'REST'
        ? admin.api.must('PATCH', `/users/${person.id}`, { password: 'another password' })
        : portal.command(['user', 'passwd', person.name, '--password-stdin'], 'another password\n'),
    );
    await expectOpen(byToken.console);
    await byToken.console.close();
  });
});

describe('a grant that becomes another', () => {
  test('ends a console in control when only viewing is left, and leaves one that watches', async () => {
    const person = await somebody();
    const id = await grant(person);
    const [worker, watcher] = [await open(person), await enter(await person.api.open('desk', { query: '?view=1' }))];
    await expectClosed(worker, 'access_revoked', () => admin.api.must('PATCH', `/grants/${id}`, { access: 'view' }), person.api);
    await delay(300);
    expect(watcher.isClosed).toBe(false);
    await watcher.close();
  });

  test('ends at once when its end is set to a time that has passed, and on the second when it is still to come', async () => {
    const person = await somebody();
    const id = await grant(person);
    await expectClosed(await open(person), 'access_revoked', () => admin.api.must('PATCH', `/grants/${id}`, { endsAt: 1 }), person.api);
    const endsAt = Date.now() + 1500;
    await admin.api.must('PATCH', `/grants/${id}`, { endsAt });
    const opened = await open(person);
    await expectClosed(opened, 'access_ended', () => delay(Math.max(0, endsAt - Date.now())), person.api);
  });

  test('ends when its hours no longer hold, and stays while another grant carries it', async () => {
    const [person, other] = [await somebody(), await somebody()];
    const [mine, theirs] = [await grant(person), await grant(other)];
    await grant(other, { target: { kind: 'tag', tag: 'lab' } });
    const [lost, kept] = [await open(person), await open(other)];
    const day = new Date().getUTCDay() || 7;
    const hours = { timeZone: 'UTC', slots: [{ days: [((day + 2) % 7) + 1], from: '10:00', to: '11:00' }] };
    await admin.api.must('PATCH', `/grants/${theirs}`, { hours });
    await expectClosed(lost, 'access_revoked', () => admin.api.must('PATCH', `/grants/${mine}`, { hours }), person.api);
    await expectOpen(kept.console);
    await kept.console.close();
  });
});

test('a group that is renamed, and a tag that is taken off, end what was open by them', async () => {
  const person = await somebody();
  const claimed = await admin.api.create<{ id: string }>('/groups', { name: `claimed-${serial}` });
  await admin.api.addHost('tagged', server.url, { tags: ['short-lived'] });
  await grant(person, { target: { kind: 'tag', tag: 'short-lived' } });
  const byTag = await open(person, 'tagged');
  await admin.api.must('PATCH', `/groups/${claimed.id}`, { name: `renamed-${serial}` });
  await expectOpen(byTag.console);
  await expectClosed(byTag, 'access_revoked', () => admin.api.updateHost('tagged', { tags: [] }), person.api);
});

test('an administrator who is made a user loses what no grant gives; a user who is made one loses nothing', async () => {
  const [person, riser] = [await somebody('admin'), await somebody()];
  await grant(person, { target: { kind: 'host', id: 'desk' } });
  await grant(riser);
  await admin.api.addHost('other', server.url);
  const [granted, lost, risen] = [await open(person), await open(person, 'other'), await open(riser)];
  await expectClosed(lost, 'access_revoked', () => admin.api.must('PATCH', `/users/${person.id}`, { role: 'user' }), person.api);
  await expectOpen(granted.console);
  await admin.api.must('PATCH', `/users/${riser.id}`, { role: 'admin' });
  await delay(300);
  await expectOpen(risen.console);
  await Promise.all([granted.console.close(), risen.console.close()]);
});

test('a sign-out, a sign-in that is ended and a token that is revoked end theirs and no others', async () => {
  const person = await somebody();
  await grant(person);
  const byToken = await open(person);
  const elsewhere = new WebBrowser(portal);
  await elsewhere.signIn(person.name, ADMIN.password);
  const other = await enter(await elsewhere.open('desk'));
  const signedOut = { console: await enter(await person.browser.open('desk')), attempt: '' };
  await expectClosed(signedOut, 'signed_out', () => person.browser.signOut());
  await expectOpen(byToken.console);
  const { items } = (await elsewhere.get('/api/v1/tokens')).json<{ items: { id: string }[] }>();
  await expectClosed(byToken, 'signed_out', () => elsewhere.delete(`/api/v1/tokens/${items[0]!.id}`));
  await expectOpen(other);
  await other.close();
});

test('a token that an administrator revokes ends its consoles, and no others; so do all of a person at once', async () => {
  const person = await somebody();
  await grant(person);
  const byCookie = await enter(await person.browser.open('desk'));
  const tokens = async () => (await admin.api.must('GET', `/users/${person.id}/tokens`)).json<{ items: Token[] }>().items;
  const opened = await open(person);
  const [own] = await tokens();
  expect(own).toMatchObject({ name: 'test', lastUsedAt: expect.any(Number) as number, lastUsedAddress: '127.0.0.1' });
  await expectClosed(opened, 'signed_out', () => admin.api.must('DELETE', `/users/${person.id}/tokens/${own!.id}`));
  expect((await person.api.call('GET', '/me')).status).toBe(401);
  const more: Person = { ...person, api: new ApiClient(portal, (await person.browser.createToken('more')).token) };
  await expectClosed(await open(more), 'signed_out', () => admin.api.must('DELETE', `/users/${person.id}/tokens`));
  expect(await tokens()).toEqual([]);
  expect((await admin.api.call('DELETE', `/users/${person.id}/tokens/${own!.id}`)).status).toBe(404);
  await expectOpen(byCookie);
  await byCookie.close();
});

test('a token that is narrowed to a tag ends with the tag, though its owner may go on', async () => {
  const person = await somebody();
  await admin.api.addHost('narrow', server.url, { tags: ['tok'] });
  await grant(person, { target: { kind: 'all' } });
  const scope = { powers: ['connect'], tags: ['tok'] };
  const { token } = (await person.browser.post('/api/v1/tokens', { name: 'narrow', scope })).json<{ token: string }>();
  const narrow: Person = { ...person, api: new ApiClient(portal, token) };
  const [lost, kept] = [await open(narrow, 'narrow'), await open(person, 'narrow')];
  await expectClosed(lost, 'access_revoked', () => admin.api.updateHost('narrow', { tags: [] }), person.api);
  await expectOpen(kept.console);
  await kept.console.close();
});

test('the page of an ended console is told why in its own language', async () => {
  const person = await somebody();
  const id = await grant(person);
  const opened = await open(person);
  await admin.api.must('DELETE', `/grants/${id}`);
  await within('the end', opened.console.closed);
  const read = async (language: string) =>
    (await portal.http(`/api/v1/attempts/${opened.attempt}`, { headers: { ...person.api.headers, 'accept-language': language } })).json<{
      message: string;
    }>().message;
  await until('the end in the records', async () => (await read('en')) !== '');
  expect(await read('en')).toBe('Your access to this host was taken away or changed.');
  expect(await read('zh-CN')).toBe('您对此主机的访问权限已被取消或更改。');
});

test('none of all these took a second', () => {
  expect(took.length).toBeGreaterThan(15);
  expect(Math.max(...took)).toBeLessThan(A_SECOND);
});
