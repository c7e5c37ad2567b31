/** Set-up 3: https, wss and the redirect of plain http on one port; and a certificate that is renewed under open consoles. */

import { copyFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import { createAuthority } from '../support/certificates';
import type { Authority } from '../support/certificates';
import { http } from '../support/http';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { RawConnection, upgradeRequest } from '../support/raw-connection';
import { temporaryDirectory } from '../support/temporary';
import type { TemporaryDirectory } from '../support/temporary';
import { until } from '../support/waiting';

let authority: Authority;
let place: TemporaryDirectory;
let portal: Portal;
let admin: Administrator;
let echo: EchoApplication;

beforeAll(async () => {
  authority = await createAuthority();
  place = temporaryDirectory('renewal');
  await renew('first');
  const tls = { certFile: `${place.path}/cert.pem`, keyFile: `${place.path}/key.pem`, pem: '' };
  portal = await startPortal({ tls, ca: authority.ca });
  admin = await portal.admin();
  echo = await startEcho();
  await admin.api.addHost('echo', echo.url);
});
afterAll(async () => {
  await echo.stop();
  await portal.stop();
  place.remove();
  authority.stop();
});

/** Puts a new certificate in place of the one before, as an ACME client does. */
async function renew(name: string): Promise<void> {
  const issued = await authority.issue(name);
  copyFileSync(issued.certFile, `${place.path}/cert.pem`);
  copyFileSync(issued.keyFile, `${place.path}/key.pem`);
}

function served(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: portal.port, host: '127.0.0.1', ca: authority.ca }, () => {
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      resolve(String(subject.CN));
    });
    socket.on('error', reject);
  });
}

test('plain http is answered 308 with the same address on https', async () => {
  for (const [method, path] of [
    ['GET', '/anything?x=1'],
    ['GET', '/'],
    ['POST', '/api/v1/hosts?a=b&c=%2F'],
    ['HEAD', '/vnc/echo'],
  ] as const) {
    const answer = await http(`http://127.0.0.1:${portal.port}${path}`, { method });
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(`https://127.0.0.1:${portal.port}${path}`);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
});

test('the redirect keeps the name that was asked for', async () => {
  const answer = await http(`http://127.0.0.1:${portal.port}/x`, { headers: { host: `vnc.example:${portal.port}` } });
  expect(answer.headers.location).toBe(`https://vnc.example:${portal.port}/x`);
});

test('a ws:// upgrade on the TLS port is redirected too, and opens no console', async () => {
  const raw = await RawConnection.open(`http://127.0.0.1:${portal.port}`);
  await raw.write(upgradeRequest('/vnc/echo', portal.host, { Authorization: `Bearer ${admin.token}` }));
  const head = await raw.head();
  expect(head.status).toBe(308);
  expect(head.header('location')).toBe(`https://${portal.host}/vnc/echo`);
  await raw.rest();
  raw.close();
  expect(echo.clients()).toBe(0);
});

test('what is neither http nor TLS, or nothing at all, is cut', async () => {
  const raw = await RawConnection.open(portal.port);
  await raw.write('RFB 003.008\n');
  expect((await raw.rest()).toString()).toMatch(/^(HTTP\/1\.1 400 |$)/);
  raw.close();
  // Each is cut after ten seconds, and no byte that comes by drips puts it off.
  const silent = await RawConnection.open(portal.port);
  const half = await RawConnection.open(portal.port);
  const slow = await RawConnection.open(portal.url, { ca: authority.ca });
  const plain = await RawConnection.open(portal.port);
  await half.write(Buffer.from('16030100ff010000fb0303', 'hex'));
  await slow.write(`GET / HTTP/1.1\r\nHost: ${portal.host}\r\nX: `);
  await plain.write(`GET / HTTP/1.1\r\nHost: ${portal.host}\r\nX: `);
  const drips = setInterval(() => [half, slow, plain].forEach((raw) => void raw.write('a').catch(() => undefined)), 500);
  await Promise.all([silent, half, slow, plain].map((raw) => raw.rest(30_000))).finally(() => clearInterval(drips));
  for (const one of [silent, half, slow, plain]) one.close();
});

test('a stop does not wait for a connection that is idle', async () => {
  const stopping = await startPortal({ tls: await authority.issue('stopping'), ca: authority.ca, env: { DRAIN_SECONDS: '0' } });
  const idle = await RawConnection.open(stopping.url, { ca: authority.ca });
  await idle.write(`GET /healthz HTTP/1.1\r\nHost: ${stopping.host}\r\n\r\n`);
  expect((await idle.head()).status).toBe(200);
  expect(await stopping.stop()).toEqual({ code: 0, signal: null });
  idle.close();
});

test('https sends HSTS and cookies that are bound to it', async () => {
  const answer = await portal.http('/sign-in');
  expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);
  const { name, attributes } = admin.browser.sessionCookie!;
  expect(name).toBe('__Host-vnc-portal');
  expect(attributes).toMatch(/;?\s*Secure/i);
  expect(attributes).toMatch(/HttpOnly/i);
  expect(attributes).toMatch(/SameSite=Lax/i);
  expect(attributes).toMatch(/Path=\/(;|$)/i);
  expect(attributes).not.toMatch(/Domain/i);
});

test('a console opens on wss with the cookie', async () => {
  const console = await admin.browser.open('echo');
  console.send('Hello');
  expect(await console.text()).toBe('Server received from client: Hello');
  await console.close();
});

test('a renewed certificate is served within seconds, and no console is dropped', async () => {
  expect(await served()).toBe('first');
  const console = await admin.browser.open('echo');
  await renew('second');
  await until('the new certificate', async () => (await served()) === 'second', 10_000);
  console.send('still here');
  expect(await console.text()).toBe('Server received from client: still here');
  const fresh = await admin.browser.open('echo');
  fresh.send('and new');
  expect(await fresh.text()).toBe('Server received from client: and new');
  await Promise.all([console.close(), fresh.close()]);
});

test('a renewal that went wrong leaves the certificate before in use', async () => {
  const before = await served();
  copyFileSync(`${authority.directory}/index.txt`, `${place.path}/cert.pem`);
  await delay(2500);
  expect(await served()).toBe(before);
  await renew('third');
  await until('the new certificate', async () => (await served()) === 'third', 10_000);
});
