import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { text } from '../../../messages/text';
import type { HostCreateInput } from '../../../server/contract/host';
import { exportHosts } from '../../../server/hosts/export';
import type { FileFormat } from '../../../server/contract/host-bulk';
import { readImportFile } from '../../support/import-file';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, identityOf, root, type Services } from '../../support/services';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const PIN = Array(32).fill('AB').join(':');
const hosts: HostCreateInput[] = [
  { id: 'plain', targets: ['a'] },
  { id: '007', name: 'null', targets: ['b'], tags: ['true', '1'], description: '# no comment: "quoted", \'too\'' },
  {
    ...{ id: 'full', name: 'Büro, Köln; "Süd"', description: 'first\r\n  second\n\nlast', tags: ['lab', 'web', '=1+1'] },
    targets: ['wss://h:444/path?token=x', 'vnc+unix:///run/vnc.sock', '[fe80::1]:5901'],
    balance: 'round-robin',
    tls: { ca: PEM, servername: 'x.example', insecure: false, allowAnonymous: true, trustOnFirstUse: true, pin: PIN, keyPin: PIN },
    credentials: { username: 'root', password: 'S3cret-unseen' },
    policy: { clipboard: 'in', record: true, exclusive: true, secondFactor: true, maxViewers: 3 },
    banner: 'Mind the step:\n - it is high\n',
    keyboard: 'de',
  },
];

describe.each(databases)('hosts as a file, from $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
  });
  afterEach(() => test.remove());

  const admin = identityOf({ id: 'root', name: 'root', displayName: '', role: 'admin' });
  const file = async (format: FileFormat, filter = { q: '' }) => {
    let text = '';
    for await (const piece of exportHosts(services.hosts.matching(admin, filter), format)) text += piece;
    return text;
  };
  const load = (text: string, format: FileFormat) =>
    services.hosts.import(readImportFile(text, format), { prune: false, dryRun: false }, root);

  it.each(['csv', 'yaml'] as const)('come back as they were from %s, without a password', async (format) => {
    for (const host of hosts) await services.hosts.create(host, root);
    const before = await services.hosts.everything();
    const text = await file(format);
    expect(text).not.toMatch(/S3cret|v1\./);

    // Over the registry that it is of it changes nothing.
    expect(await load(text, format)).toMatchObject({ add: [], change: [], mistakes: [], unchanged: ['007', 'full', 'plain'] });

    await services.db.deleteFrom('hosts').execute();
    expect(await load(text, format)).toMatchObject({ mistakes: [], change: [] });
    const lost = { username: 'root', hasPassword: false };
    expect(await services.hosts.everything()).toEqual(before.map((host) => (host.id === 'full' ? { ...host, credentials: lost } : host)));
  });

  it('are no formulas to a spreadsheet, and come back from csv as they were', async () => {
    const formulas = { name: '=cmd|calc', description: "'+1", tags: ['-1', '@x'], banner: '@SUM(A1)' };
    await services.hosts.create({ id: 'x', targets: ['a'], ...formulas, credentials: { username: '-1+1' } }, root);
    const text = await file('csv');
    expect(text).toContain(`x,'=cmd|calc,''+1,'-1 @x,vnc://a:5900,failover,'-1+1,`);
    expect(await load(text, 'csv')).toMatchObject({ add: [], change: [], mistakes: [], unchanged: ['x'] });
  });

  it('bring back from yaml what was changed since, what was filled in since too', async () => {
    await services.hosts.create({ id: 'plain', targets: ['a'] }, root);
    const text = await file('yaml');
    const [before] = await services.hosts.everything();
    const { banner, keyboard, description, tags, policy, tls } = hosts[2]!;
    await services.hosts.update('plain', { banner, keyboard, description, tags, policy, tls, credentials: { username: 'x' } }, root);
    await load(text, 'yaml');
    expect(await services.hosts.everything()).toEqual([{ ...before!, updatedAt: expect.any(Number) as number }]);
  });

  it.each([
    ['csv', /^id,name,[^\n]*\r\n$/],
    ['yaml', /^\[\]\n$/],
  ] as const)('are a file of none when there is none: %s', async (format, form) => {
    const text = await file(format);
    expect(text).toMatch(form);
    expect(await load(text, format)).toMatchObject({ add: [], mistakes: [] });
  });

  it('are those that match, over several batches too, each once', async () => {
    const lines = Array.from({ length: 450 }, (_, index) => ({
      where: text('importFindings.line', { line: 1 }),
      value: { id: `h-${index}`, target: 'h', tags: `t${index % 2}` },
    }));
    await services.hosts.import(lines, { prune: false, dryRun: false }, root);
    const ids = (text: string) => readImportFile(text, 'csv').map(({ value }) => (value as { id: string }).id);
    expect(ids(await file('csv'))).toEqual(lines.map(({ value }) => value.id).sort());
    expect(ids(await file('csv', { q: 't1' }))).toHaveLength(225);
  });
});
