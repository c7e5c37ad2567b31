import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { closeReasons } from '../../../server/gateway/close-codes';
import { openGate, type ByteGate } from '../../../server/sessions/suspension-guard';
import { Tunnel } from '../../../server/gateway/tunnel/tunnel';

/** Two ends of one real connection on loopback, half-open like the portal's own. */
async function pair(): Promise<[near: Socket, far: Socket]> {
  const server = net.createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const far = net.connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  const [near] = (await once(server, 'connection')) as [Socket];
  server.close();
  return [near, far];
}

const opened: Socket[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
});

/** The far ends: what the browser and the host hold. */
async function open(gate: ByteGate = openGate) {
  const [client, browser] = await pair();
  const [backend, host] = await pair();
  opened.push(client, browser, backend, host);
  for (const socket of [browser, host]) socket.on('error', () => undefined);
  return { tunnel: new Tunnel(client, backend, gate), browser: new Reader(browser), host: new Reader(host) };
}

class Reader {
  bytes = Buffer.alloc(0);
  ended = false;
  constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.bytes = Buffer.concat([this.bytes, chunk]);
    });
    socket.on('end', () => {
      this.ended = true;
    });
  }
  async has(length: number): Promise<Buffer> {
    while (this.bytes.length < length) await new Promise((resolve) => setTimeout(resolve, 2));
    return this.bytes;
  }
}

const settle = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));
const head = (length: number) => Buffer.from([0x82, 126, length >> 8, length & 255]);
const PING = Buffer.from([0x89, 0]);
const closing = (code: number, text: string) =>
  Buffer.concat([Buffer.from([0x88, 2 + text.length, code >> 8, code & 255]), Buffer.from(text)]);

describe('a ping of the portal', () => {
  it('goes at once between two frames', async () => {
    const { tunnel, browser } = await open();
    tunnel.ping();
    expect(await browser.has(2)).toEqual(PING);
  });

  it('waits for the end of a frame under way, and goes before the next', async () => {
    const { tunnel, browser, host } = await open();
    const first = Buffer.concat([head(1000), Buffer.alloc(1000, 1)]);
    const second = Buffer.concat([head(300), Buffer.alloc(300, 2)]);
    host.socket.write(first.subarray(0, 500));
    await browser.has(500);
    tunnel.ping();
    tunnel.ping();
    await settle();
    expect(browser.bytes.length).toBe(500);
    host.socket.write(Buffer.concat([first.subarray(500), second.subarray(0, 7)]));
    await browser.has(1004 + 2 + 7);
    host.socket.write(second.subarray(7));
    expect(await browser.has(1004 + 2 + 304)).toEqual(Buffer.concat([first, PING, second]));
  });

  it('is never sent after a close frame of the host', async () => {
    const { tunnel, browser, host } = await open();
    host.socket.write(closing(1000, 'bye'));
    await browser.has(7);
    tunnel.ping();
    await settle();
    expect(browser.bytes).toEqual(closing(1000, 'bye'));
  });
});

describe('the end by the portal', () => {
  it('is a close frame with code and reason; the host hears nothing more', async () => {
    const { tunnel, browser, host } = await open();
    host.socket.write(Buffer.concat([head(300), Buffer.alloc(300)]));
    await browser.has(304);
    tunnel.end(closeReasons.signedOut);
    browser.socket.write('keys typed after the end');
    await once(browser.socket, 'end');
    expect(browser.bytes.subarray(304)).toEqual(closing(4001, 'signed out'));
    browser.socket.end();
    const { reason, traffic } = await tunnel.closed;
    expect(reason).toEqual(closeReasons.signedOut);
    expect(traffic).toEqual({ toHost: 0, fromHost: 304 });
    expect(host.bytes.length).toBe(0);
  });

  it('comes behind the frame under way, and nothing comes behind it', async () => {
    const { tunnel, browser, host } = await open();
    host.socket.write(Buffer.concat([head(1000), Buffer.alloc(10)]));
    await browser.has(14);
    tunnel.end(closeReasons.endedByAdministrator);
    host.socket.write(Buffer.concat([Buffer.alloc(990), head(300), Buffer.alloc(299)]));
    await once(browser.socket, 'end');
    expect(browser.bytes.subarray(1004)).toEqual(closing(4002, 'ended by an administrator'));
    browser.socket.end();
    await tunnel.closed;
  });

  it('does not wait for a frame that never ends, nor for a browser that does not answer', async () => {
    const { tunnel, browser, host } = await open();
    host.socket.write(Buffer.concat([head(1000), Buffer.alloc(10)]));
    await browser.has(14);
    const began = Date.now();
    tunnel.end(closeReasons.signedOut);
    await tunnel.closed;
    expect(Date.now() - began).toBeLessThan(1000);
  });
});

