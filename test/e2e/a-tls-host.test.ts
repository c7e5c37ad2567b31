/** VNC servers that no browser can speak to by itself, in a real browser: the portal signs in to them. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostCreateInput } from '../../server/contract/host';
import { startHeadlessShell } from '../support/chromium';
import { certificates, password } from '../support/login-matrix';
import { watchPage } from '../support/page-troubles';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { drawnPixels, screenOf } from '../support/screen';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';

const made = certificates();
let portal: Portal;
let admin: Administrator;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const troubles: string[] = [];
const servers: TigerVnc[] = [];

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(), startHeadlessShell()]);
  admin = await portal.admin();
  context = await browser.newContext({ viewport: { width: 1024, height: 700 } });
  context.setDefaultTimeout(20_000);
  await watchPage(context, troubles);
  await context.addCookies([...admin.browser.cookies].map(([name, { value }]) => ({ name, value, url: portal.url })));
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  for (const server of servers) await server.stop();
  await portal.stop();
});

async function register(id: string, securityTypes: string, host: Partial<HostCreateInput>): Promise<void> {
  const server = await startTigerVnc({ password, text: 'hello', certificate: made.server, securityTypes });
  servers.push(server);
  await admin.api.addHost(id, `vnc://127.0.0.1:${server.port}`, host);
}

async function showsAPicture(): Promise<void> {
  await until('text on the screen', async () => {
    const seen = await screenOf(page);
    return seen && drawnPixels(seen) > 300;
  });
}

const secured: [name: string, securityTypes: string, tls: () => HostCreateInput['tls']][] = [
  ['without a certificate, where its settings allow that', 'TLSVnc', () => ({ allowAnonymous: true })],
  ['with a certificate of its own CA', 'X509Vnc', () => ({ ca: made.authority.ca })],
];
test.each(secured)('a host that speaks TLS %s opens with its stored password', async (_, securityTypes, tls) => {
  const id = securityTypes.toLowerCase();
  await register(id, securityTypes, { credentials: { password }, tls: tls() });
  await page.goto(`${portal.url}/console/${id}`);
  await showsAPicture();
});

test('a host whose password is not stored has the page ask for it, and opens with the answer', async () => {
  await register('asking', 'VncAuth', {});
  await page.goto(`${portal.url}/console/asking`);
  await page.getByLabel('VNC password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await showsAPicture();
});

test('a host whose certificate nobody vouches for stays shut, and the page says what to do', async () => {
  await register('untrusted', 'X509Vnc', { credentials: { password } });
  await page.goto(`${portal.url}/console/untrusted`);
  await page
    .getByText(/certificate/i)
    .first()
    .waitFor();
  await page
    .getByText(/TLS options/)
    .first()
    .waitFor();
  expect(await screenOf(page)).toBeNull();
});

test('none of it broke the policy of the pages', () => {
  // noVNC itself writes of the one that was refused.
  expect(troubles.filter((trouble) => !trouble.includes('Failed when connecting'))).toEqual([]);
});
