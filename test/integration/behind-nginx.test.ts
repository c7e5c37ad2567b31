/** Set-up 6: Debian's nginx in front, a sub-path, TLS ended in nginx, and a read time-out shorter than the screen is quiet. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../support/certificates';
import type { Authority, Certificate } from '../support/certificates';
import { http } from '../support/http';
import { startNginx } from '../support/nginx';
import type { Nginx } from '../support/nginx';
import { freePort } from '../support/ports';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { startQemu } from '../support/qemu';
import type { Qemu } from '../support/qemu';
import { openRawConsole } from '../support/raw-console';
import { colours, RfbClient } from '../support/rfb-client';
import { until, within } from '../support/waiting';

/** The path that `npm test` builds the pages for besides the root. */
const SUB_PATH = '/consoles';
const READ_TIMEOUT_SECONDS = 2;
const QUIET_MS = 3.5 * READ_TIMEOUT_SECONDS * 1000;

let authority: Authority;
let certificate: Certificate;
let qemu: Qemu;

beforeAll(async () => {
  authority = await createAuthority();
  certificate = await authority.issue('nginx');
  qemu = await startQemu();
});
afterAll(async () => {
  await qemu.stop();
  authority.stop();
});

/** What every guide to WebSockets behind nginx says, and no more. */
const configuration = (portal: number) => (port: number) => `
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${certificate.certFile};
    ssl_certificate_key ${certificate.keyFile};
    location ${SUB_PATH}/ {
      proxy_pass http://127.0.0.1:${portal};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout ${READ_TIMEOUT_SECONDS}s;
    }
  }`;

async function startBoth(heartbeatSeconds: number): Promise<{ portal: Portal; nginx: Nginx; admin: Administrator }> {
  const port = await freePort();
  const url = `https://127.0.0.1:${port}${SUB_PATH}`;
  const portal = await startPortal({
    url,
    ca: authority.ca,
    env: { PUBLIC_URL: `${url}/`, TRUSTED_PROXIES: '127.0.0.1', HEARTBEAT_SECONDS: String(heartbeatSeconds) },
  });
  const nginx = await startNginx(configuration(portal.ownPort), port);
  const admin = await portal.admin();
  await admin.api.addHost('qemu', qemu.url);
  return { portal, nginx, admin };
}

describe('with a heartbeat shorter than the time-out', () => {
  let portal: Portal;
  let nginx: Nginx;
  let admin: Administrator;

  beforeAll(async () => {
    ({ portal, nginx, admin } = await startBoth(0.5));
  });
  afterAll(async () => {
    await nginx.stop();
    await portal.stop();
  });

  test('sign-in works, with a cookie for that path and for https alone', () => {
    const { name, attributes } = admin.browser.sessionCookie!;
    expect(name).toBe('__Secure-vnc-portal');
    expect(attributes).toMatch(new RegExp(`Path=${SUB_PATH}(;|$)`, 'i'));
    expect(attributes).toMatch(/Secure/i);
    expect(attributes).toMatch(/HttpOnly/i);
  });

  test('pages, their scripts and their redirects stay below the path', async () => {
    const signedOut = await portal.http('/');
    expect([302, 303, 307, 308]).toContain(signedOut.status);
    const there = new URL(signedOut.headers.location!, `${portal.url}/`);
    expect(there.href.startsWith(`${portal.url}/sign-in`)).toBe(true);
    const page = await admin.browser.get('/');
    expect(page.status).toBe(200);
    const scripts = [...page.text.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source]) => source!);
    expect(scripts.length).toBeGreaterThan(0);
    for (const source of scripts) {
      expect(source.startsWith(`${SUB_PATH}/_next/`)).toBe(true);
      expect((await http(`${portal.origin}${source}`, { ca: authority.ca })).status).toBe(200);
    }
    expect(page.headers['strict-transport-security']).toMatch(/max-age=\d+/);
  });

  test('a page asked for without the path, as by a proxy that cuts it off, is answered all the same', async () => {
    const answer = await http(`http://127.0.0.1:${portal.ownPort}/healthz`);
    expect(answer.status).toBe(200);
    expect((await portal.http('/healthz')).status).toBe(200);
    expect((await portal.http('/readyz')).status).toBe(200);
  });

  test("the person's own address is known, not the proxy's word for it alone", async () => {
    const console = await admin.browser.open('qemu');
    const [session] = await admin.api.sessions();
    expect(session).toMatchObject({ address: '127.0.0.1', userName: 'admin' });
    await console.close();
  });

  test("an Origin is compared with the address that people type, not the portal's own", async () => {
    const headers = { cookie: admin.browser.cookie };
    await expect(
      admin.browser.open('qemu', { headers: { ...headers, origin: `http://127.0.0.1:${portal.ownPort}` } }),
    ).rejects.toMatchObject({
      status: 403,
    });
    await (await admin.browser.open('qemu', { headers: { ...headers, origin: portal.origin } })).close();
  });

  test('a console shows the screen, and is still alive when it was idle for longer than the time-out', async () => {
    const client = await RfbClient.open(portal.consoleUrl('qemu'), { headers: admin.browser.headers, ca: authority.ca });
    const seen = await until('something on the screen', async () => {
      const screen = await client.screen();
      return colours(screen).count > 1 && screen;
    });
    await delay(QUIET_MS);
    expect(client.console.isClosed).toBe(false);
    expect((await client.screen()).pixels.length).toBe(seen.pixels.length);
    await client.close();
  });
});

describe('with a heartbeat longer than the time-out', () => {
  test('nginx cuts an idle console: what the test above holds off is real', async () => {
    const { portal, nginx, admin } = await startBoth(300);
    const raw = await openRawConsole(portal, `${SUB_PATH}/vnc/qemu`, { Authorization: `Bearer ${admin.token}` });
    expect((await raw.frame()).payload.toString()).toBe('RFB 003.008\n');
    await within('the cut', raw.ended, QUIET_MS);
    raw.close();
    await nginx.stop();
    await portal.stop();
  });
});
