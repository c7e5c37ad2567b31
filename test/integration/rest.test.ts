import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../server/contract/operations';
import type { Operation } from '../../server/contract/operations';
import { errorBodySchema, errorStatus } from '../../server/contract/errors';
import { ApiClient } from '../support/api-client';
import { sql } from '../support/database';
import type { Answer } from '../support/http';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { WebBrowser } from '../support/web-browser';

let portal: Portal;
let admin: Administrator;
/** A person of role user, by cookie and by token. */
let helen: { browser: WebBrowser; api: ApiClient };

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  await admin.api.create('/users', { name: 'helen', password: ADMIN.password });
  const browser = new WebBrowser(portal);
  await browser.signIn('helen', ADMIN.password);
  helen = { browser, api: new ApiClient(portal, (await browser.createToken('helen')).token) };
  await admin.api.addHost('desk', '10.0.0.5:1');
});
afterAll(() => portal.stop());

/** An error as every one has to be: a known code with its status, and a sentence. */
function expectError(answer: Answer, code: keyof typeof errorStatus): void {
  expect([answer.status, answer.text]).toEqual([errorStatus[code], expect.stringContaining(`"${code}"`)]);
  const { error } = errorBodySchema.strict().parse(answer.json());
  expect(error.code).toBe(code);
  expect(error.message).toMatch(code === 'invalid' ? /\S+ \S+/ : /\S+ \S+.*[.!]$/);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(answer.text).not.toMatch(/\bat .*\.(js|ts)\b|node_modules|SQLITE|select /);
}

/** Without a format the address is that of a host called export. */
const query = (operation: Operation): string => (operation === operations.exportHosts ? '?format=csv' : '');
const pathOf = (operation: Operation): string => `/api/v1${operation.path.replaceAll(/:\w+/g, 'some-id')}${query(operation)}`;
const all = Object.entries<Operation>(operations);
const json = { 'content-type': 'application/json' };

describe('who may call', () => {
  test.each(all.filter(([, { audience }]) => audience !== 'anyone'))(
    '%s: 401 without credentials, with a bad cookie or a bad token',
    async (_name, operation) => {
      const { method } = operation;
      const own = { ...json, origin: portal.origin };
      const body = operation.body ? { body: '{}' } : {};
      expectError(await portal.http(pathOf(operation), { method, headers: own, ...body }), 'not_signed_in');
      expectError(
        await portal.http(pathOf(operation), { method, headers: { ...own, cookie: 'vnc-portal=x.y.z' }, ...body }),
        'not_signed_in',
      );
      const bad = { ...json, authorization: `Bearer vp_${'A'.repeat(43)}`, cookie: admin.browser.cookie };
      expectError(await portal.http(pathOf(operation), { method, headers: bad, ...body }), 'not_signed_in');
    },
  );

  test.each(all.filter(([, { audience }]) => audience === 'admin'))(
    '%s: 403 for a user who is no administrator',
    async (_name, operation) => {
      const body = operation.body ? {} : undefined;
      expectError(await helen.api.call(operation.method, pathOf(operation).slice('/api/v1'.length), body), 'forbidden');
    },
  );

  test.each(all.filter(([, { audience }]) => audience === 'browser'))(
    '%s: 403 for a token, even of an administrator',
    async (_name, operation) => {
      const body = operation.body ? {} : undefined;
      expectError(await admin.api.call(operation.method, pathOf(operation).slice('/api/v1'.length), body), 'forbidden');
    },
  );

  test.each(all.filter(([, { method }]) => method !== 'GET'))(
    '%s: 403 by cookie without an Origin of the portal, before anything else',
    async (_name, operation) => {
      const { method } = operation;
      const body = operation.body ? { body: '{}' } : {};
      for (const origin of [
        undefined,
        'null',
        'https://evil.example',
        `${portal.origin}.evil.example`,
        portal.origin.replace('http', 'https'),
      ]) {
        const headers = { ...json, cookie: admin.browser.cookie, ...(origin === undefined ? {} : { origin }) };
        expectError(await portal.http(pathOf(operation), { method, headers, ...body }), 'foreign_origin');
      }
    },
  );

  test('a user sees no hosts, and cannot tell one that exists from one that does not', async () => {
    for (const list of [helen.browser.get('/api/v1/hosts'), helen.api.call('GET', '/hosts?q=desk')]) {
      expect((await list).json()).toEqual({ items: [], nextCursor: null, total: 0 });
    }
    const [known, unknown] = [await helen.api.call('GET', '/hosts/desk'), await helen.api.call('GET', '/hosts/no-such-host')];
    expectError(known, 'host_not_found');
    expect(known.text).toBe(unknown.text);
    expectError(await helen.api.call('PUT', '/hosts/desk/favourite'), 'host_not_found');
    expect((await helen.api.call('GET', '/tags')).json()).toEqual({ items: [] });
  });

  test('a user sees and ends their own sign-ins and tokens only', async () => {
    const theirs = (await helen.browser.get('/api/v1/tokens')).json<{ items: { name: string }[] }>().items;
    expect(theirs.map(({ name }) => name)).toEqual(['helen']);
    expectError(await helen.browser.delete(`/api/v1/tokens/${admin.tokenId}`), 'token_not_found');
    const { items } = (await admin.browser.get('/api/v1/me/logins')).json<{ items: { id: string }[] }>();
    expectError(await helen.browser.delete(`/api/v1/me/logins/${items[0]!.id}`), 'login_not_found');
    expect((await admin.api.call('GET', '/me')).status).toBe(200);
  });
});

