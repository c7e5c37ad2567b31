import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostImportSchema, MAX_IMPORT_BYTES, MAX_IMPORT_FILES, MAX_IMPORT_HOSTS } from '../../../server/contract/host-import';
import { importHosts } from '../../../server/hosts/host-import-preview';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, root, type Services } from '../../support/services';

describe.each(databases)('a file that is looked at before it is imported on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
    await services.hosts.create(
      { id: 'a', name: 'A', tags: ['x'], targets: ['a'], credentials: { username: 'u', password: 'old-secret' } },
      root,
    );
    await services.hosts.create({ id: 'b', name: 'B', targets: ['b'] }, root);
  });
  afterEach(() => test.remove());

  const call = (text: string, more: object = {}) =>
    importHosts({ hosts: services.hosts, liveAt: () => 2 }, hostImportSchema.parse({ format: 'yaml', text, ...more }), root, 'en');
  const ids = async () => (await services.hosts.everything()).map(({ id }) => id);

  it('tells what would be added, changed field by field, and removed, and does nothing', async () => {
    const text = '- {id: a, name: New, tags: [x, y], policy: {maxViewers: 3}}\n- {id: c, target: "c:1"}';
    expect(await call(text, { prune: true })).toEqual({
      plan: expect.stringMatching(/^.{40,}$/) as string,
      applied: false,
      add: [{ id: 'c', name: 'c', targets: ['vnc://c:5901'] }],
      change: [
        {
          ...{ id: 'a', name: 'A', ended: 2, forgetsPassword: false },
          fields: [
            { field: 'name', before: 'A', after: 'New' },
            { field: 'tags', before: 'x', after: 'x y' },
            { field: 'policy.maxViewers', before: '', after: '3' },
          ],
        },
      ],
      remove: [{ id: 'b', name: 'B', ended: 2 }],
      ...{ unchanged: 0, kept: 0, findings: [], moreFindings: 0 },
      read: [{ name: '', format: 'yaml', hosts: 2, skipped: 0 }],
    });
    expect(await services.hosts.everything()).toMatchObject([{ id: 'a', name: 'A' }, { id: 'b' }]);
  });

  it('names a password that becomes another one, and shows neither', async () => {
    const plan = await call('- {id: a, username: v, password: new-secret, description: changed}');
    expect(plan.change[0]!.fields.map(({ field }) => field)).toEqual(['description', 'username', 'password']);
    expect(plan.change[0]!.fields.at(-1)).toEqual({ field: 'password', before: '', after: '' });
    expect(JSON.stringify(plan)).not.toMatch(/old-secret|new-secret/);
    expect(await call('- {id: a, password: old-secret}')).toMatchObject({ change: [], unchanged: 1 });
  });

  it('forgets a stored password with other targets or TLS options, unless the file has it, and says so', async () => {
    const [elsewhere, unverified, again] = await Promise.all([
      call('- {id: a, target: evil}'),
      call('- {id: a, tls: {insecure: true}}'),
      call('- {id: a, target: other, password: old-secret}'),
    ]);
    expect([elsewhere, unverified, again].map(({ change }) => change[0]!.forgetsPassword)).toEqual([true, true, false]);
    expect(elsewhere.change[0]!.fields.map(({ field }) => field)).toEqual(['targets']);
    await call('- {id: a, target: evil}', { dryRun: false, plan: elsewhere.plan });
    expect((await services.hosts.find('a'))?.credentials).toEqual({ username: 'u', hasPassword: false });
  });

  it('says that only a change of the way to a host ends consoles', async () => {
    expect((await call('- {id: a, name: New}')).change[0]).toMatchObject({ ended: 0 });
    expect((await call('- {id: a, target: other}')).change[0]).toMatchObject({ ended: 2 });
  });

  it('carries out the plan that was agreed to', async () => {
    const text = '- {id: a, name: New}\n- {id: c, target: c}';
    const { plan } = await call(text, { prune: true });
    expect(await call(text, { prune: true, dryRun: false, plan })).toMatchObject({ plan, applied: true });
    expect(await ids()).toEqual(['a', 'c']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a host was changed since', () => services.hosts.update('a', { name: 'Changed' }, root)],
    ['a host was added since', () => services.hosts.create({ id: 'c', targets: ['c'] }, root)],
    ['a host that would be removed came since', () => services.hosts.create({ id: 'z', targets: ['z'] }, root)],
    ['a host was removed since', () => services.hosts.remove('b', root)],
  ])('refuses a plan that is another by now: %s', async (_, meanwhile) => {
    const text = '- {id: a, name: New}\n- {id: c, target: c}';
    const { plan } = await call(text, { prune: true });
    await meanwhile();
    const before = await services.hosts.everything();
    await expect(call(text, { prune: true, dryRun: false, plan })).rejects.toMatchObject({ code: 'plan_changed' });
    expect(await services.hosts.everything()).toEqual(before);
  });

  it('refuses a plan of another text or of other options', async () => {
    const text = '- {id: c, target: c, password: one}';
    const { plan } = await call(text);
    await expect(call(text.replace('one', 'two'), { dryRun: false, plan })).rejects.toMatchObject({ code: 'plan_changed' });
    await expect(call(text, { dryRun: false, prune: true, plan })).rejects.toMatchObject({ code: 'plan_changed' });
    expect(await ids()).toEqual(['a', 'b']);
  });

  it('does nothing while there is a mistake, and tells where each is', async () => {
    const text = '- {id: c, target: c}\n- {id: Bad Id, target: x}\n- {id: d, target: "http://d"}';
    const answer = await call(text, { dryRun: false });
    expect(answer).toMatchObject({
      applied: false,
      findings: [
        { id: '', field: 'id' },
        { id: 'd', field: 'targets.0' },
      ],
    });
    expect(answer.findings.map(({ where }) => where)).toEqual([
      expect.stringContaining('2') as string,
      expect.stringContaining('3') as string,
    ]);
    expect(await ids()).toEqual(['a', 'b']);
  });

  it('tells of a text that is no list of hosts as a mistake, and of thousands of mistakes the first', async () => {
    expect(await call('hosts: {}')).toMatchObject({
      applied: false,
      findings: [{ message: expect.stringContaining('list of hosts') as string }],
    });
    const text = `id,target\n${Array.from({ length: 500 }, (_, index) => `h-${index},http://h`).join('\n')}\nfine,fine`;
    const { findings, moreFindings } = await call(text, { format: 'csv' });
    expect([findings.length, findings.length + moreFindings]).toEqual([200, 500]);
  });

  it('tells of a field that no host has, and of what is wrong with every host, once', async () => {
    const unknown = Array.from({ length: 30 }, (_, index) => `- {id: h-${index}, target: x, colour: red}`).join('\n');
    const { findings } = await call(`- {id: fine, target: x}\n${unknown}`);
    expect(findings).toEqual([expect.objectContaining({ where: 'line 2 and 29 more hosts', field: 'entry' })]);
    const without = await call('id,name\nx,X\ny,Y\nz,Z', { format: 'csv' });
    expect(without.findings).toEqual([expect.objectContaining({ where: 'line 2 and 2 more hosts', field: 'targets' })]);
  });

  it('takes several files of other programs, and tells what each was taken for', async () => {
    const vnc = { name: 'front.vnc', text: '[connection]\nhost=10.0.0.9\nport=5901\npassword=736563726574\n' };
    const files = [vnc, { name: 'more.yaml', text: '- {id: c, target: c}\n- {id: d, target: "http://d"}' }];
    const call = (given: object[], more: object = {}) =>
      importHosts({ hosts: services.hosts, liveAt: () => 0 }, hostImportSchema.parse({ files: given, ...more }), root, 'en');
    expect(await call(files)).toMatchObject({
      read: [
        { name: 'front.vnc', format: 'vnc', hosts: 1, skipped: 0 },
        { name: 'more.yaml', format: 'yaml', hosts: 2, skipped: 0 },
      ],
      findings: [{ where: 'more.yaml, line 2', id: 'd' }],
    });
    const { plan } = await call([vnc]);
    await expect(call([{ ...vnc, name: 'other.vnc' }], { dryRun: false, plan })).rejects.toMatchObject({ code: 'plan_changed' });
    expect(await call([vnc], { dryRun: false, plan })).toMatchObject({
      applied: true,
      add: [{ id: 'front', targets: ['vnc://10.0.0.9:5901'] }],
    });
    const bad = await call([vnc, { name: 'x.xml', text: '<a>' }]);
    expect([bad.applied, bad.findings]).toEqual([false, [expect.objectContaining({ where: 'the file x.xml' })]]);
  });

  it.each<[string, object]>([
    ['neither a text nor files', {}],
    ['both', { format: 'yaml', text: '', files: [{ text: '' }] }],
    ['a text without a format', { text: '' }],
    ['no files', { files: [] }],
    ['too many files', { files: Array.from({ length: MAX_IMPORT_FILES + 1 }, () => ({ text: '' })) }],
    ['files that are too large together', { files: [{ text: 'x'.repeat(MAX_IMPORT_BYTES) }, { text: 'x' }] }],
  ])('is refused with %s', (_, body) => {
    expect(hostImportSchema.safeParse(body).success).toBe(false);
  });

  it('refuses more hosts than the portal takes at once', async () => {
    const text = `id,target\n${Array.from({ length: MAX_IMPORT_HOSTS + 1 }, (_, index) => `h-${index},x`).join('\n')}`;
    await expect(call(text, { format: 'csv' })).rejects.toMatchObject({ code: 'too_large' });
  });
});
