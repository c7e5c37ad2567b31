/** Groups, grants and tokens with a scope: over REST, on the command line, and at the upgrade of a console. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client';
import { Refused } from '../support/console-client';
import { sql } from '../support/database';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { attemptId } from '../support/relay';
import { client, join } from '../support/rfb-bytes';
import { enter, startVncEcho } from '../support/vnc-echo';
import type { VncEcho } from '../support/vnc-echo';
import { until } from '../support/waiting';
import { WebBrowser } from '../support/web-browser';

let portal: Portal;
let admin: Administrator;
/** Writes down what reaches it. */
let server: VncEcho;
let anna: { id: string; browser: WebBrowser; api: ApiClient };

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  server = await startVncEcho({ echo: false });
  await admin.api.addHost('web', server.url, { tags: ['lab'], credentials: { username: 'svc' } });
  await admin.api.addHost('db', server.url, { tags: ['data'] });
  const { id } = await admin.api.create<{ id: string }>('/users', { name: 'anna', password: ADMIN.password });
  const browser = new WebBrowser(portal);
  await browser.signIn('anna', ADMIN.password);
  anna = { id, browser, api: new ApiClient(portal, (await browser.createToken('anna')).token) };
});
afterAll(async () => {
  await server.stop();
  await portal.stop();
});

const refusal = (opening: Promise<unknown>) =>
  opening.then(
    () => null,
    (error: unknown) => (error instanceof Refused ? error.status : error),
  );
const code = async (answer: Promise<{ status: number; text: string; json<T>(): T }>) => {
  const { status, json } = await answer.then((found) => ({ status: found.status, json: () => found.json<{ error: { code: string } }>() }));
  return [status, status >= 400 ? json().error.code : ''];
};

/** @returns exit code and what was printed */
async function cli(...args: string[]) {
  const running = portal.cli(args);
  const { code: exit } = await running.exit(30_000);
  return { exit, out: running.stdout.join('\n'), err: running.stderr.join('\n') };
}

describe('grants over REST', () => {
  test('a viewer sees the host without its address, and opens it only to watch, whatever is asked for', async () => {
    expect(await refusal(anna.api.open('web'))).toBe(404);
    const input = { subject: { kind: 'user', id: anna.id }, target: { kind: 'tag', tag: 'lab' }, access: 'view' };
    const { id } = await admin.api.create<{ id: string }>('/grants', input);
    const seen = (await anna.api.must('GET', '/hosts')).json<{ items: { id: string; targets: string[] }[]; total: number }>();
    expect([seen.total, seen.items.map((host) => [host.id, host.targets])]).toEqual([1, [['web', []]]]);
    expect((await anna.api.must('GET', '/hosts/web')).text).not.toMatch(/127\.0\.0\.1|svc/);

    const console = await enter(await anna.api.open('web'));
    const host = await server.connection(server.connections.length);
    console.send(join(client.key(), client.pointer(), client.request()));
    await until('the request at the host', () => host.pending.includes(client.request()));
    expect(host.pending.includes(client.key())).toBe(false);
    expect(host.pending.includes(client.pointer())).toBe(false);
    expect((await admin.api.sessions()).map(({ userName, access }) => [userName, access])).toEqual([['anna', 'view']]);
    await console.close();

    await admin.api.must('PATCH', `/grants/${id}`, { access: 'control' });
    const inControl = await enter(await anna.api.open('web'));
    inControl.send(client.key());
    const next = await server.connection(server.connections.length);
    await until('the key at the host', () => next.pending.includes(client.key()));
    await inControl.close();
    await admin.api.must('DELETE', `/grants/${id}`);
  });

  test('nobody gives themselves a right: groups, grants and explanations are for administrators', async () => {
    const own = { subject: { kind: 'user', id: anna.id }, target: { kind: 'all' }, access: 'control' };
    for (const call of [anna.api.call('POST', '/grants', own), anna.browser.post('/api/v1/grants', own)])
      expect(await code(call)).toEqual([403, 'forbidden']);
    const { id } = await admin.api.create<{ id: string }>('/groups', { name: 'temptation' });
    expect(await code(anna.api.call('PUT', `/groups/${id}/members/${anna.id}`))).toEqual([403, 'forbidden']);
    expect(await code(anna.api.call('PATCH', `/users/${anna.id}`, { role: 'admin' }))).toEqual([403, 'forbidden']);
    expect(await code(anna.api.call('GET', `/access?user=${anna.id}&host=web`))).toEqual([403, 'forbidden']);
    expect(await code(anna.api.call('GET', '/grants'))).toEqual([403, 'forbidden']);
    await admin.api.must('DELETE', `/groups/${id}`);
  });

  test('what is not there is said, by field', async () => {
    const answer = await admin.api.call('POST', '/grants', {
      subject: { kind: 'user', id: 'nobody' },
      target: { kind: 'host', id: 'nowhere' },
      access: 'view',
    });
    const fields = { 'subject.id': 'There is no such user.', 'target.id': 'There is no such host.' };
    expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: 'invalid', fields } }]);
    expect(await code(admin.api.call('GET', '/grants/none'))).toEqual([404, 'grant_not_found']);
    expect(await code(admin.api.call('GET', '/groups/none/members'))).toEqual([404, 'group_not_found']);
    expect(await code(admin.api.call('GET', '/access?user=none&host=web'))).toEqual([404, 'user_not_found']);
  });
});