describe('the end by one side', () => {
  it('a FIN of the host is told with 1011, and what the browser still sends arrives', async () => {
    const { tunnel, browser, host } = await open();
    host.socket.end(Buffer.concat([head(300), Buffer.alloc(300)]));
    await once(browser.socket, 'end');
    expect(browser.bytes.subarray(304)).toEqual(closing(1011, 'host closed the connection'));
    browser.socket.end('last words');
    await once(host.socket, 'end');
    expect(host.bytes.toString()).toBe('last words');
    expect((await tunnel.closed).reason).toEqual(closeReasons.hostClosed);
  });

  it('a close frame of the host is the last word: no 1011 behind it', async () => {
    const { tunnel, browser, host } = await open();
    host.socket.end(closing(1001, 'going'));
    await once(browser.socket, 'end');
    expect(browser.bytes).toEqual(closing(1001, 'going'));
    browser.socket.end();
    expect((await tunnel.closed).reason).toMatchObject({ code: 1000, text: 'closed by the host' });
  });

  it('a FIN of the browser ends the host, whose last bytes still arrive', async () => {
    const { tunnel, browser, host } = await open();
    browser.socket.end('bye');
    await once(host.socket, 'end');
    host.socket.end('the rest');
    await once(browser.socket, 'end');
    expect(browser.bytes.toString()).toContain('the rest');
    expect((await tunnel.closed).reason.code).toBe(1000);
  });

  it('a reset by the browser closes the host', async () => {
    const { tunnel, browser, host } = await open();
    host.socket.write('x');
    await browser.has(1);
    browser.socket.resetAndDestroy();
    await once(host.socket, 'end');
    expect((await tunnel.closed).reason.code).toBe(1006);
  });

  it('a reset by the host is told with 1011', async () => {
    const { tunnel, browser, host } = await open();
    host.socket.write(head(0).subarray(0, 2).fill(0, 1));
    await browser.has(2);
    host.socket.resetAndDestroy();
    await once(browser.socket, 'end');
    expect(browser.bytes.subarray(2)).toEqual(closing(1011, 'host closed the connection'));
    browser.socket.end();
    expect((await tunnel.closed).reason).toEqual(closeReasons.hostClosed);
  });
});

it('stops reading from a fast host while the browser does not read, and loses nothing', async () => {
  const { tunnel, browser, host } = await open();
  browser.socket.pause();
  const total = 64 * 1024 * 1024;
  let sent = 0;
  const block = Buffer.concat([Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 0x10, 0, 0]), Buffer.alloc(1024 * 1024, 5)]);
  const write = () => {
    while (sent < total) {
      sent += block.length;
      if (!host.socket.write(block)) return;
    }
  };
  host.socket.on('drain', write);
  write();
  await settle(400);
  expect(tunnel.traffic.fromHost).toBeLessThan(total / 2);
  let received = 0;
  browser.socket.removeAllListeners('data').on('data', (chunk) => (received += chunk.length));
  browser.socket.resume();
  while (received < sent) await settle(10);
  expect(received).toBe(sent);
});

it('knows a person from a viewer that only watches', async () => {
  const { tunnel, browser, host } = await open();
  const masked = (payload: number[]) =>
    Buffer.from([0x82, 0x80 | payload.length, 1, 2, 3, 4, ...payload.map((byte, index) => byte ^ (1 + (index % 4)))]);
  tunnel.active = false;
  browser.socket.write(masked([3, 1, 0, 0, 0, 0, 0, 0, 0, 0]));
  await host.has(16);
  expect(tunnel.active).toBe(false);
  browser.socket.write(masked([4, 1, 0, 0, 0, 0, 0, 65]));
  await host.has(30);
  expect(tunnel.active).toBe(true);
});

describe('behind a shut gate', () => {
  it('bytes of both sides wait, in order, and move once it opens', async () => {
    let shut = true;
    const { tunnel, browser, host } = await open({ isShut: () => shut });
    host.socket.write(Buffer.concat([head(300), Buffer.alloc(300, 1)]));
    browser.socket.write('typed ');
    await settle();
    host.socket.write(Buffer.concat([head(300), Buffer.alloc(300, 2)]));
    browser.socket.write('during the pause');
    await settle();
    expect([browser.bytes.length, host.bytes.length]).toEqual([0, 0]);
    shut = false;
    tunnel.releaseHeld();
    expect((await host.has(22)).toString()).toBe('typed during the pause');
    expect(await browser.has(608)).toEqual(Buffer.concat([head(300), Buffer.alloc(300, 1), head(300), Buffer.alloc(300, 2)]));
    host.socket.write(head(300));
    await browser.has(612);
  });

  it('what was typed reaches nobody when the session ends before it opens', async () => {
    let shut = true;
    const { tunnel, browser, host } = await open({ isShut: () => shut });
    browser.socket.write('typed after the revocation');
    await settle();
    tunnel.end(closeReasons.signedOut);
    shut = false;
    tunnel.releaseHeld();
    await once(browser.socket, 'end');
    expect(browser.bytes).toEqual(closing(4001, 'signed out'));
    browser.socket.end();
    await tunnel.closed;
    expect(host.bytes.length).toBe(0);
  });
});
