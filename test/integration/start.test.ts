import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client';
import { createAuthority } from '../support/certificates';
import type { Authority } from '../support/certificates';
import { freePort, listen } from '../support/ports';
import { ADMIN, launchPortal, root, startPortal } from '../support/portal';
import { RunningProcess } from '../support/process';
import { temporaryDirectory } from '../support/temporary';
import type { TemporaryDirectory } from '../support/temporary';
import { WebBrowser } from '../support/web-browser';

/** A start that cannot work says so at once: long before a supervisor's patience ends. */
const AT_ONCE = 15_000;
const SECRET = 'S3cret-value-that-nobody-may-read';

let data: TemporaryDirectory;
let authority: Authority;
let taken: Server;
let takenPort = 0;

beforeAll(async () => {
  data = temporaryDirectory('start');
  authority = await createAuthority();
  taken = createServer();
  takenPort = await listen(taken);
});
afterAll(() => {
  taken.close();
  authority.stop();
  data.remove();
});

/** Starts with something wrong, and gives the one line that says so. */
async function failedStart(env: Record<string, string>): Promise<{ code: number | null; line: string }> {
  const portal = launchPortal({ env, dataDir: join(data.path, 'unused') });
  const { code } = await portal.exit(AT_ONCE).finally(() => portal.stop());
  expect(portal.stdout.filter((line) => line.includes('listening on'))).toEqual([]);
  expect(portal.stderr).toHaveLength(1);
  expect(portal.output).not.toContain(SECRET);
  return { code, line: portal.stderr[0]! };
}

describe('a start that cannot work ends at once with one clear line', () => {
  test('the port is in use', async () => {
    const { code, line } = await failedStart({ PORT: String(takenPort) });
    expect(code).toBe(1);
    expect(line).toMatch(/port \d+ is in use/);
  });

  test('DATA_DIR cannot be written', async () => {
    const file = join(data.path, 'a-file');
    writeFileSync(file, '');
    for (const place of [file, join(file, 'below'), '/proc/vnc-portal', '/sys/vnc-portal']) {
      const { code, line } = await failedStart({ DATA_DIR: place });
      expect([1, 78]).toContain(code);
      expect(line).toContain('DATA_DIR');
    }
  });

  test('what stands in DATA_DIR is not a database', async () => {
    const place = join(data.path, 'no-database');
    mkdirSync(place);
    writeFileSync(join(place, 'portal.db'), 'This is no database. '.repeat(500));
    const { code, line } = await failedStart({ DATA_DIR: place });
    expect(code).toBe(1);
    expect(line).toMatch(/database/i);
  });

  test('the database cannot be reached', async () => {
    const { code, line } = await failedStart({ DATABASE_URL: `postgres://portal:${SECRET}@127.0.0.1:${await freePort()}/portal` });
    expect(code).toBe(1);
    expect(line).toMatch(/database/i);
  });

  test('the database is a server that never answers', async () => {
    const silent = createServer();
    const port = await listen(silent);
    const { code, line } = await failedStart({ DATABASE_URL: `postgres://portal:${SECRET}@127.0.0.1:${port}/portal` });
    expect(code).toBe(1);
    expect(line).toMatch(/database/i);
    silent.close();
  });

  test('a certificate that cannot be read or used', async () => {
    const [one, other] = [await authority.issue('one'), await authority.issue('other')];
    const junk = join(data.path, 'junk.pem');
    writeFileSync(junk, SECRET);
    const pairs: [string, string, RegExp][] = [
      [join(data.path, 'missing.pem'), one.keyFile, /TLS_CERT/],
      [one.certFile, join(data.path, 'missing.key'), /TLS_KEY/],
      [data.path, one.keyFile, /TLS_CERT/],
      [junk, one.keyFile, /TLS_CERT/],
      [one.certFile, junk, /TLS_KEY/],
      [one.certFile, other.keyFile, /TLS_(CERT|KEY)/],
    ];
    for (const [cert, key, name] of pairs) {
      const { code, line } = await failedStart({ TLS_CERT: cert, TLS_KEY: key });
      expect([1, 78]).toContain(code);
      expect(line).toMatch(name);
    }
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', `80 ${SECRET}`],
    ['HOST', `not a host ${SECRET}`],
    ['DATABASE_URL', `mysql://root:${SECRET}@localhost/portal`],
    ['DATABASE_URL', SECRET],
    ['PUBLIC_URL', SECRET],
    ['PUBLIC_URL', `https://user:${SECRET}@vnc.example/`],
    ['AUTH_SECRET', 'S3cret'],
    ['TLS_CERT', `/${SECRET}`],
    ['TRUSTED_PROXIES', SECRET],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['ALLOWED_TARGETS', SECRET],
    ['HEARTBEAT_SECONDS', '0'],
    ['HEARTBEAT_SECONDS', SECRET],
    ['IDLE_MINUTES', '-1'],
    ['DRAIN_SECONDS', 'soon'],
    ['MAX_CONSOLES', '0'],
    ['MAX_CONSOLES_PER_USER', '1.5'],
    ['LOG_LEVEL', SECRET],
    ['LOG_FORMAT', SECRET],
  ])('a bad %s (%s) is named, without its value, and the exit code is 78', async (name, value) => {
    const { code, line } = await failedStart({ [name]: value });
    expect(code).toBe(78);
    expect(line).toMatch(new RegExp(`\\b${name === 'TLS_CERT' ? 'TLS_KEY' : name}\\b`));
    expect(line.replaceAll(/\d+/g, ' ')).not.toContain(` ${value} `);
  });
});

