/** The audit of the whole product on its way outside: to a real rsyslogd over TCP and TLS, and to a collector over https. */

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditKeeping, AuditRow } from '../../server/contract/audit';
import { ApiClient } from '../support/api-client';
import { startEcho, type EchoApplication } from '../support/backends';
import { createAuthority, type Authority } from '../support/certificates';
import { ADMIN, startPortal, type Administrator, type Portal } from '../support/portal';
import { startRsyslog, type Rsyslog } from '../support/rsyslog';
import { temporaryDirectory } from '../support/temporary';
import { until } from '../support/waiting';
import { WebBrowser } from '../support/web-browser';

const WEBHOOK_SECRET = 'a secret that signs the webhook';
/** What no row may hold. */
const secrets = {
  vncPassword: 'vnc-secret-7Qx',
  newPassword: 'portal-secret-9Zk',
  wrongPassword: 'wrong-secret-3Lm',
  webhook: WEBHOOK_SECRET,
  typed: 'keystrokes-and-clipboard-5Vd',
};

let authority: Authority;
let tls: Rsyslog;
let collector: Collector;
let echo: EchoApplication;
let portal: Portal;
let admin: Administrator;
const data = temporaryDirectory('audit');

beforeAll(async () => {
  authority = await createAuthority();
  const certificate = await authority.issue('syslog', { rsa: true });
  [tls, collector, echo] = await Promise.all([startRsyslog({ authority, certificate }), startCollector(authority), startEcho()]);
  portal = await start({
    AUDIT_SYSLOG: `tls://localhost:${tls.port}`,
    AUDIT_SYSLOG_CA: authority.caFile,
    AUDIT_WEBHOOK: `https://localhost:${collector.port}/hook?token=in-the-address`,
    AUDIT_WEBHOOK_CA: authority.caFile,
    AUDIT_WEBHOOK_SECRET: WEBHOOK_SECRET,
  });
  admin = await portal.admin();
});
afterAll(async () => {
  await portal.stop();
  await Promise.all([tls.stop(), collector.stop(), echo.stop()]);
  authority.stop();
  data.remove();
});

const start = (env: Record<string, string>) => startPortal({ env, dataDir: data.path });
const rows = () => admin.api.audit({ limit: '500' });
const keeping = async () => (await admin.api.must('GET', '/audit/forwarding')).json<AuditKeeping>();
const seqs = (messages: string[]) => messages.map((message) => Number(/ seq="(\d+)"/.exec(message)?.[1]));
/** Waits for the rows that there are now: each at least once, and no gaps. */
async function arrived(at: Rsyslog): Promise<void> {
  const all = (await rows()).map(({ seq }) => seq);
  await until('every row at the syslog server', () => all.every((seq) => seqs(at.messages()).includes(seq)), 20_000);
}

test('rows arrive at a syslog server over TLS as RFC 5424 says, and at a webhook that failed at first, signed', async () => {
  await act();
  await type();
  await arrived(tls);
  for (const message of tls.messages())
    expect(message).toMatch(
      /^<10[89]>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ vnc-portal \d+ [a-z]+\.[a-z]+ \[vnc-portal@32473( [\w.]+="([^"\\\]]|\\["\\\]])*")+\] \uFEFF\S|^<110>1 /,
    );
  expect(tls.messages().some((message) => message.includes('actor="admin"') && message.includes(' login.success '))).toBe(true);

  const all = (await rows()).map(({ seq }) => seq);
  await until('every row at the collector', () => all.every((seq) => collector.rows.some((row) => row.seq === seq)), 20_000);
  expect(collector.refused).toBe(2);
  expect(collector.badSignatures).toBe(0);
  const { destinations } = await until('the state', async () => {
    const state = await keeping();
    return state.destinations.every(({ waiting, error }) => waiting === 0 && error === null) && state;
  });
  expect(destinations.map(({ kind, address }) => [kind, address])).toEqual([
    ['syslog', `tls://localhost:${tls.port}`],
    ['webhook', `https://localhost:${collector.port}`],
  ]);
});

test('a syslog server that is away for a while gets everything in the end, and administrators see how it stands', async () => {
  await tls.halt();
  await act();
  await until('the failure to be told', async () => (await keeping()).destinations[0]!.error);
  await tls.start();
  await arrived(tls);
});

test('a restart of the portal loses nothing of what waits', async () => {
  await tls.halt('SIGKILL');
  await act();
  await portal.stop('SIGKILL');
  portal = await start({ AUDIT_SYSLOG: `tls://localhost:${tls.port}`, AUDIT_SYSLOG_CA: authority.caFile });
  await tls.start();
  admin = { ...admin, api: new ApiClient(portal, admin.token) };
  await arrived(tls);
});

