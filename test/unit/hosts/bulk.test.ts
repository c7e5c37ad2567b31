import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { text } from '../../../messages/text';
import { hostBulkSchema } from '../../../server/contract/host-bulk';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, root, type Services } from '../../support/services';

describe.each(databases)('a change to many hosts on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let since: number;
  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
    for (const [id, tags] of Object.entries({ a: ['lab', 'old'], b: ['lab'], c: [], d: ['other'] })) {
      await services.hosts.create({ id, name: `Host ${id}`, tags, targets: [id] }, root);
    }
    since = await services.lastChange();
  });
  afterEach(() => test.remove());

  const run = (body: unknown) => services.hosts.bulk(hostBulkSchema.parse(body), root);
  const tags = async () => Object.fromEntries((await services.hosts.everything()).map(({ id, tags: own }) => [id, own]));
  const before = { a: ['lab', 'old'], b: ['lab'], c: [], d: ['other'] };

  it('adds and takes away tags, keeps the others, and says how many hosts differ', async () => {
    expect(await run({ ids: ['a', 'b', 'c'], change: { addTags: ['new', 'lab'], removeTags: ['old'] } })).toEqual({
      ...{ matched: 3, changed: 3, removed: 0, cut: [] },
    });
    expect(await tags()).toEqual({ a: ['lab', 'new'], b: ['lab', 'new'], c: ['new', 'lab'], d: ['other'] });
    expect(await run({ ids: ['a', 'd'], change: { addTags: ['new'] } })).toMatchObject({ matched: 2, changed: 1 });
    // Nobody's console ends over a tag, unless it lived by a grant for it: once for all, rights are looked at again.
    expect(await services.changesSince(since)).toEqual([{ kind: 'access', subject: '*', reason: 'tags' }]);
  });

  it('takes all that a search finds, and no other', async () => {
    expect(await run({ query: { q: '', tag: 'lab' }, change: { addTags: ['found'] } })).toMatchObject({ matched: 2, changed: 2 });
    expect(await run({ query: { q: 'vnc://c:5900' }, change: { addTags: ['found'] } })).toMatchObject({ matched: 1 });
    expect(await tags()).toEqual({ a: ['lab', 'old', 'found'], b: ['lab', 'found'], c: ['found'], d: ['other'] });
  });

  it('sets rules, layout and notice, and ends consoles only where the rules became others', async () => {
    await services.hosts.update('a', { policy: { clipboard: 'none' } }, root);
    since = await services.lastChange();
    const patch = { policy: { clipboard: 'none', maxViewers: 3 }, keyboard: 'de', banner: 'Mind the step.' };
    expect(await run({ ids: ['a', 'b'], change: patch })).toEqual({ matched: 2, changed: 2, removed: 0, cut: ['a', 'b'] });
    expect(await services.hosts.find('b')).toMatchObject({ ...patch, policy: { clipboard: 'none', exclusive: false, maxViewers: 3 } });
    const cut = (await services.changesSince(since)).filter(({ kind }) => kind === 'host');
    expect(cut.map(({ subject, reason }) => [subject, reason])).toEqual([
      ['a', 'changed'],
      ['b', 'changed'],
    ]);
    expect(await run({ ids: ['a', 'c'], change: { policy: { clipboard: 'none', maxViewers: null } } })).toMatchObject({ cut: ['a', 'c'] });
    expect(await run({ ids: ['a', 'c'], change: { policy: { clipboard: 'none' } } })).toMatchObject({ changed: 0, cut: [] });
    expect(await run({ ids: ['a', 'c'], change: { keyboard: null, banner: '' } })).toMatchObject({ changed: 1, cut: [] });
  });

  it('removes them, each with its row in the audit and its revocation', async () => {
    expect(await run({ ids: ['a', 'c'], delete: true })).toEqual({ matched: 2, changed: 0, removed: 2, cut: ['a', 'c'] });
    expect(Object.keys(await tags())).toEqual(['b', 'd']);
    expect((await services.audited('host.remove')).map(({ hostId, actorName }) => [hostId, actorName]).sort()).toEqual([
      ['a', 'root'],
      ['c', 'root'],
    ]);
    expect((await services.changesSince(since)).map(({ subject, reason }) => [subject, reason])).toEqual([
      ['a', 'removed'],
      ['c', 'removed'],
    ]);
  });

  it('writes a row of the audit for each host that differs, and none for the rest', async () => {
    await run({ query: { q: '' }, change: { addTags: ['lab'] } });
    expect((await services.audited('host.update')).map(({ hostId, detail }) => [hostId, detail['changed']]).sort()).toEqual([
      ['c', 'tags'],
      ['d', 'tags'],
    ]);
  });

  it('does nothing at all when it is not good for one of them, and names that one', async () => {
    const many = Array.from({ length: 32 }, (_, index) => `t${index}`);
    await services.hosts.update('d', { tags: many }, root);
    const refused = run({ ids: ['a', 'd'], change: { addTags: ['one-more'] } });
    await expect(refused).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('d') as string });
    await expect(refused).rejects.toMatchObject({ options: { fields: { d: expect.anything() as unknown } } });
    expect(await tags()).toEqual({ ...before, d: many });
  });

  it('does nothing at all when one of them is gone', async () => {
    await expect(run({ ids: ['a', 'gone'], delete: true })).rejects.toMatchObject({ code: 'host_not_found' });
    await expect(run({ ids: ['a', 'gone'], change: { addTags: ['x'] } })).rejects.toMatchObject({ code: 'host_not_found' });
    expect(await tags()).toEqual(before);
  });

  it('does nothing when there are more or fewer than the caller knows of', async () => {
    await expect(run({ query: { q: '', tag: 'lab' }, delete: true, expect: 1 })).rejects.toMatchObject({
      code: 'plan_changed',
      status: 409,
    });
    expect(await tags()).toEqual(before);
    expect(await run({ query: { q: '', tag: 'lab' }, delete: true, expect: 2 })).toMatchObject({ removed: 2 });
  });

  it('only tells when asked to', async () => {
    expect(await run({ query: { q: '' }, delete: true, dryRun: true })).toMatchObject({ removed: 4, cut: ['a', 'b', 'c', 'd'] });
    expect(await run({ ids: ['a', 'b'], change: { policy: { exclusive: true } }, dryRun: true })).toMatchObject({
      changed: 2,
      cut: ['a', 'b'],
    });
    expect(await tags()).toEqual(before);
    expect(await services.changesSince(since)).toEqual([]);
    expect(await services.audited('host.update')).toEqual([]);
  });

  it('reaches every one of a thousand', { timeout: 60_000 }, async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => ({
      where: text('importFindings.line', { line: 1 }),
      value: { id: `h-${index}`, target: `h-${index}`, tags: 'many' },
    }));
    await services.hosts.import(lines, { prune: false, dryRun: false }, root);
    expect(await run({ query: { q: '', tag: 'many' }, change: { addTags: ['all'] } })).toMatchObject({ matched: 1000, changed: 1000 });
    expect(await run({ query: { q: '', tag: 'all' }, delete: true })).toMatchObject({ removed: 1000 });
    expect(await tags()).toEqual(before);
  });
});

describe('what is asked for', () => {
  it.each([
    {},
    { ids: [], delete: true },
    { ids: ['a'] },
    { delete: true },
    { ids: ['a'], query: { q: '' }, delete: true },
    { ids: ['a'], delete: true, change: {} },
    { ids: ['a'], delete: false },
    { ids: ['a'], change: { targets: ['x'] } },
    { ids: ['a'], change: { addTags: ['has space'] } },
  ])('is refused when it is unclear: %j', (body) => {
    expect(hostBulkSchema.safeParse(body).success).toBe(false);
  });
});
