/** Set-up 2: ws and wss on either side. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../support/certificates';
import type { Authority, Certificate } from '../support/certificates';
import { Refused } from '../support/console-client';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { startQemu } from '../support/qemu';
import type { Qemu } from '../support/qemu';
import { colours, RfbClient } from '../support/rfb-client';
import type { Screen } from '../support/rfb-client';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startWebsockify } from '../support/websockify';

const PASSWORD = 'S3cretpw';

let authority: Authority;
let other: Authority;
const certificates = {} as Record<'good' | 'selfSigned' | 'wrongName' | 'expired' | 'portal', Certificate>;
let vnc: TigerVnc;
const running: { stop(): Promise<unknown> }[] = [];
const portals = {} as Record<'http' | 'https', Portal>;
const admins = {} as Record<'http' | 'https', Administrator>;
let attempts = 0;

beforeAll(async () => {
  [authority, other] = await Promise.all([createAuthority(), createAuthority()]);
  certificates.good = await authority.issue('good');
  certificates.portal = await authority.issue('portal');
  certificates.wrongName = await authority.issue('wrong-name', { names: 'DNS:other.example,IP:127.0.0.2' });
  certificates.expired = await authority.issue('expired', { expired: true });
  certificates.selfSigned = await authority.selfSigned('self-signed');
  vnc = await startTigerVnc({ password: PASSWORD, text: 'hello' });
  portals.http = await startPortal();
  portals.https = await startPortal({ tls: certificates.portal, ca: authority.ca });
  admins.http = await portals.http.admin();
  admins.https = await portals.https.admin();
});
afterAll(async () => {
  await Promise.all(Object.values(portals).map((portal) => portal.stop()));
  for (const server of running.reverse()) await server.stop();
  await vnc.stop();
  authority.stop();
  other.stop();
});

async function qemu(certificate?: Certificate): Promise<Qemu> {
  const server = await startQemu(
    certificate ? { tlsDirectory: authority.qemuDirectory(certificate), password: PASSWORD } : { password: PASSWORD },
  );
  running.push(server);
  return server;
}

async function websockify(certificate?: Certificate): Promise<{ url: string }> {
  const server = await startWebsockify(vnc.port, certificate);
  running.push(server);
  return server;
}

/** What a person sees who opens the host: its screen, once something is drawn on it. */
async function see(portal: Portal, { browser }: Administrator, host: string): Promise<Screen> {
  const options = { headers: browser.headers, ca: portal.ca, password: PASSWORD };
  const client = await RfbClient.open(portal.consoleUrl(host), options);
  const screen = await until('something on the screen', async () => {
    const seen = await client.screen();
    return colours(seen).count > 1 && seen;
  });
  await client.close();
  return screen;
}

/** Why the portal refuses the host. */
async function refusal({ api }: Administrator, host: string): Promise<{ status: number; code: string; message: string; next: string }> {
  attempts += 1;
  const attempt = `attempt-${String(attempts).padStart(12, '0')}`;
  const error: unknown = await api.open(host, { query: `?attempt=${attempt}` }).catch((reason: unknown) => reason);
  if (!(error instanceof Refused)) throw new Error(`not refused: ${String(error)}`);
  const { code, message, next } = await api.attempt(attempt);
  expect(error.text).toContain(message);
  return { status: error.status, code, message, next };
}

describe.each(['http', 'https'] as const)('a portal on %s', (scheme) => {
  test.each([
    ['QEMU', 'ws'],
    ['QEMU', 'wss'],
    ['websockify', 'ws'],
    ['websockify', 'wss'],
  ] as const)('shows the screen of %s on %s://', async (kind, backend) => {
    const certificate = backend === 'wss' ? certificates.good : undefined;
    const { url } = kind === 'QEMU' ? await qemu(certificate) : await websockify(certificate);
    expect(url).toMatch(new RegExp(`^${backend}://`));
    const host = `${kind.toLowerCase()}-${backend}`;
    await admins[scheme].api.addHost(host, url, certificate ? { tls: { ca: authority.ca } } : {});
    const screen = await see(portals[scheme], admins[scheme], host);
    expect(screen.width).toBeGreaterThan(300);
  });
});

