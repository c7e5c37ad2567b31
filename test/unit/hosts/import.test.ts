import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../../messages/say';
import type { ImportOptions, ImportPlan } from '../../../server/hosts/import';
import type { ImportFormat } from '../../../server/contract/import-format';
import { ImportFileError } from '../../../server/hosts/import-file';
import { readImportFile } from '../../support/import-file';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, root, type Services } from '../../support/services';

const YAML = `
# the lab
hosts:
  - id: web-01
    name: Web server
    description: |
      first
      second
    tags: [lab, "web"]
    targets: [ws://10.0.0.5:6080/websockify, 10.0.0.6:1]
    balance: round-robin
    username: admin
    password: "007"
    tls: { insecure: yes, servername: x.example }
    policy: { clipboard: none, record: true, maxViewers: 3 }
    banner: |
      Ask first.
      Then restart.
    keyboard: de
  - id: "007"
    target: plain
    password: 0123
    tags: a, b;c
`;
const CSV = `id,name,description,tags,targets,balance,username,password,tls.insecure,tls.servername,policy.clipboard,policy.record,policy.maxViewers,banner,keyboard
web-01,Web server,"first
second","lab,web",ws://10.0.0.5:6080/websockify 10.0.0.6:1,round-robin,admin,007,TRUE,x.example,none,1,3,"Ask first.
Then restart.",de
007,,,a b c,plain,,,0123,,,,,,,
`;
const expected = [
  {
    ...{ id: '007', name: '007', description: '', tags: ['a', 'b', 'c'], targets: ['vnc://plain:5900'], balance: 'failover', tls: {} },
    credentials: { hasPassword: true },
    policy: { clipboard: 'both', record: false, exclusive: false, secondFactor: false },
    ...{ banner: '', keyboard: null },
  },
  {
    ...{ id: 'web-01', name: 'Web server', description: 'first\nsecond', tags: ['lab', 'web'], balance: 'round-robin' },
    targets: ['ws://10.0.0.5:6080/websockify', 'vnc://10.0.0.6:5901'],
    tls: { insecure: true, servername: 'x.example' },
    credentials: { username: 'admin', hasPassword: true },
    policy: { clipboard: 'none', record: true, exclusive: false, secondFactor: false, maxViewers: 3 },
    ...{ banner: 'Ask first.\nThen restart.', keyboard: 'de' },
  },
];

