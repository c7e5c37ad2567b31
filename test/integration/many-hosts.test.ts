/** Many hosts by the REST API: changed together, brought in from a file and taken out into one. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HostBulkResult } from '../../server/contract/host-bulk';
import { MAX_IMPORT_BYTES, type HostImportPlan } from '../../server/contract/host-import';
import { startEcho } from '../support/backends';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { within } from '../support/waiting';

let portal: Portal;
let machine: Awaited<ReturnType<typeof startEcho>>;
let admin: Administrator;

beforeAll(async () => {
  [portal, machine] = await Promise.all([startPortal(), startEcho()]);
  admin = await portal.admin();
});
afterAll(async () => {
  await portal.stop();
  await machine.stop();
});
beforeEach(async () => {
  const { items } = (await admin.api.must('GET', '/hosts?limit=500')).json<{ items: { id: string }[] }>();
  for (const { id } of items) await admin.api.must('DELETE', `/hosts/${id}`);
  for (const id of ['a', 'b', 'c']) await admin.api.addHost(id, `10.0.0.5:${id.charCodeAt(0) - 96}`, { tags: ['lab'] });
});

const bulk = async (body: unknown) => (await admin.api.must('POST', '/hosts/bulk', body)).json<HostBulkResult>();
const load = async (body: unknown) => (await admin.api.must('POST', '/hosts/import', body)).json<HostImportPlan>();
const ids = async (query = '') =>
  (await admin.api.must('GET', `/hosts?sort=id&limit=500&${query}`)).json<{ items: { id: string }[] }>().items.map(({ id }) => id);

describe('a change to many', () => {
  test('answers 200 with what it did, and stands in the audit for each host', async () => {
    const answer = await admin.api.call('POST', '/hosts/bulk', { ids: ['a', 'b'], change: { addTags: ['new'] } });
    expect([answer.status, answer.json()]).toEqual([200, { matched: 2, changed: 2, removed: 0, ended: 0 }]);
    expect(await ids('tag=new')).toEqual(['a', 'b']);
    expect((await admin.api.audit({ host: 'a' }))[0]).toMatchObject({ action: 'host.update', detail: { changed: 'tags' } });
  });

  test('ends the consoles of hosts whose rules change, tells how many before, and no other', async () => {
    for (const id of ['a', 'b']) await admin.api.updateHost(id, { targets: [machine.url] });
    const consoles = await Promise.all(['a', 'b'].map((id) => admin.api.open(id)));
    expect(await bulk({ ids: ['a', 'b'], change: { addTags: ['x'], banner: 'Hello.' } })).toMatchObject({ changed: 2, ended: 0 });
    const change = { policy: { clipboard: 'none' } };
    expect(await bulk({ ids: ['a', 'c'], change, dryRun: true })).toMatchObject({ changed: 2, ended: 1 });
    expect(await admin.api.sessions()).toHaveLength(2);
    expect(await bulk({ ids: ['a', 'c'], change })).toMatchObject({ changed: 2, ended: 1 });
    expect(await within('the end of the console', consoles[0]!.closed)).toMatchObject({ code: 4004, reason: 'host changed' });
    expect((await admin.api.sessions()).map(({ hostId }) => hostId)).toEqual(['b']);
    expect(await bulk({ query: { q: '', tag: 'lab' }, delete: true, expect: 3 })).toMatchObject({ removed: 3, ended: 1 });
    expect(await within('the end of the console', consoles[1]!.closed)).toMatchObject({ code: 4004 });
  });

  test('that is not good for one of them names it and does nothing', async () => {
    await admin.api.updateHost('b', { tags: Array.from({ length: 32 }, (_, index) => `t${index}`) });
    const answer = await admin.api.call('POST', '/hosts/bulk', { ids: ['a', 'b'], change: { addTags: ['one-more'] } });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ error: { code: 'invalid', fields: { b: 'At most 32 tags.' } } });
    expect(await ids('tag=one-more')).toEqual([]);
    const gone = await admin.api.call('POST', '/hosts/bulk', { ids: ['a', 'gone'], delete: true });
    expect([gone.status, Object.keys(gone.json<{ error: { fields: object } }>().error.fields)]).toEqual([404, ['gone']]);
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });
});

describe('a file of hosts', () => {
  test('is looked at first and then carried out as it was shown', async () => {
    const file = { format: 'csv', text: 'id,name,targets\na,New,\nd,,10.0.0.9:1\n', prune: true };
    const plan = await load(file);
    expect(plan).toMatchObject({ applied: false, add: [{ id: 'd' }], change: [{ id: 'a' }], remove: [{ id: 'b' }, { id: 'c' }] });
    expect(await ids()).toEqual(['a', 'b', 'c']);
    await admin.api.updateHost('a', { name: 'Somebody was here' });
    const late = await admin.api.call('POST', '/hosts/import', { ...file, dryRun: false, plan: plan.plan });
    expect([late.status, late.json()]).toMatchObject([409, { error: { code: 'plan_changed' } }]);
    const fresh = await load(file);
    expect(await load({ ...file, dryRun: false, plan: fresh.plan })).toMatchObject({ applied: true });
    expect(await ids()).toEqual(['a', 'd']);
  });

  test('may be as large as is promised, and no larger', async () => {
    const note = `# ${'"'.repeat(MAX_IMPORT_BYTES - 40)}\n`;
    expect(await load({ format: 'yaml', text: `${note}- {id: d, target: x}\n` })).toMatchObject({ add: [{ id: 'd' }], findings: [] });
    const larger = await admin.api.call('POST', '/hosts/import', { format: 'yaml', text: 'x'.repeat(MAX_IMPORT_BYTES + 1) });
    expect(larger.status).toBe(400);
    const large = await admin.api.call('POST', '/hosts/import', { format: 'yaml', text: 'x'.repeat(3 * MAX_IMPORT_BYTES) });
    expect(large.status).toBe(413);
    expect((await admin.api.call('POST', '/hosts/bulk', { ids: ['x'.repeat(2_000_000)], delete: true })).status).toBe(413);
  });

  test('tells its mistakes in the language of who asks, with their lines', async () => {
    const body = JSON.stringify({ format: 'csv', text: 'id,target\nBad Id,x\n' });
    const headers = { ...admin.api.headers, 'content-type': 'application/json' };
    const told = async (language: string) => {
      const answer = await portal.http('/api/v1/hosts/import', {
        method: 'POST',
        headers: { ...headers, 'accept-language': language },
        body,
      });
      return answer.json<HostImportPlan>().findings.map(({ where, field, message }) => `${where} ${field} ${message}`)[0]!;
    };
    expect(await told('en')).toMatch(/^line 2 id Use 1 to 63/);
    expect(await told('zh-CN')).toMatch(/2.* id .*\p{Script=Han}/u);
  });

  test.each(['csv', 'yaml'] as const)('comes out as %s for a download, and the same hosts come back from it', async (format) => {
    await admin.api.updateHost('b', { name: 'Büro "B", Köln', credentials: { username: 'u', password: 'S3cret-unseen' } });
    const before = (await admin.api.must('GET', '/hosts?sort=id')).json<{ items: object[] }>().items;
    const answer = await admin.browser.get(`/api/v1/hosts/export?format=${format}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(new RegExp(`^attachment; filename="hosts-\\d{4}-\\d\\d-\\d\\d\\.${format}"$`));
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).not.toContain('S3cret');
    expect(await load({ format, text: answer.text, prune: true })).toMatchObject({ add: [], change: [], remove: [], unchanged: 3 });
    await bulk({ query: { q: '' }, delete: true });
    expect(await load({ format, text: answer.text, dryRun: false })).toMatchObject({ applied: true });
    const kept = ({ id, name, tags, targets, policy }: Record<string, unknown>) => ({ id, name, tags, targets, policy });
    const after = (await admin.api.must('GET', '/hosts?sort=id')).json<{ items: object[] }>().items;
    expect(after.map((host) => kept({ ...host }))).toEqual(before.map((host) => kept({ ...host })));
  });

  test('is of those that match', async () => {
    await admin.api.updateHost('b', { tags: ['other'] });
    const answer = await admin.api.must('GET', '/hosts/export?format=csv&tag=lab');
    expect(
      answer.text
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['a', 'c']);
    expect((await admin.api.call('GET', '/hosts/export?format=xls')).status).toBe(400);
  });
});

test('hosts without tags can be asked for', async () => {
  await admin.api.updateHost('b', { tags: [] });
  expect(await ids('untagged=true')).toEqual(['b']);
});

test.each(['bulk', 'import', 'export'])('a host may be called %s', async (id) => {
  await admin.api.addHost(id, '10.0.0.9:1');
  expect((await admin.api.must('GET', `/hosts/${id}`)).json()).toMatchObject({ id });
  expect(await admin.api.updateHost(id, { name: 'Renamed' })).toMatchObject({ name: 'Renamed' });
  expect((await admin.api.call('DELETE', `/hosts/${id}`)).status).toBe(204);
  expect((await admin.api.call('GET', `/hosts/${id}`)).status).toBe(404);
});