test('a host that asks for a second factor is opened by no token and no sign-in without one', async () => {
  await admin.api.addHost('strict', server.url, { policy: { secondFactor: true } });
  const attempt = attemptId();
  expect(await refusal(admin.api.open('strict', { query: `?attempt=${attempt}` }))).toBe(403);
  expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'fresh_factor_needed' });
  expect(await refusal(admin.browser.open('strict'))).toBe(403);
  // To whom it may not open at all, it says nothing of itself.
  expect(await refusal(anna.api.open('strict'))).toBe(404);

  const shown = (minutesAgo: number) =>
    sql(portal, 'update logins set factor_at = ? where user_id = ?', Date.now() - minutesAgo * 60_000, admin.userId);
  await shown(16);
  expect(await refusal(admin.browser.open('strict'))).toBe(403);
  await shown(14);
  await (await enter(await admin.browser.open('strict'))).close();
  expect(await refusal(admin.api.open('strict'))).toBe(403);
});

describe('a token with a scope', () => {
  const token = async (scope: object) => {
    const answer = await admin.browser.post('/api/v1/tokens', { name: 'scoped', scope });
    expect(answer.status).toBe(201);
    return new ApiClient(portal, answer.json<{ token: string }>().token);
  };

  test('reads, connects or manages, and no more', async () => {
    const [reader, connector, manager] = [
      await token({ powers: ['read'] }),
      await token({ powers: ['connect'] }),
      await token({ powers: ['manage'] }),
    ];
    expect(await code(reader.call('GET', '/hosts'))).toEqual([200, '']);
    expect(await code(reader.call('PATCH', '/hosts/web', { name: 'x' }))).toEqual([403, 'forbidden']);
    expect(await refusal(reader.open('web'))).toBe(404);
    const console = await enter(await connector.open('web'));
    await console.close();
    expect(await code(connector.call('GET', '/hosts'))).toEqual([403, 'forbidden']);
    expect(await code(manager.call('PATCH', '/hosts/web', { name: 'Web' }))).toEqual([200, '']);
    expect(await code(manager.call('GET', '/hosts/web'))).toEqual([403, 'forbidden']);
    expect(await refusal(manager.open('web'))).toBe(404);
  });

  test('that is narrowed sees and does what is about its hosts, and nothing else', async () => {
    const narrow = await token({ powers: ['read', 'connect', 'manage'], tags: ['lab'] });
    const { items, total } = (await narrow.must('GET', '/hosts')).json<{ items: { id: string }[]; total: number }>();
    expect([items.map(({ id }) => id), total]).toEqual([['web'], 1]);
    expect((await narrow.must('GET', '/tags')).json()).toEqual({ items: [{ tag: 'lab', hosts: 1 }] });
    const exported = (await narrow.must('GET', '/hosts/export?format=csv')).text;
    expect([exported.includes('web,'), exported.includes('db,')]).toEqual([true, false]);
    expect(await code(narrow.call('PATCH', '/hosts/web', { description: 'ours' }))).toEqual([200, '']);
    for (const [method, path, body] of [
      ['GET', '/hosts/db'],
      ['PATCH', '/hosts/db', { name: 'x' }],
      ['DELETE', '/hosts/db'],
      ['POST', '/hosts/db/test'],
    ] as const)
      expect([path, ...(await code(narrow.call(method, path, body)))]).toEqual([path, 404, 'host_not_found']);
    for (const [method, path, body] of [
      ['POST', '/hosts', { id: 'new', targets: ['h'] }],
      ['POST', '/hosts/bulk', { ids: ['web'], delete: true }],
      ['GET', '/users'],
      ['GET', '/sessions'],
      ['GET', '/audit'],
      ['POST', '/grants', {}],
    ] as const)
      expect([path, ...(await code(narrow.call(method, path, body)))]).toEqual([path, 403, 'forbidden']);
    expect(await refusal(narrow.open('db'))).toBe(404);
    await (await enter(await narrow.open('web'))).close();
  });

  test('is made on the command line too, and gives no more than its owner has', async () => {
    const { out } = await cli('token', 'create', 'anna', '--name', 'cron', '--power', 'read,connect', '--host', 'web,db');
    const api = new ApiClient(portal, out.trim());
    expect((await api.must('GET', '/hosts')).json()).toMatchObject({ items: [], total: 0 });
    expect(await refusal(api.open('web'))).toBe(404);
  });
});