describe.each(databases)('importing on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
  });
  afterEach(() => test.remove());

  const run = (text: string, options: Partial<ImportOptions> = {}, format: ImportFormat = 'yaml'): Promise<ImportPlan> =>
    services.hosts.import(readImportFile(text, format), { prune: false, dryRun: false, ...options }, root);
  const summary = ({ add, change, remove, unchanged, kept, mistakes }: ImportPlan) => ({
    add: add.map(({ id }) => id),
    change: change.map(({ before, fields }) => `${before.id}: ${fields.join(' ')}`),
    remove: remove.map(({ id }) => id),
    ...{ unchanged, kept },
    mistakes: mistakes.map(({ where, id, field }) => `${say(where)} ${id} ${field}`),
  });
  const nothing = { add: [], change: [], remove: [], unchanged: [], kept: [], mistakes: [] };
  const registry = () => services.hosts.everything();

  it.each<[ImportFormat, string]>([
    ['yaml', YAML],
    ['csv', CSV],
    ['csv', CSV.replace('id,name', '\uFEFFid,name').replaceAll('\n', '\r\n').replace('first\r\nsecond', 'first\nsecond')],
  ])('adds what is new, from %s', async (format, text) => {
    expect(summary(await run(text, {}, format))).toEqual({ ...nothing, add: ['web-01', '007'] });
    expect(await registry()).toMatchObject(expected);
    expect(services.hosts.credentialsIn((await services.hosts.findStored('web-01'))!)).toEqual({ username: 'admin', password: '007' });
    expect(services.hosts.credentialsIn((await services.hosts.findStored('007'))!)).toEqual({ password: '0123' });
    expect((await services.audited('host.create')).map(({ hostId, actorName }) => [hostId, actorName]).sort()).toEqual([
      ['007', 'root'],
      ['web-01', 'root'],
    ]);
  });

  it('does nothing the second time, from either form, passwords and all', async () => {
    await run(YAML);
    const before = await registry();
    const since = await services.lastChange();
    services.clock.pass(1000);
    expect(summary(await run(YAML))).toEqual({ ...nothing, unchanged: ['web-01', '007'] });
    expect(summary(await run(CSV, {}, 'csv'))).toEqual({ ...nothing, unchanged: ['web-01', '007'] });
    expect(await registry()).toEqual(before);
    expect(await services.changesSince(since)).toEqual([]);
    expect(await services.audited('host.update')).toEqual([]);
  });

  it('changes what the file says and leaves the rest', async () => {
    await run(YAML);
    const since = await services.lastChange();
    const plan = await run('- {id: web-01, name: New}\n- {id: "007", targets: [other], policy: {record: true}}');
    expect(summary(plan)).toEqual({ ...nothing, change: ['web-01: name', '007: targets credentials policy'] });
    expect(await registry()).toMatchObject([
      {
        ...expected[0],
        credentials: { hasPassword: false },
        targets: ['vnc://other:5900'],
        policy: { clipboard: 'both', record: true, exclusive: false, secondFactor: false },
      },
      { ...expected[1], name: 'New' },
    ]);
    expect(await services.changesSince(since)).toEqual([{ kind: 'host', subject: '007', reason: 'changed' }]);
  });

  it('forgets what the file says is nothing', async () => {
    await run(YAML);
    await run(
      '- id: web-01\n  username: null\n  password: ~\n  policy: {maxViewers: null}\n  name:\n  tags: []\n  banner: ""\n  keyboard: null\n',
    );
    const [, host] = await registry();
    expect(host).toMatchObject({
      name: 'Web server',
      tags: [],
      credentials: { hasPassword: false },
      policy: { clipboard: 'none', record: true, exclusive: false, secondFactor: false },
      ...{ banner: '', keyboard: null },
    });
    expect(host!.policy.maxViewers).toBeUndefined();
  });

  it('keeps hosts that the file does not name, and removes them when asked to', async () => {
    await run(YAML);
    const since = await services.lastChange();
    expect(summary(await run('[{id: web-01}]'))).toEqual({ ...nothing, unchanged: ['web-01'], kept: ['007'] });
    expect(await registry()).toHaveLength(2);
    expect(summary(await run('[{id: web-01}]', { prune: true }))).toEqual({ ...nothing, unchanged: ['web-01'], remove: ['007'] });
    expect((await registry()).map(({ id }) => id)).toEqual(['web-01']);
    expect(await services.changesSince(since)).toEqual([{ kind: 'host', subject: '007', reason: 'removed' }]);
    expect(await services.audited('host.remove')).toMatchObject([{ hostId: '007' }]);
  });

  it('does not empty the registry over an empty file', async () => {
    await run(YAML);
    expect(summary(await run('[]', { prune: true })).mistakes).toEqual(['the file  hosts']);
    expect(await registry()).toHaveLength(2);
  });

  it('only plans when asked to', async () => {
    await run('- {id: a, target: a}\n- {id: b, target: b}');
    const before = await registry();
    const plan = await run('- {id: a, target: x}\n- {id: c, target: c}', { dryRun: true, prune: true });
    expect(summary(plan)).toEqual({ ...nothing, add: ['c'], change: ['a: targets'], remove: ['b'] });
    expect(await registry()).toEqual(before);
  });

  it('changes nothing when there is a mistake, and names each with its place', async () => {
    await run('- {id: a, target: a}');
    services.refused.set('vnc://169.254.169.254:5900', { key: 'fields.targetNotAllowed' });
    const text = [
      '- {id: new, target: fine}',
      '- {id: a, name: Changed}',
      '- {id: Bad Id, target: x}',
      '- {target: x}',
      '- {id: no-target}',
      '- {id: http, target: "http://x"}',
      '- {id: both, target: x, targets: [y]}',
      '- {id: typo, target: x, colour: red, tls: {insecure: maybe, colour: red}}',
      '- {id: new, target: again}',
      '- {id: far, targets: [ok, 169.254.169.254]}',
      '- {id: long, target: x, tags: ["has space"], policy: {maxViewers: many, clipboard: sideways}}',
      '- just text',
      '- [a, list]',
      '- ',
    ].join('\n');
    const plan = await run(text);
    expect(summary(plan).mistakes.sort()).toEqual(
      [
        'line 3  id',
        'line 4  id',
        'line 5 no-target targets',
        'line 6 http targets.0',
        'line 7 both target',
        'line 8 typo tls.insecure',
        'line 8 typo tls',
        'line 8 typo entry',
        'line 9 new id',
        'line 10 far targets.1',
        'line 11 long policy.maxViewers',
        'line 12  entry',
        'line 13  entry',
        'line 14  entry',
      ].sort(),
    );
    expect((await registry()).map(({ id, name }) => [id, name])).toEqual([['a', 'a']]);
  });

  it('changes nothing when the database refuses in the middle', async () => {
    const other = buildServices(await test.open());
    const entries = readImportFile('- {id: a, target: a}\n- {id: b, target: b}', 'yaml');
    const both = await Promise.allSettled(
      [services, other].map(({ hosts }) => hosts.import(entries, { prune: false, dryRun: false }, root)),
    );
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    for (const answer of both) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'host_exists' });
    expect((await registry()).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await services.audited('host.create')).toHaveLength(2);
  });
});

