import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HostSocket } from '../../../server/gateway/host-socket';
import { Tunnel } from '../../../server/gateway/tunnel/tunnel';
import { encodeFrame } from '../../support/frames';
import { until } from '../../support/waiting';
import { destroyPairs, FarEnd, pair } from './support/loopback';

const MIB = 1024 * 1024;
const opened: Socket[] = [];
afterEach(() => {
  destroyPairs();
  for (const socket of opened.splice(0)) socket.destroy();
});

async function open(): Promise<{ host: HostSocket; far: Socket }> {
  const server = net.createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = new HostSocket({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  host.on('error', () => undefined);
  const [[far]] = (await Promise.all([once(server, 'connection'), once(host, 'connect')])) as [[Socket], unknown];
  far.on('error', () => undefined);
  server.close();
  opened.push(host, far);
  return { host, far };
}

/** Copies what it is given, as the memory is only lent. */
function taken(host: HostSocket): { bytes: () => Buffer } {
  const pieces: Buffer[] = [];
  host.readInto({ consume: (buffer, from, to) => pieces.push(Buffer.from(buffer.subarray(from, to))) > 0, released: true });
  return { bytes: () => Buffer.concat(pieces) };
}

describe('a socket to a host', () => {
  it('is a stream like any other during the handshake, paused and resumed', async () => {
    const { host, far } = await open();
    let seen = '';
    host.on('data', (chunk) => (seen += String(chunk)));
    far.write('one ');
    await until('one', () => seen === 'one ');
    host.pause();
    far.write('two ');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(seen).toBe('one ');
    host.resume();
    await until('two', () => seen === 'one two ');
  });

  it('gives first what nobody has read yet, then the rest, in order', async () => {
    const { host, far } = await open();
    far.write('first ');
    await until('something in the buffer', () => host.readableLength === 6);
    host.unshift(Buffer.from('before '));
    const { bytes } = taken(host);
    far.write('second');
    await until('all', () => bytes().toString() === 'before first second');
    expect(host.readableLength).toBe(0);
  });

  it('loses nothing of much, whatever the sizes of its reads', async () => {
    const { host, far } = await open();
    const { bytes } = taken(host);
    const parts = [1, 1023, 1024, 1025, 300_000, 7, 4096, 2 * MIB, 5].map((size) => randomBytes(size));
    for (const part of parts) {
      far.write(part);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const whole = Buffer.concat(parts);
    await until('all', () => bytes().length === whole.length);
    expect(bytes().equals(whole)).toBe(true);
  });

  it('tells the end behind the last bytes, and a reset', async () => {
    const { host, far } = await open();
    const { bytes } = taken(host);
    const ended = once(host, 'end');
    far.end('the last words');
    await ended;
    expect(bytes().toString()).toBe('the last words');
    expect(host.writable).toBe(true);
    const other = await open();
    taken(other.host);
    other.far.resetAndDestroy();
    await until('the close', () => other.host.closed);
    expect(other.host.errored).toMatchObject({ code: 'ECONNRESET' });
  });

  it('that ended before anybody took it still tells so', async () => {
    const { host, far } = await open();
    far.end('short');
    await until('the end', () => host.readableLength === 5);
    const ended = once(host, 'end');
    const { bytes } = taken(host);
    await ended;
    expect(bytes().toString()).toBe('short');
  });

  it('reads nothing while its memory is in use, whoever resumes it', async () => {
    const { host, far } = await open();
    const pieces: string[] = [];
    const consumer = {
      released: true,
      consume: (buffer: Buffer, from: number, to: number) => (consumer.released = pieces.push(buffer.toString('latin1', from, to)) !== 1),
    };
    host.readInto(consumer);
    far.write('one');
    await until('one', () => pieces.length === 1);
    far.write('two');
    for (const readOn of [() => host.resume(), () => host.readOn()]) {
      readOn();
      await new Promise((resolve) => setTimeout(resolve, 40));
      expect(pieces).toEqual(['one']);
    }
    consumer.released = true;
    host.readOn();
    await until('two', () => pieces.length === 2);
    expect(pieces).toEqual(['one', 'two']);
  });
});

describe('a tunnel from it', () => {
  it('brings every byte to a browser that reads now and then, and holds little meanwhile', async () => {
    const { host, far } = await open();
    const [client, browserSocket] = await pair();
    const browser = new FarEnd(browserSocket);
    const tunnel = new Tunnel(client, host);
    const block = encodeFrame(randomBytes(MIB));
    const count = 24;
    browserSocket.pause();
    for (let index = 0; index < count; index++) far.write(block);
    await vi.waitFor(() => expect(client.writableLength).toBeGreaterThan(0), 5000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(client.writableLength).toBeLessThanOrEqual(256 * 1024);
    expect(tunnel.traffic.fromHost).toBeLessThan(count * block.length);
    // In small steps: each leaves a rest of another length in the portal.
    while (browser.received < count * block.length) {
      browserSocket.resume();
      await new Promise((resolve) => setTimeout(resolve, 1));
      browserSocket.pause();
    }
    const { bytes } = browser;
    for (let index = 0; index < count; index++) {
      expect(bytes.subarray(index * block.length, (index + 1) * block.length).equals(block)).toBe(true);
    }
  });

  it('goes on behind a rest that is too small for a drain', async () => {
    const { host, far } = await open();
    const [client, browserSocket] = await pair();
    const browser = new FarEnd(browserSocket);
    new Tunnel(client, host);
    browserSocket.pause();
    let sent = 0;
    for (; client.writableLength === 0; sent += 4096) client.write(Buffer.alloc(4096, 1));
    expect(client.writableNeedDrain).toBe(false);
    far.write('behind it');
    await until('it has come to the portal', () => host.bytesRead === 9);
    browserSocket.resume();
    await until('the rest', () => browser.received === sent + 9);
    far.write(' and on');
    await until('all', () => browser.received === sent + 16);
  });
});