test('the chain holds, and nothing of what was typed or is secret is in it, in the log or in what was forwarded', async () => {
  expect(await portal.command(['audit', 'verify'])).toMatch(
    /^The audit holds: \d+ rows\.\nIts end: \d+:[0-9a-f]{64}\nIt reaches the mark in DATA_DIR: row \d+\.$/,
  );
  const exported = await portal.command(['audit', 'export', '--format', 'jsonl']);
  const places = { exported, log: portal.process.output, syslog: tls.messages().join('\n'), webhook: JSON.stringify(collector.rows) };
  const wanted = [...Object.values(secrets), ADMIN.password, admin.token, 'in-the-address'];
  const found = Object.entries(places).flatMap(([place, text]) =>
    wanted.filter((secret) => text.includes(secret)).map((secret) => [place, secret]),
  );
  expect(found).toEqual([]);
  const [taken] = await admin.api.audit({ action: 'audit.export,audit.prune' });
  expect(taken).toMatchObject({ actorName: 'command line', detail: { format: 'jsonl' } });
});

test('plain TCP works too, and a server whose certificate nobody vouches for gets nothing', async () => {
  await portal.stop();
  const [plain, stranger] = await Promise.all([startRsyslog(), startCollector(await createAuthority())]);
  portal = await start({
    AUDIT_SYSLOG: `tcp://127.0.0.1:${plain.port}`,
    AUDIT_WEBHOOK: `https://localhost:${stranger.port}/`,
    AUDIT_WEBHOOK_CA: authority.caFile,
  });
  admin = { ...admin, api: new ApiClient(portal, admin.token) };
  await act();
  const all = (await rows()).map(({ seq }) => seq);
  await until('the newest row over TCP', () => seqs(plain.messages()).includes(all[0]!));
  const error = await until('the webhook to be refused', async () => (await keeping()).destinations[1]!.error);
  expect(error).toMatch(/^(SELF_SIGNED|UNABLE_TO|CERT_SIG)/);
  expect(stranger.rows).toEqual([]);
  await Promise.all([plain.stop(), stranger.stop()]);
});

/** A console that somebody types into. */
async function type(): Promise<void> {
  const { api } = admin;
  await api.addHost('desk', echo.url);
  const viewer = await api.open('desk');
  viewer.send(secrets.typed);
  expect(await viewer.text()).toContain(secrets.typed);
  await viewer.close();
  await until('the end of the console', async () => (await api.audit({ action: 'console.end' }))[0]);
}

let turn = 0;
/** What people do, with secrets in it that could be taken along. */
async function act(): Promise<void> {
  const name = `guest-${turn++}`;
  const { id } = await admin.api.create<{ id: string }>('/users', { name, role: 'user', password: secrets.newPassword });
  await admin.api.addHost(`host-${turn}`, 'vnc://127.0.0.1:1', { credentials: { username: 'u', password: secrets.vncPassword } });
  const browser = new WebBrowser(portal);
  await browser.signIn(name, secrets.wrongPassword).catch(() => undefined);
  await admin.api.must('PATCH', `/users/${id}`, { password: `${secrets.newPassword}!` });
  await admin.api.must('DELETE', `/users/${id}`);
}

interface Collector {
  port: number;
  rows: AuditRow[];
  /** Answers other than 2xx. */
  refused: number;
  badSignatures: number;
  stop(): Promise<void>;
}

/** Takes nothing for the first two times. */
async function startCollector(authority: Authority): Promise<Collector> {
  const { certFile, keyFile } = await authority.issue('collector');
  const found: Omit<Collector, 'port' | 'stop'> = { rows: [], refused: 0, badSignatures: 0 };
  const server: Server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const time = String(request.headers['x-vnc-portal-timestamp']);
      const signature = `v1=${createHmac('sha256', WEBHOOK_SECRET).update(`${time}.`).update(body).digest('hex')}`;
      if (signature !== request.headers['x-vnc-portal-signature'] || Math.abs(Date.now() / 1000 - Number(time)) > 60) found.badSignatures++;
      if (found.refused < 2) {
        found.refused++;
        response.writeHead(found.refused === 1 ? 503 : 302, { location: '/elsewhere' }).end('not now');
        return;
      }
      found.rows.push(...(JSON.parse(body.toString('utf8')) as { rows: AuditRow[] }).rows);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(found, {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