describe('what is wrong with a call', () => {
  test('an unknown address and an unknown method', async () => {
    expectError(await admin.api.call('GET', '/no-such-thing'), 'not_found');
    expectError(await admin.api.call('GET', '/hosts/desk/no-such-thing'), 'not_found');
    expect((await admin.api.call('PUT', '/hosts')).status).toBe(405);
  });

  test('a body that is no JSON, of another type, or too large', async () => {
    const post = (body: string, type = 'application/json'): Promise<Answer> =>
      portal.http('/api/v1/hosts', { method: 'POST', headers: { ...admin.api.headers, 'content-type': type }, body });
    expectError(await post('{"id": '), 'bad_request');
    expectError(await post('id=desk', 'application/x-www-form-urlencoded'), 'bad_request');
    expectError(await post(JSON.stringify({ id: 'large', targets: ['ws://10.0.0.1/'], description: 'x'.repeat(2_000_000) })), 'too_large');
    for (const body of ['[]', 'null', '"text"', '1']) expectError(await post(body), 'invalid');
  });

  test('fields that need another value are named, each with what is wrong', async () => {
    const answer = await admin.api.call('POST', '/hosts', { id: 'Not A Slug', targets: ['http://10.0.0.1/'], colour: 'red' });
    expectError(answer, 'invalid');
    const { fields } = answer.json<{ error: { fields: Record<string, string> } }>().error;
    expect(Object.keys(fields).some((name) => name === 'id')).toBe(true);
    expect(Object.entries(fields).find(([name]) => name.startsWith('targets'))?.[1]).toMatch(/ws:\/\//);
    expectError(await admin.api.call('GET', '/hosts?limit=501'), 'invalid');
    expectError(await admin.api.call('GET', '/hosts?sort=colour'), 'invalid');
    expectError(await admin.api.call('GET', '/hosts?cursor=nonsense'), 'invalid');
  });

  test('what exists already, and what is not there', async () => {
    expectError(await admin.api.call('POST', '/hosts', { id: 'desk', targets: ['10.0.0.6'] }), 'host_exists');
    expectError(await admin.api.call('POST', '/users', { name: 'Helen', password: ADMIN.password }), 'user_exists');
    expectError(await admin.api.call('PATCH', '/hosts/nothing', { name: 'x' }), 'host_not_found');
    expectError(await admin.api.call('DELETE', '/hosts/nothing'), 'host_not_found');
    expectError(await admin.api.call('PATCH', '/users/nobody', { displayName: 'x' }), 'user_not_found');
    expectError(await admin.api.call('DELETE', '/sessions/nothing'), 'session_not_found');
    expectError(await admin.api.call('GET', '/attempts/no-such-attempt-at-all'), 'attempt_not_found');
  });

  test('the last administrator can be neither disabled nor demoted', async () => {
    for (const patch of [{ disabled: true }, { role: 'user' }])
      expectError(await admin.api.call('PATCH', `/users/${admin.userId}`, patch), 'last_admin');
  });
});

describe('hosts', () => {
  test('a host is created, read, changed and removed, and its id stays', async () => {
    const created = await admin.api.addHost('bench', ['10.0.0.7::5901', 'wss://vm.example/websockify'], {
      name: 'Bench',
      tags: ['lab', 'lab', 'rack-2'],
      credentials: { username: 'operator', password: 'S3cretpw' },
    });
    expect(created).toMatchObject({
      id: 'bench',
      targets: ['vnc://10.0.0.7:5901', 'wss://vm.example:443/websockify'],
      tags: ['lab', 'rack-2'],
      balance: 'failover',
      credentials: { username: 'operator', hasPassword: true },
      policy: { clipboard: 'both', record: false, exclusive: false, secondFactor: false },
      live: 0,
      favourite: false,
    });
    const read = (await admin.api.must('GET', '/hosts/bench')).json();
    expect(read).toMatchObject({ id: 'bench', name: 'Bench' });
    const changed = await admin.api.updateHost('bench', { name: 'Bench 2', credentials: { password: null } });
    expect(changed).toMatchObject({ name: 'Bench 2', tags: ['lab', 'rack-2'], credentials: { hasPassword: false } });
    expectError(await admin.api.call('PATCH', '/hosts/bench', { id: 'other' }), 'invalid');
    expect((await admin.api.call('DELETE', '/hosts/bench')).status).toBe(204);
    expectError(await admin.api.call('GET', '/hosts/bench'), 'host_not_found');
  });

  test('a stored VNC password is never returned, logged or kept in the clear', async () => {
    const password = 'qWx7-unseen';
    const answers = [
      await admin.api.call('POST', '/hosts', { id: 'sealed', targets: ['10.0.0.8'], credentials: { password } }),
      await admin.api.call('GET', '/hosts/sealed'),
      await admin.api.call('GET', '/hosts?q=sealed'),
      await admin.api.call('GET', '/audit?host=sealed'),
    ];
    for (const answer of answers) expect(answer.text).not.toContain(password);
    expect(answers[1]!.json()).toMatchObject({ credentials: { hasPassword: true } });
    expect(JSON.stringify(await sql(portal, 'select * from hosts'))).not.toContain(password);
    expect(portal.process.output).not.toContain(password);
  });

  test('the list is searched, filtered and paged to its end without gaps or repeats', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `page-${String(index).padStart(2, '0')}`);
    for (const [index, id] of ids.entries())
      await admin.api.addHost(id, `10.9.0.${index + 1}`, { tags: index % 2 === 0 ? ['even', 'paged'] : ['paged'] });
    const read = async (query: string): Promise<string[]> => {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page = (await admin.api.must('GET', `/hosts?limit=7&${query}${more}`)).json<{
          items: { id: string }[];
          nextCursor: string | null;
          total: number;
        }>();
        expect(page.items.length).toBeLessThanOrEqual(7);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      return seen;
    };
    expect(await read('tag=paged&sort=id')).toEqual(ids);
    expect(await read('tag=paged&sort=-id')).toEqual([...ids].reverse());
    expect((await read('tag=even&sort=recent')).sort()).toEqual(ids.filter((_, index) => index % 2 === 0));
    expect(await read('q=10.9.0.13')).toEqual(['page-12']);
    expect((await read('q=PAGE 9.0.2&sort=id')).length).toBe(7);
    expect(await read('q=%25')).toEqual([]);
    const tags = (await admin.api.must('GET', '/tags')).json<{ items: { tag: string; hosts: number }[] }>().items;
    expect(tags.find(({ tag }) => tag === 'even')).toEqual({ tag: 'even', hosts: 13 });
  });

  test("favourites are each person's own and come first", async () => {
    expect((await admin.api.call('PUT', '/hosts/page-20/favourite')).status).toBe(204);
    const first = async (api: ApiClient): Promise<{ id: string; favourite: boolean }> =>
      (await api.must('GET', '/hosts?sort=recent&limit=1')).json<{ items: { id: string; favourite: boolean }[] }>().items[0]!;
    expect(await first(admin.api)).toMatchObject({ id: 'page-20', favourite: true });
    const other = await portal.anotherAdmin('other');
    expect(await first(other.api)).toMatchObject({ favourite: false });
    expect((await admin.api.call('DELETE', '/hosts/page-20/favourite')).status).toBe(204);
    expect(await first(admin.api)).toMatchObject({ favourite: false });
  });
});