describe('the command line', () => {
  test('manages groups and grants, and explains', async () => {
    expect(await cli('access', 'explain', 'anna', 'web')).toMatchObject({
      exit: 1,
      out: 'No grant names anna and this host.',
      err: 'portal: anna may not open web',
    });
    expect(await cli('group', 'add', 'ops', '--description', 'on call')).toMatchObject({ exit: 0, out: 'Created the group ops.' });
    expect(await cli('group', 'join', 'OPS', 'anna')).toMatchObject({ exit: 0, out: 'anna is in ops.' });
    const hours = 'Mon-Sun 00:00-24:00 Europe/Berlin';
    const added = await cli(
      'grant',
      'add',
      '--group',
      'ops',
      '--tag',
      'lab',
      '--access',
      'view',
      '--until',
      '2099-01-31',
      '--hours',
      hours,
      '--note',
      'lab team',
    );
    expect(added).toMatchObject({ exit: 0, err: '' });
    const id = added.out.trim();
    const explained = await cli('access', 'explain', 'anna', 'web');
    expect(explained.exit).toBe(0);
    expect(explained.out.split('\n')).toEqual([
      'anna may view web.',
      `- view of tag lab, given to the group ops (until 2099-02-01 00:00 UTC, ${hours}; lab team): counts [${id}]`,
      'That may be otherwise from 2099-02-01 00:00 UTC on.',
    ]);
    const json = JSON.parse((await cli('access', 'explain', 'anna', 'web', '--json')).out) as object;
    expect(json).toEqual((await admin.api.must('GET', `/access?user=${anna.id}&host=web`)).json());
    expect((await cli('grant', 'list', '--user', 'anna')).out).toMatch(/group ops +tag lab +view +until 2099-02-01 00:00 UTC, Mon-Sun/);
    expect(await cli('group', 'rename', 'ops', 'Operations')).toMatchObject({ exit: 0, out: 'Renamed ops to Operations.' });
    expect((await cli('group', 'list')).out).toMatch(/Operations +1 +on call/);
    expect(await cli('grant', 'remove', id)).toMatchObject({ exit: 0 });
    expect(await cli('group', 'leave', 'operations', 'anna')).toMatchObject({ exit: 0 });
    expect(await cli('group', 'remove', 'operations')).toMatchObject({ exit: 0 });
    expect(await cli('access', 'explain', ADMIN.name, 'web')).toMatchObject({
      exit: 0,
      out: `${ADMIN.name} may control web.\nAdministrators open every host.`,
    });
    const told = (await admin.api.audit()).filter(({ actorName }) => actorName === 'command line').map(({ action }) => action);
    expect(told).toEqual(
      expect.arrayContaining(['group.create', 'group.join', 'grant.create', 'group.update', 'grant.remove', 'group.leave', 'group.remove']),
    );
  });

  test.each([
    [['group', 'remove', 'none'], 'there is no group "none"'],
    [['grant', 'add', '--user', 'anna', '--host', 'none', '--access', 'view'], 'there is no host "none"'],
    [['grant', 'add', '--user', 'anna', '--all', '--access', 'view', '--until', '2020-01-31'], 'This moment has passed'],
  ])('refuses %j in one line', async (args, said) => {
    const found = await cli(...args);
    expect([found.exit, found.out]).toEqual([1, '']);
    expect(found.err).toContain(said);
    expect(found.err.split('\n')).toHaveLength(1);
  });
});