describe('a first start', () => {
  test('keeps its data to itself', async () => {
    const place = join(data.path, 'own', 'data');
    const portal = await startPortal({ dataDir: place });
    await portal.admin();
    expect(statSync(place).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(place)) expect(statSync(join(place, name)).mode & 0o077).toBe(0);
    await portal.stop();
  });

  test('shows the address and a one-time code, which alone creates the first administrator', async () => {
    const place = join(data.path, 'first');
    const portal = await startPortal({ dataDir: place });
    expect((await portal.http('/healthz')).status).toBe(200);
    expect((await portal.http('/readyz')).status).toBe(200);
    const code = await portal.setupCode();
    const browser = new WebBrowser(portal);
    const state = async (): Promise<unknown> => (await browser.get('/api/v1/setup')).json();
    expect(await state()).toEqual({ needed: true });
    const wrong = await browser.post('/api/v1/setup', { code: 'AAAA-BBBB-CCCC', ...ADMIN });
    expect(wrong.status).toBe(401);
    expect(wrong.json()).toMatchObject({ error: { code: 'wrong_setup_code' } });
    expect(await state()).toEqual({ needed: true });
    const right = await browser.post('/api/v1/setup', { code: code.toLowerCase().replaceAll('-', ' '), ...ADMIN });
    expect(right.status).toBeLessThan(300);
    expect(right.json()).toMatchObject({ name: ADMIN.name, role: 'admin', disabled: false });
    expect(await state()).toEqual({ needed: false });
    const again = await browser.post('/api/v1/setup', { code, name: 'second', password: ADMIN.password });
    expect(again.status).toBe(409);
    expect(again.json()).toMatchObject({ error: { code: 'setup_done' } });
    await browser.signIn(ADMIN.name, ADMIN.password);
    await portal.stop();

    const later = await startPortal({ dataDir: place });
    const still = new WebBrowser(later);
    for (const [name, cookie] of browser.cookies) still.cookies.set(name, cookie);
    expect((await still.get('/api/v1/me')).json()).toMatchObject({ name: ADMIN.name });
    expect(later.process.output).not.toMatch(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/);
    await later.stop();
  });

  test('every first start has a code of its own', async () => {
    const portals = await Promise.all([startPortal(), startPortal()]);
    const codes = await Promise.all(portals.map((portal) => portal.setupCode()));
    expect(new Set(codes).size).toBe(2);
    await Promise.all(portals.map((portal) => portal.stop()));
  });

  test('the command line does the same without a browser, before and while the portal runs', async () => {
    const portal = await startPortal();
    const { name, password } = ADMIN;
    await portal.command(['user', 'add', name, '--role', 'admin', '--password-stdin'], `${password}\n`);
    expect((await new WebBrowser(portal).get('/api/v1/setup')).json()).toEqual({ needed: false });
    const printed = await portal.command(['token', 'create', name, '--name', 'cli']);
    expect(printed.trim()).toMatch(/^vp_[A-Za-z0-9_-]{43}$/);
    const me = await new ApiClient(portal, printed.trim()).must('GET', '/me');
    expect(me.json()).toMatchObject({ name, role: 'admin', via: 'token' });
    await portal.command(['host', 'add', 'desk', '10.0.0.5:1', '--name', 'Desk', '--tags', 'lab,office']);
    const listed = JSON.parse(await portal.command(['host', 'list', '--json'])) as { id: string }[];
    expect(listed).toMatchObject([{ id: 'desk', name: 'Desk', tags: ['lab', 'office'], targets: ['vnc://10.0.0.5:5901'] }]);
    await portal.stop();
  });

  test('a database that is set back to before a command of the command line is told at the next start, and by audit verify', async () => {
    const place = join(data.path, 'set-back');
    const portal = await startPortal({ dataDir: place });
    const add = (name: string) => portal.command(['user', 'add', name, '--password-stdin'], `${ADMIN.password}\n`);
    await add('first');
    await portal.stop();
    const files = readdirSync(place).filter((name) => name.startsWith('portal.db'));
    const backup = files.map((name) => [name, readFileSync(join(place, name))] as const);
    await add('second');
    for (const name of readdirSync(place)) if (name.startsWith('portal.db')) rmSync(join(place, name));
    for (const [name, content] of backup) writeFileSync(join(place, name), content);
    const later = await startPortal({ dataDir: place });
    await later.process.line(/the end of the audit is not as the portal left it/);
    await expect(later.command(['audit', 'verify'])).rejects.toThrow(/row \d+ is missing at the end, as a mark in DATA_DIR shows/);
    await later.stop();
  });

  test('a command that is refused ends with 1 and one line, one that is misused with 2', async () => {
    const portal = await startPortal();
    const cases: [string[], number][] = [
      [['user', 'disable', 'nobody'], 1],
      [['host', 'remove', 'nothing'], 1],
      [['host', 'add', 'desk', 'http://wrong/'], 1],
      [['host', 'add'], 2],
      [['no-such-command'], 2],
      [['user', 'add', 'x', '--no-such-option'], 2],
    ];
    for (const [args, code] of cases) {
      const running = portal.cli(args);
      expect([args, (await running.exit(20_000)).code]).toEqual([args, code]);
      expect(running.stdout).toEqual([]);
      if (code === 1) expect(running.stderr).toHaveLength(1);
    }
    await portal.stop();
  });
});

describe('npm start', () => {
  test('serves what is built already without building it again, and leaves on SIGTERM with 0', async () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
    const [command, ...args] = scripts.start.split(' ');
    const env = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(data.path, 'npm'), NODE_ENV: undefined, VITEST: undefined };
    const started = new RunningProcess('npm start', command!, args, { cwd: root, env });
    await started.line(/listening on http:\/\/127\.0\.0\.1:\d+/, 30_000);
    expect(started.output).not.toMatch(/installing|building/);
    expect(await started.stop('SIGTERM', 10_000)).toEqual({ code: 0, signal: null });
  });
});
