import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HostStream } from '../../../server/gateway/websocket/host-stream';
import { clientFrame, closePayload, decodeFrame, encodeFrame, opcodes, readClose } from '../../support/frames';
import { until } from '../../support/waiting';
import { destroyPairs, FarEnd, pair } from './support/loopback';

afterEach(destroyPairs);

async function open() {
  const [near, far] = await pair();
  near.pause();
  const stream = new HostStream(near);
  const errors: string[] = [];
  stream.on('error', (error) => errors.push(error.message));
  const closed = new Promise<void>((resolve) => stream.on('close', () => resolve()));
  return { stream, near, errors, closed, host: new FarEnd(far) };
}

function reading(stream: HostStream): Buffer[] {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

describe('a host behind a WebSocket', () => {
  it('is read as one stream, whatever its frames are', async () => {
    const { stream, host } = await open();
    const chunks = reading(stream);
    const parts = [0, 1, 125, 126, 70_000].map((size) => randomBytes(size));
    host.socket.write(Buffer.concat(parts.map((part) => encodeFrame(part))));
    const whole = Buffer.concat(parts);
    await vi.waitFor(() => expect(Buffer.concat(chunks).equals(whole)).toBe(true));
  });

  it('is written masked binary frames, each with a mask of its own', async () => {
    const { stream, host } = await open();
    for (let index = 0; index < 1500; index++) stream.write(`message ${index};`);
    await vi.waitFor(() => expect(host.frames).toHaveLength(1500), 5000);
    expect(host.frames.every(({ masked, fin, opcode }) => masked && fin && opcode === opcodes.binary)).toBe(true);
    expect(host.payload.toString()).toBe(Array.from({ length: 1500 }, (_, index) => `message ${index};`).join(''));
    const { bytes } = host;
    expect(bytes.subarray(2, 6)).not.toEqual(bytes.subarray(2 + 4 + 10 + 2, 2 + 4 + 10 + 6));
  });

  it('has its pings answered, with a mask', async () => {
    const { host } = await open();
    host.socket.write(encodeFrame('hey', { opcode: opcodes.ping }));
    expect(await host.frame(opcodes.pong)).toMatchObject({ masked: true, payload: Buffer.from('hey') });
  });

  it('that reads no pongs costs no memory, and gets the last one', async () => {
    const { near, host } = await open();
    host.socket.pause();
    const flood = Buffer.concat(Array<Buffer>(1000).fill(encodeFrame('p'.repeat(125), { opcode: opcodes.ping })));
    const last = encodeFrame('the last one', { opcode: opcodes.ping });
    const floods = 80;
    for (let index = 0; index < floods; index++) host.socket.write(flood);
    host.socket.write(last);
    const all = floods * flood.length + last.length;
    await until('the portal to read all pings', () => near.bytesRead >= all, 14_000);
    expect(near.writableLength).toBeLessThan(1024 * 1024);
    host.socket.resume();
    const length = clientFrame('the last one', opcodes.pong).length;
    await until('the last pong', () => decodeFrame(host.bytes.subarray(-length))?.frame.payload.toString() === 'the last one');
  });

  it('has to wait while nobody reads', async () => {
    const { stream, near, host } = await open();
    for (let index = 0; index < 64; index++) host.socket.write(encodeFrame(Buffer.alloc(1024 * 1024, index)));
    await delay(300);
    expect(near.isPaused()).toBe(true);
    expect(stream.readableLength).toBeLessThan(1024 * 1024);
    let received = 0;
    stream.on('data', (chunk: Buffer) => (received += chunk.length));
    await vi.waitFor(() => expect(received).toBe(64 * 1024 * 1024), 8000);
  });

  it('that does not read makes the writer wait', async () => {
    const { stream, near, host } = await open();
    host.socket.pause();
    let written = 0;
    for (let index = 0; index < 64; index++) stream.write(Buffer.alloc(1024 * 1024), () => (written += 1));
    await delay(300);
    expect(written).toBeLessThan(32);
    expect(near.writableLength).toBeLessThan(4 * 1024 * 1024);
    host.socket.resume();
    await vi.waitFor(() => expect(written).toBe(64), 8000);
  });
});

describe('its end', () => {
  it('is a goodbye behind the last bytes, also when the host said goodbye first', async () => {
    for (const first of [false, true]) {
      const { stream, host } = await open();
      stream.resume();
      if (first) {
        host.socket.end(encodeFrame(closePayload(1001), { opcode: opcodes.close }));
        await once(stream, 'end');
      }
      const last = randomBytes(2_000_000);
      stream.end(last);
      await vi.waitFor(() => expect(host.ended).toBe(true), 5000);
      expect(host.payload.equals(last)).toBe(true);
      expect(readClose(host.frames.at(-1)!.payload).code).toBe(1000);
    }
  });

  it.each([
    ['a close frame', encodeFrame(closePayload(1000), { opcode: opcodes.close })],
    ['a FIN', Buffer.alloc(0)],
  ])("is %s of the host's, behind its last bytes, even for a reader who takes his time", async (_what, goodbye) => {
    const { stream, host, errors } = await open();
    const last = randomBytes(300_000);
    host.socket.end(Buffer.concat([encodeFrame(last), goodbye]));
    await delay(200);
    const chunks = reading(stream);
    await once(stream, 'end');
    expect(Buffer.concat(chunks).equals(last)).toBe(true);
    expect(errors).toEqual([]);
  });

  it('comes after the last bytes too when the socket is closed before they are read', async () => {
    const { stream, near, host } = await open();
    host.socket.end(encodeFrame('last words'));
    await vi.waitFor(() => expect(stream.readableLength).toBe(10));
    near.end();
    await once(near, 'close');
    expect(stream.destroyed).toBe(false);
    const chunks = reading(stream);
    await once(stream, 'close');
    expect(Buffer.concat(chunks).toString()).toBe('last words');
  });

  it('is an error when the host resets the connection', async () => {
    const { stream, host, errors, closed } = await open();
    stream.resume();
    stream.write('x');
    await host.has(7);
    host.socket.resetAndDestroy();
    await closed;
    expect(errors).toHaveLength(1);
  });

  it.each([
    ['a masked frame', clientFrame('x')],
    ['a text message', encodeFrame('x', { opcode: opcodes.text })],
  ])('is an error when the host sends %s', async (_what, frame) => {
    const { stream, host, errors, closed } = await open();
    stream.resume();
    host.socket.write(frame);
    await closed;
    expect(errors[0]).toContain('the host broke the WebSocket protocol');
    await vi.waitFor(() => expect(host.ended || host.closed).toBe(true));
  });
});