describe.each(['QEMU', 'websockify'] as const)('the certificate of %s', (kind) => {
  const host = (what: string): string => `${kind.toLowerCase()}-${what}`;
  const serve = async (certificate: Certificate): Promise<string> =>
    (kind === 'QEMU' ? await qemu(certificate) : await websockify(certificate)).url;

  test('self-signed: refused by default with a message that says so, accepted with it as the CA, accepted when insecure', async () => {
    const admin = admins.http;
    await admin.api.addHost(host('self-signed'), await serve(certificates.selfSigned));
    const refused = await refusal(admin, host('self-signed'));
    expect(refused).toMatchObject({ status: 502, code: 'certificate_self_signed' });
    expect(refused.message).toMatch(/self-signed/);
    expect(refused.next).not.toBe('');
    await admin.api.updateHost(host('self-signed'), { tls: { ca: certificates.selfSigned.pem } });
    await see(portals.http, admin, host('self-signed'));
    await admin.api.updateHost(host('self-signed'), { tls: { ca: authority.ca } });
    expect((await refusal(admin, host('self-signed'))).status).toBe(502);
    await admin.api.updateHost(host('self-signed'), { tls: { insecure: true } });
    await see(portals.http, admin, host('self-signed'));
  });

  test('of an unknown authority: refused with a message that says so', async () => {
    const admin = admins.http;
    const url = await serve(certificates.good);
    await admin.api.addHost(host('unknown-ca'), url);
    expect(await refusal(admin, host('unknown-ca'))).toMatchObject({ status: 502, code: 'certificate_untrusted' });
    await admin.api.updateHost(host('unknown-ca'), { tls: { ca: other.ca } });
    expect(await refusal(admin, host('unknown-ca'))).toMatchObject({ status: 502, code: 'certificate_untrusted' });
  });

  test('for another name: refused with a message that says so, accepted under the name that it is for', async () => {
    const admin = admins.http;
    await admin.api.addHost(host('wrong-name'), await serve(certificates.wrongName), { tls: { ca: authority.ca } });
    const refused = await refusal(admin, host('wrong-name'));
    expect(refused).toMatchObject({ status: 502, code: 'certificate_wrong_name' });
    expect(refused.message).toMatch(/name/);
    await admin.api.updateHost(host('wrong-name'), { tls: { ca: authority.ca, servername: 'other.example' } });
    await see(portals.http, admin, host('wrong-name'));
    await admin.api.updateHost(host('wrong-name'), { tls: { ca: authority.ca, servername: 'third.example' } });
    expect(await refusal(admin, host('wrong-name'))).toMatchObject({ code: 'certificate_wrong_name' });
  });

  test('expired: refused with a message that says so, accepted when insecure', async () => {
    const admin = admins.http;
    await admin.api.addHost(host('expired'), await serve(certificates.expired), { tls: { ca: authority.ca } });
    const refused = await refusal(admin, host('expired'));
    expect(refused).toMatchObject({ status: 502, code: 'certificate_expired' });
    expect(refused.message).toMatch(/expired/);
    await admin.api.updateHost(host('expired'), { tls: { insecure: true } });
    await see(portals.http, admin, host('expired'));
  });
});

test('host test tells the same as a console would, without opening one', async () => {
  const { api } = admins.http;
  await api.addHost('tested', (await websockify(certificates.selfSigned)).url);
  const tested = async (): Promise<{ ok: boolean; targets: { steps: { ok: boolean; detail: string; next?: string }[] }[] }> =>
    (await api.must('POST', '/hosts/tested/test')).json();
  const failed = await tested();
  expect(failed.ok).toBe(false);
  expect(failed.targets[0]!.steps.at(-1)).toMatchObject({ ok: false, detail: expect.stringMatching(/self-signed/) as string });
  await api.updateHost('tested', { tls: { ca: certificates.selfSigned.pem } });
  expect((await tested()).ok).toBe(true);
  const command = portals.http.cli(['host', 'test', 'tested']);
  expect((await command.exit()).code).toBe(0);
});