describe('tokens', () => {
  test('a token is shown once and stored as its hash', async () => {
    const created = await admin.browser.post('/api/v1/tokens', { name: 'backup script', expiresInDays: 30 });
    const { id, token, expiresAt } = created.json<{ id: string; token: string; expiresAt: number }>();
    expect(token).toMatch(/^vp_[A-Za-z0-9_-]{43}$/);
    expect(Math.abs(expiresAt - Date.now() - 30 * 24 * 3600_000)).toBeLessThan(60_000);
    const listed = await admin.browser.get('/api/v1/tokens');
    expect(listed.text).not.toContain(token);
    expect(listed.json<{ items: object[] }>().items).toContainEqual(
      expect.objectContaining({ id, name: 'backup script', lastUsedAt: null }),
    );
    expect(JSON.stringify(await sql(portal, 'select * from tokens'))).not.toContain(token.slice(3));
    expect(portal.process.output).not.toContain(token);

    const used = new ApiClient(portal, token);
    expect((await used.must('GET', '/me')).json()).toMatchObject({ name: ADMIN.name, via: 'token' });
    const after = (await admin.browser.get('/api/v1/tokens')).json<{ items: { id: string; lastUsedAt: number | null }[] }>().items;
    expect(after.find((row) => row.id === id)!.lastUsedAt).toBeGreaterThan(Date.now() - 60_000);
    expect((await admin.browser.delete(`/api/v1/tokens/${id}`)).status).toBe(204);
    expectError(await used.call('GET', '/me'), 'not_signed_in');
  });
});

