/** Set-up 4: what is no VNC server at all, and a client with a token. */

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { until, within } from '../support/waiting';

let portal: Portal;
let admin: Administrator;
let echo: EchoApplication;

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  echo = await startEcho();
  await admin.api.addHost('echo', echo.url);
});
afterAll(async () => {
  await echo.stop();
  await portal.stop();
});

test('Hello is answered by the application', async () => {
  const client = await admin.api.open('echo');
  client.send('Hello');
  expect(await client.text()).toBe('Server received from client: Hello');
  await client.close();
});

test('text and binary pass both ways, as many as you like, with every character', async () => {
  const client = await admin.api.open('echo');
  for (let index = 0; index < 200; index++) {
    const text = `№ ${index} – grüß Gott 👋 ${'x'.repeat(index * 50)}`;
    const bytes = randomBytes(index * 100);
    client.send(text);
    client.send(bytes);
    expect(await client.text()).toBe(`Server received from client: ${text}`);
    const answer = await client.message();
    expect(answer.binary).toBe(true);
    expect(answer.data.equals(bytes)).toBe(true);
  }
  await client.close();
});

test('when the client leaves, the application sees it go', async () => {
  const client = await admin.api.open('echo');
  await until('the client at the application', () => echo.clients() === 1);
  expect(await client.close(1000, 'bye')).toMatchObject({ code: 1000 });
  await until('no client at the application', () => echo.clients() === 0);
});

test('when the application leaves, the client learns its code and reason', async () => {
  const client = await admin.api.open('echo');
  echo.leave(3333, 'closing time');
  expect(await within('the end', client.closed)).toMatchObject({ code: 3333, reason: 'closing time' });
  await until('no console', async () => (await admin.api.sessions()).length === 0);
});
