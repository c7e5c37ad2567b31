/** The `portal` command as it is shipped, a process of its own, on both databases. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Changes, type Change } from '../../server/db/changes';
import { openDatabase, type Database } from '../../server/db/database';
import { silent } from '../support/databases';
import { root } from '../support/portal';
import { createDatabase, startPostgres, type PostgresServer } from '../support/postgres';
import { RunningProcess } from '../support/process';
import { buildServices, type Services } from '../support/services';
import { temporaryDirectory, type TemporaryDirectory } from '../support/temporary';
import { until } from '../support/waiting';

const PASSWORD = 'correct horse battery';
const SECRET = 'vnc-secret';
const AUTH_SECRET = 'a secret of the tests, 32 bytes+';
/** What a revocation may take to reach the consoles of a running server. */
const PROMISED_MS = 1000;

interface Result {
  code: number | null;
  stdout: string;
  stderr: string[];
}

describe.each([{ name: 'SQLite' }, { name: 'PostgreSQL' }])('the command line on $name', { timeout: 120_000 }, ({ name }) => {
  let directory: TemporaryDirectory;
  let environment: Record<string, string | undefined>;
  let drop: () => Promise<void>;
  let db: Database | null;
  let server: PostgresServer | null = null;
  beforeAll(async () => {
    if (name === 'PostgreSQL') server = await startPostgres();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    directory = temporaryDirectory('cli');
    const created = server ? await createDatabase(server.url) : null;
    drop = created?.drop ?? (() => Promise.resolve());
    environment = {
      DATA_DIR: join(directory.path, 'data'),
      DATABASE_URL: created?.url,
      AUTH_SECRET,
      LOG_LEVEL: undefined,
      LOG_FORMAT: undefined,
    };
    db = null;
  });
  afterEach(async () => {
    await db?.destroy();
    await drop();
    directory.remove();
  });

  async function portal(args: string[], input = '', env: Record<string, string | undefined> = {}): Promise<Result> {
    const command = new RunningProcess(`portal ${args.join(' ')}`, process.execPath, ['dist/portal.js', ...args], {
      cwd: root,
      env: { ...environment, ...env },
      input,
    });
    const { code } = await command.exit(60_000);
    return { code, stdout: command.stdout.join('\n'), stderr: command.stderr };
  }
  /** @throws when it is refused */
  async function done(args: string[], input = ''): Promise<string> {
    const { code, stdout, stderr } = await portal(args, input);
    expect([args.slice(0, 2), code, stderr]).toEqual([args.slice(0, 2), 0, []]);
    return stdout;
  }
  async function credentialsOf(id: string): Promise<object> {
    const { hosts } = await services();
    return hosts.credentialsIn((await hosts.findStored(id))!);
  }

  async function services(): Promise<Services> {
    const secret = Buffer.from(AUTH_SECRET);
    db ??= await openDatabase({ dataDir: environment['DATA_DIR']!, databaseUrl: environment['DATABASE_URL'] ?? null, secret, log: silent });
    return buildServices(db, { secret });
  }
  function file(name: string, text: string | Buffer): string {
    const path = join(directory.path, name);
    writeFileSync(path, text);
    return path;
  }

  it('adds users, who sign in with exactly the first line', async () => {
    expect(
      await done(['user', 'add', 'Anna', '--role', 'admin', '--display-name', 'Anna A.', '--password-stdin'], ` ${PASSWORD} \r\nmore`),
    ).toBe('Created the administrator anna.');
    const { signIn, audited } = await services();
    const from = { name: 'anna', address: '', userAgent: '' };
    await expect(signIn.signIn({ ...from, password: PASSWORD })).rejects.toMatchObject({ code: 'wrong_credentials' });
    expect(await signIn.signIn({ ...from, password: ` ${PASSWORD} ` })).toMatchObject({ user: { role: 'admin', displayName: 'Anna A.' } });
    expect(await audited('user.create')).toMatchObject([{ actorName: 'command line', actorId: '', detail: { user: 'anna' } }]);
  });

  it('lists users, sets passwords, disables and enables, and a running server hears of it', async () => {
    await done(['user', 'add', 'boss', '--role', 'admin', '--password-stdin'], `${PASSWORD}\n`);
    await done(['user', 'add', 'ben', '--password-stdin'], `${PASSWORD}\n`);
    const { db: running, people, logins } = await services();
    const changes = new Changes({ db: running, log: silent });
    const heard: (Change & { ms: number })[] = [];
    changes.subscribe((change) => heard.push({ ...change, ms: Date.now() - change.at }));
    await changes.start();
    const ben = await people.getByName('ben');

    expect(await done(['user', 'disable', 'BEN'])).toBe('Disabled ben.');
    expect(await done(['user', 'list'])).toMatch(
      /^NAME +DISPLAY NAME +ROLE +STATE +SIGNS IN WITH +GROUPS +LAST SIGN-IN\nben +ben +user +disabled +password +- +never\nboss +boss +admin +active +password +- +never$/,
    );
    expect(await done(['user', 'enable', 'ben'])).toBe('Enabled ben.');
    const { id: login } = await logins.create(ben, { address: '', userAgent: '' });
    expect(await done(['user', 'passwd', 'ben', '--password-stdin'], 'another password\n')).toBe('Set the password of ben.');
    expect(JSON.parse(await done(['user', 'list', '--json']))).toMatchObject([{ name: 'ben', disabled: false }, { name: 'boss' }]);
    await until('the changes', () => heard.length === 2);
    await changes.stop();
    expect(heard.map(({ kind, subject, reason }) => [kind, subject, reason])).toEqual([
      ['user', ben.id, 'disabled'],
      ['login', login, 'signed out'],
    ]);
    for (const { ms } of heard) expect(ms).toBeLessThan(PROMISED_MS);
    expect(await portal(['user', 'disable', 'boss'])).toMatchObject({
      code: 1,
      stderr: [expect.stringContaining('last active administrator') as string],
    });
  });

  it('creates tokens, alone on standard output', async () => {
    await done(['user', 'add', 'anna', '--password-stdin', '--role', 'admin'], PASSWORD);
    const token = await done(['token', 'create', 'anna', '--name', 'backup script', '--expires', '90']);
    expect(token).toMatch(/^vp_[A-Za-z0-9_-]{43}$/);
    const { db: running, tokens } = await services();
    const row = await running.selectFrom('tokens').selectAll().executeTakeFirstOrThrow();
    expect(row.expires_at! - row.created_at).toBe(90 * 24 * 60 * 60_000);
    expect(row).toMatchObject({ name: 'backup script' });
    expect(JSON.stringify(row)).not.toContain(token);
    // What was said of its expiry counts; without a word, 90 days.
    const usual = await done(['token', 'create', 'anna', '--name', 'usual']);
    const lasting = await done(['token', 'create', 'anna', '--name', 'lasting', '--expires', 'never']);
    const expiryOf = async (given: string) => (await tokens.find(given, '192.0.2.7'))!.via.expiresAt;
    expect((await expiryOf(usual))! - row.created_at).toBeGreaterThanOrEqual(90 * 24 * 60 * 60_000);
    expect(await expiryOf(lasting)).toBeNull();
  });

  it('lists tokens with their last use, and revokes one, or all of a user', async () => {
    for (const name of ['anna', 'ben']) await done(['user', 'add', name, '--password-stdin', '--role', 'admin'], PASSWORD);
    const used = await done(['token', 'create', 'anna', '--name', 'used', '--power', 'read', '--tag', 'lab']);
    await done(['token', 'create', 'anna', '--name', 'spare']);
    await done(['token', 'create', 'ben', '--name', 'of ben']);
    const { tokens } = await services();
    const id = (await tokens.find(used, '192.0.2.7'))!.via.id;
    await tokens.listAll();
    const all = await done(['token', 'list']);
    expect(all.split('\n').map((line) => line.split(/ {2,}/).slice(1, 3).join(' '))).toEqual([
      'USER NAME',
      'ben of ben',
      'anna spare',
      'anna used',
    ]);
    const listed = await done(['token', 'list', '--user', 'anna']);
    expect(listed).toMatch(new RegExp(`^${id} +anna +used +read at tag lab +20\\S+ \\S+ UTC +20\\S+ \\S+ UTC +192\\.0\\.2\\.7$`, 'm'));
    expect(JSON.parse(await done(['token', 'list', '--user', 'ben', '--json']))).toMatchObject([{ user: 'ben', name: 'of ben' }]);
    expect(await done(['token', 'revoke', id])).toBe('Revoked the token of anna.');
    expect(await tokens.find(used)).toBeNull();
    expect(await done(['user', 'passwd', 'ben', '--password-stdin', '--revoke-tokens'], PASSWORD)).toBe('Set the password of ben.');
    expect(await done(['token', 'revoke', '--user', 'anna'])).toBe('Revoked one token of anna.');
    expect(await tokens.listAll()).toEqual([]);
  });

  it('registers hosts with every option, lists and removes them', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    const options = [
      '--name',
      'VM 7',
      '--tags',
      'lab, web',
      '--description',
      'text',
      '--balance',
      'round-robin',
      '--tls-servername',
      'vm7.example',
      '--banner',
      'Ask first.\nThen restart.',
      '--keyboard',
      'de',
    ];
    const login = [
      '--vnc-username',
      'admin',
      '--vnc-password-stdin',
      '--tls-ca',
      file('ca.pem', pem),
      '--tls-insecure',
      '--allow-anonymous-tls',
    ];
    const added = await done(['host', 'add', 'vm7', 'wss://a:6080/x', '10.0.0.5:1', ...options, ...login], `${SECRET}\n`);
    expect(added).toBe('Added vm7: wss://a:6080/x vnc://10.0.0.5:5901');
    await done(['host', 'add', 'bare', 'plain']);

    const listed = await done(['host', 'list', '--json']);
    expect(JSON.parse(listed)).toMatchObject([
      { id: 'bare', name: 'bare' },
      {
        ...{ id: 'vm7', name: 'VM 7', description: 'text', tags: ['lab', 'web'], balance: 'round-robin' },
        tls: { ca: pem, servername: 'vm7.example', insecure: true, allowAnonymous: true },
        credentials: { username: 'admin', hasPassword: true },
        ...{ banner: 'Ask first.\nThen restart.', keyboard: 'de' },
      },
    ]);
    expect(await portal(['host', 'add', 'other', 'plain', '--keyboard', 'klingon'])).toMatchObject({ code: 2 });
    expect(listed).not.toContain(SECRET);
    expect(await done(['host', 'list'])).toMatch(/^ID +NAME +TAGS +TARGETS\nbare +bare +vnc:\/\/plain:5900\nvm7 +VM 7 +lab,web +wss:/);
    expect(await credentialsOf('vm7')).toEqual({ username: 'admin', password: SECRET });
    expect(await done(['host', 'remove', 'bare'])).toBe('Removed bare.');
    expect(JSON.parse(await done(['host', 'list', '--json']))).toHaveLength(1);
  });

  it('imports files: planned first, then done, then nothing more to do', async () => {
    await done(['host', 'add', 'old', 'old']);
    await done(['host', 'add', 'web', 'web', '--tags', 'a']);
    const yaml = file('hosts.yaml', `- id: web\n  name: Web\n  password: ${SECRET}\n- {id: new, target: "new:1"}\n`);
    const steps = '+ new  vnc://new:5901\n~ web  name, credentials\n';
    expect(await done(['host', 'import', yaml, '--dry-run'])).toBe(
      `${steps}Would be: 1 added, 1 changed, 0 removed, 0 unchanged, 1 not in the file and kept.`,
    );
    expect(JSON.parse(await done(['host', 'list', '--json']))).toHaveLength(2);
    expect(await done(['host', 'import', yaml])).toBe(`${steps}1 added, 1 changed, 0 removed, 0 unchanged, 1 not in the file and kept.`);
    expect(await done(['host', 'import', yaml, '--prune'])).toBe('- old\n0 added, 0 changed, 1 removed, 2 unchanged.');
    const csv = file('hosts.CSV', 'id;name;tags\nweb;Web;b c\nnew;;\n');
    expect(await done(['host', 'import', csv])).toBe('~ web  tags\n0 added, 1 changed, 0 removed, 1 unchanged.');
    const elsewhere = file('elsewhere.yaml', '- {id: web, target: evil}\n');
    expect(await done(['host', 'import', elsewhere])).toContain(
      '~ web  targets, credentials (its stored password is forgotten: give it again)\n',
    );
    expect(await credentialsOf('web')).toEqual({});
  });

  it('imports a folder of viewer files and a table in GBK, and says what they were taken for', async () => {
    const folder = join(directory.path, 'viewers');
    mkdirSync(folder);
    writeFileSync(join(folder, 'plant.vnc'), '[connection]\nhost=10.0.0.7\nport=5902\npassword=736563726574\n');
    writeFileSync(join(folder, 'notes.docx'), 'no list of hosts');
    const gbk = Buffer.concat([Buffer.from('id,name,target\nserver,'), Buffer.from('b7fecef1c6f7', 'hex'), Buffer.from(',h\n')]);
    expect(await done(['host', 'import', folder, file('gbk.csv', gbk)])).toBe(
      [
        `${folder}/plant.vnc: vnc, utf-8, 1 host`,
        `${directory.path}/gbk.csv: csv, gb18030, 1 host`,
        '+ plant  vnc://10.0.0.7:5902',
        '+ server  vnc://h:5900',
        '2 added, 0 changed, 0 removed, 0 unchanged.',
      ].join('\n'),
    );
    expect(JSON.parse(await done(['host', 'list', '--json']))).toMatchObject([
      { id: 'plant', credentials: { hasPassword: false } },
      { id: 'server', name: '服务器' },
    ]);
    const unclear = file('unclear.csv', Buffer.from('id,name\na,\xf1\xe5\xf0\xe2\xe5\xf0\n', 'latin1'));
    const { code, stderr } = await portal(['host', 'import', unclear]);
    expect([code, stderr]).toEqual([
      1,
      [expect.stringMatching(/unclear\.csv: The encoding of this file is unclear.*gb18030, .*windows-1251/) as string],
    ]);
  });

  it('refuses files with mistakes, telling each, and changes nothing', async () => {
    const one = file('one.csv', 'id,target,password\nfine,fine,\nBad Id,x,vnc-secret\n');
    expect(await portal(['host', 'import', one])).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: [expect.stringMatching(/^portal: nothing was changed: line 3: id: /) as string],
    });
    const many = file('many.yaml', '- {id: a}\n- {id: b, target: "http://x"}\n- {id: c, target: c}\n');
    expect(await portal(['host', 'import', many])).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: [
        expect.stringMatching(/^line 1 \(a\): targets: /) as string,
        expect.stringMatching(/^line 2 \(b\): targets\.0: /) as string,
        'portal: nothing was changed: there are 2 mistakes',
      ],
    });
    expect((await portal(['host', 'import', file('bad.yaml', `- id: a\n  password: "${SECRET}\n`)])).stderr.join()).not.toContain(SECRET);
    expect(JSON.parse(await done(['host', 'list', '--json']))).toEqual([]);
  });

  it('tests a host and fails when a step does', async () => {
    await done(['host', 'add', 'closed', 'ws://127.0.0.1:1/']);
    const { code, stdout, stderr } = await portal(['host', 'test', 'closed']);
    expect([code, stderr]).toEqual([1, ['portal: closed cannot be reached at 1 of its 1 addresses']]);
    expect(stdout).toMatch(/^ws:\/\/127\.0\.0\.1:1\/\n {2}ok .*\n {2}FAILED .*refused/);
  });
});