describe('the description', () => {
  test('openapi.json names every operation with its method, path and answers', async () => {
    const answer = await portal.http('/api/v1/openapi.json');
    expect(answer.status).toBe(200);
    const document = answer.json<{ openapi: string; paths: Record<string, Record<string, { operationId: string; responses: object }>> }>();
    expect(document.openapi).toMatch(/^3\.1/);
    for (const [name, operation] of all) {
      const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
      const described =
        document.paths[path]?.[operation.method.toLowerCase()] ?? document.paths[`/api/v1${path}`]?.[operation.method.toLowerCase()];
      expect([name, described?.operationId]).toEqual([name, name]);
    }
  });
});

describe('the audit', () => {
  test('every change of a host or a user stands there with who did it and from where, the newest first', async () => {
    await admin.api.addHost('audited', '10.0.0.9');
    await admin.api.updateHost('audited', { name: 'Audited' });
    await admin.api.must('DELETE', '/hosts/audited');
    const { id } = await admin.api.create<{ id: string }>('/users', { name: 'audited', password: ADMIN.password });
    await admin.api.must('PATCH', `/users/${id}`, { disabled: true });
    await admin.api.must('PATCH', `/users/${id}`, { disabled: false });
    await admin.api.must('PATCH', `/users/${id}`, { password: 'another one entirely' });
    const host = await admin.api.audit({ host: 'audited' });
    expect(host.map(({ action }) => action)).toEqual(['host.remove', 'host.update', 'host.create']);
    const rows = (await admin.api.audit({ limit: '8' })).map(({ action }) => action);
    expect(rows.slice(0, 4)).toEqual(['user.password', 'user.enable', 'user.disable', 'user.create']);
    for (const row of host) expect(row).toMatchObject({ actorName: ADMIN.name, actorId: admin.userId, address: '127.0.0.1' });
    expect(JSON.stringify(await admin.api.audit({ limit: '500' }))).not.toContain('another one entirely');
  });
});
