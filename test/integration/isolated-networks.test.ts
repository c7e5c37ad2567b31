/** Set-up 1: a client and a VNC server that cannot reach each other, and the portal between them. */

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client';
import { createNetwork } from '../support/netns';
import type { Network, NetworkHost } from '../support/netns';
import { ADMIN, root, startPortal } from '../support/portal';
import type { Portal } from '../support/portal';
import type { RunningProcess } from '../support/process';
import { until } from '../support/waiting';

const RFB_PORT = 5901;
const WEBSOCKET_PORT = 6080;
const PORTAL_PORT = 3000;

let network: Network;
let client: NetworkHost;
let server: NetworkHost;
let portal: Portal;
let token = '';
/** Addresses: of the portal as the client sees it, and of the server as the portal sees it. */
let portalAddress = '';
let serverAddress = '';
const processes: RunningProcess[] = [];

beforeAll(async () => {
  network = createNetwork();
  client = await network.host('client');
  const middle = await network.host('portal');
  server = await network.host('server');
  portalAddress = (await network.wire(client, middle, '10.97.1')).right;
  serverAddress = (await network.wire(middle, server, '10.97.2')).right;

  const xvnc = server.start('Xtigervnc', 'Xtigervnc', [
    '-displayfd',
    '1',
    '-rfbport',
    String(RFB_PORT),
    '-localhost',
    '-SecurityTypes',
    'None',
    '-geometry',
    '320x240',
    '-depth',
    '24',
  ]);
  processes.push(xvnc);
  const [, display] = await xvnc.line(/^(\d+)$/);
  processes.push(server.start('xterm', 'xterm', ['-display', `:${display!}`, '-e', 'sh', '-c', 'echo isolated; sleep 600']));
  processes.push(server.start('websockify', 'websockify', [`0.0.0.0:${WEBSOCKET_PORT}`, `127.0.0.1:${RFB_PORT}`]));
  await until('websockify', () => reaches(server, '127.0.0.1', WEBSOCKET_PORT));

  portal = await startPortal({
    start: (name, command, args, options) => middle.start(name, command, args, options),
    env: { HOST: '0.0.0.0', PORT: String(PORTAL_PORT) },
    url: `http://${portalAddress}:${PORTAL_PORT}`,
  });
  await portal.command(['user', 'add', ADMIN.name, '--role', 'admin', '--password-stdin'], `${ADMIN.password}\n`);
  token = (await portal.command(['token', 'create', ADMIN.name, '--name', 'client'])).trim();
  await portal.command(['host', 'add', 'desk', `ws://${serverAddress}:${WEBSOCKET_PORT}/websockify`]);
});
afterAll(async () => {
  await portal.stop();
  for (const running of processes.reverse()) await running.stop();
  await network.stop();
});

async function reaches(host: NetworkHost, address: string, port: number): Promise<boolean> {
  const script = `require('node:net').connect({host:'${address}',port:${port},timeout:1500}).on('connect',()=>process.exit(0)).on('timeout',()=>process.exit(1)).on('error',()=>process.exit(1))`;
  const running = host.start('a connection', process.execPath, ['-e', script]);
  return (await running.exit()).code === 0;
}

test('the client and the server cannot reach each other', async () => {
  expect(await reaches(client, portalAddress, PORTAL_PORT)).toBe(true);
  expect(await reaches(client, serverAddress, WEBSOCKET_PORT)).toBe(false);
  expect(await reaches(client, serverAddress, RFB_PORT)).toBe(false);
  expect(await reaches(server, portalAddress, PORTAL_PORT)).toBe(false);
  expect(await reaches(server, '10.97.1.1', 1)).toBe(false);
});

test('the client shakes hands with the VNC server through the portal and receives a framebuffer update', async () => {
  const script = join(root, 'test/support/rfb-viewer.ts');
  const { url } = new ApiClient(portal, token).portal;
  const args = ['--import', 'tsx', script, `${url.replace('http', 'ws')}/vnc/desk`, token];
  const viewer = await client.run(process.execPath, args, { cwd: root, timeout: 30_000 });
  const seen = JSON.parse(viewer.stdout.join('')) as {
    width: number;
    height: number;
    security: number[];
    colours: { count: number; drawn: number };
  };
  expect(seen).toMatchObject({ width: 320, height: 240, security: [1] });
  expect(seen.colours.count).toBeGreaterThan(1);
});