describe('the command line', { timeout: 120_000 }, () => {
  let directory: TemporaryDirectory;
  beforeEach(() => {
    directory = temporaryDirectory('cli');
  });
  afterEach(() => directory.remove());
  async function portal(args: string[], input = '', env: Record<string, string | undefined> = {}): Promise<Result> {
    const command = new RunningProcess(`portal ${args.join(' ')}`, process.execPath, ['dist/portal.js', ...args], {
      cwd: root,
      env: { DATA_DIR: directory.path, DATABASE_URL: undefined, ...env },
      input,
    });
    const { code } = await command.exit(60_000);
    return { code, stdout: command.stdout.join('\n'), stderr: command.stderr };
  }

  it.each([
    [[]],
    [['nonsense']],
    [['user']],
    [['user', 'add']],
    [['user', 'add', 'x']],
    [['user', 'add', 'x', '--password-stdin', '--role', 'root']],
    [['user', 'add', 'x', '--invite', '--must-change']],
    [['user', 'invite', 'x', '--hours', '0']],
    [['token', 'create', 'x']],
    [['token', 'create', 'x', '--name', 'y', '--expires', '0']],
    [['token', 'create', 'x', '--name', 'y', '--expires', '1.5']],
    [['token', 'revoke']],
    [['token', 'revoke', 'x', '--user', 'y']],
    [['host', 'add', 'x']],
    [['host', 'add', 'x', 'y', '--balance', 'random']],
    [['host', 'import', 'hosts.docx']],
    [['host', 'remove', 'x', 'y']],
  ])('ends with 2 when it is misused: %j', async (args) => {
    const { code, stdout, stderr } = await portal(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.join('\n')).toMatch(/--help/);
  });

  it.each<[string[], string, RegExp]>([
    [['user', 'disable', 'nobody'], '', /there is no user "nobody"/],
    [['user', 'passwd', 'nobody', '--password-stdin'], PASSWORD, /there is no user "nobody"/],
    [['user', 'add', 'x', '--password-stdin'], '', /standard input holds no password/],
    [['user', 'add', 'x', '--password-stdin'], 'short\n', /at least 8 characters/],
    [['user', 'add', 'Not A Name', '--password-stdin'], PASSWORD, /name: /],
    [['token', 'create', 'nobody', '--name', 'x'], '', /there is no user/],
    [['token', 'revoke', 'x'], '', /there is no token "x"/],
    [['host', 'add', 'Bad_Id', 'x'], '', /id: /],
    [['host', 'add', 'x', 'http://wrong/'], '', /Write ws:\/\/ instead/],
    [['host', 'add', 'x', '169.254.169.254'], '', /ALLOWED_TARGETS/],
    [['host', 'add', 'x', 'y', '--tls-ca', '/nonexistent.pem'], '', /--tls-ca: the file cannot be read \(ENOENT\)/],
    [['host', 'remove', 'x'], '', /there is no host "x"/],
    [['host', 'test', 'x'], '', /there is no host "x"/],
    [['host', 'import', '/nonexistent.yaml'], '', /cannot be read \(ENOENT\)/],
  ])('ends with 1 and one line when it is refused: %j', async (args, input, message) => {
    const { code, stdout, stderr } = await portal(args, input);
    expect([code, stdout, stderr.length]).toEqual([1, '', 1]);
    expect(stderr[0]).toMatch(message);
    if (input.length > 5) expect(stderr[0]).not.toContain(input.trim());
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ PORT: 'not-a-port' }, /PORT/],
    [{ DATABASE_URL: 'postgres://u:not-a-port@127.0.0.1:1/x' }, /DATABASE_URL cannot be reached/],
    [{ DATA_DIR: '/dev/null/x' }, /DATA_DIR/],
  ])('ends with 1 and one line that shows no value when it cannot start: %j', async (env, message) => {
    const { code, stderr } = await portal(['user', 'list'], '', env);
    expect([code, stderr.length]).toEqual([1, 1]);
    expect(stderr[0]).toMatch(message);
    expect(stderr[0]).not.toContain('not-a-port');
  });

  it('explains itself, with examples', async () => {
    for (const args of [['--help'], ['user', 'add', '--help'], ['host', 'import', '--help']]) {
      const { code, stdout } = await portal(args);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Usage: portal/);
      expect(stdout).toMatch(/Examples?:|YAML:/);
    }
  });

  it('tells of a portal that has users but no administrator', async () => {
    const { code, stderr } = await portal(['user', 'add', 'ben', '--password-stdin'], PASSWORD);
    expect([code, stderr]).toEqual([0, ['portal: there is no administrator yet: add one with --role admin']]);
  });
});