describe.each(databases)('importing ten thousand hosts on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  beforeAll(async () => {
    test = await create();
    services = buildServices(await test.open());
  });
  afterAll(() => test.remove());

  it('adds all of them in one go', { timeout: 60_000 }, async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, index) => `h-${index},Host ${index},"tag-${index % 9},all",ws://10.0.${index >> 8}.${index & 255}:6080/`,
    );
    const entries = readImportFile(['id,name,tags,targets', ...lines].join('\n'), 'csv');
    const plan = await services.hosts.import(entries, { prune: true, dryRun: false }, root);
    expect(plan.add).toHaveLength(10_000);
    expect(await services.hosts.everything()).toHaveLength(10_000);
  });
});

describe('a file of hosts', () => {
  it.each<[string, ImportFormat, string, RegExp]>([
    ['YAML with a mistake', 'yaml', '- id: a\n  password: "sec\n  : ret', /^line \d+: this is not valid YAML \([a-z ]+\)$/],
    ['YAML with a key twice', 'yaml', '- id: a\n  id: b', /^line 2: this is not valid YAML/],
    ['YAML of something else', 'yaml', 'version: 3\nservices: {}', /list of hosts/],
    ['a single text', 'yaml', 'hello', /list of hosts/],
    ['nothing', 'yaml', '', /list of hosts/],
    ['an alias of nothing', 'yaml', '- *nowhere', /alias/],
    ['aliases made to fill the memory', 'yaml', bomb(), /alias/],
    ['nothing', 'csv', '', /empty/],
    ['columns of one name', 'csv', 'id,id\na,b', /line 1: each column/],
    ['a column without a name', 'csv', 'id,,\na,b,c', /line 1: each column/],
    ['more values than columns', 'csv', 'id,target\na,b\nc,d,e', /line 3: there are more values/],
    ['a quote left open', 'csv', 'id,password\na,"secret', /line 2: a quote is opened/],
  ])('that is %s (%s) is refused in one line that shows nothing of it', (_, format, text, message) => {
    const read = () => readImportFile(text, format);
    expect(read).toThrow(ImportFileError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/sec|\n/);
  });

  it('refuses columns that would reach into the prototype of all objects', () => {
    expect(() => readImportFile('id,__proto__.polluted,constructor.x\na,1,2', 'csv')).toThrow(/2 columns have unknown names/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level++)
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  return `${lines.join('\n')}\nhosts:\n  - *a8\n`;
}
