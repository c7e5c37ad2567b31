import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BrowserChannel, type BrowserEvents } from '../../../server/gateway/websocket/browser-channel';
import { clientFrame, closePayload, encodeFrame, opcodes, readClose } from '../../support/frames';
import { destroyPairs, FarEnd, pair } from './support/loopback';

afterEach(destroyPairs);

async function open() {
  const [near, far] = await pair();
  const seen: string[] = [];
  const events: BrowserEvents = {
    onData: (payload) => seen.push(payload.toString()),
    onLeave: () => seen.push('leave'),
    onViolation: (detail) => seen.push(`violation: ${detail}`),
    onClose: () => seen.push('close'),
    onReleased: () => seen.push('released'),
  };
  const channel = new BrowserChannel(near);
  channel.events = events;
  return { channel, events, seen, browser: new FarEnd(far) };
}

describe('what is sent', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 1_000_000])('is one binary frame of %i bytes', async (size) => {
    const { channel, browser } = await open();
    channel.send(Buffer.alloc(size, 7));
    const frame = await browser.frame(opcodes.binary);
    expect(frame).toMatchObject({ fin: true, masked: false });
    expect(frame.payload.equals(Buffer.alloc(size, 7))).toBe(true);
    expect(channel.sent).toBe(size);
  });

  it('is nothing more after the close frame, which goes once', async () => {
    const { channel, browser } = await open();
    channel.send(Buffer.from('last'));
    channel.sendClose(4003, 'idle');
    channel.sendClose(1001, 'portal is restarting');
    channel.ping();
    channel.send(Buffer.from('late'));
    browser.socket.write(clientFrame('are you there', opcodes.ping));
    await vi.waitFor(() => expect(browser.ended).toBe(true));
    expect(browser.frames.map(({ opcode }) => opcode)).toEqual([opcodes.binary, opcodes.close]);
    expect(readClose(browser.frames[1]!.payload)).toEqual({ code: 4003, reason: 'idle' });
  });

  it('to a browser that is gone does no harm', async () => {
    const { channel, browser, seen } = await open();
    browser.socket.resetAndDestroy();
    await vi.waitFor(() => expect(seen).toContain('close'));
    channel.send(Buffer.from('x'));
    channel.ping();
    channel.sendClose(1001, '');
    expect(channel.socket.destroyed).toBe(true);
  });

  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 65_537])(
    'of %i bytes has its header written before it, in the same write, where there is room',
    async (size) => {
      const { channel, browser } = await open();
      const write = vi.spyOn(channel.socket, 'write');
      const header = encodeFrame(Buffer.alloc(size)).length - size;
      for (const room of [header - 1, header, header + 5]) {
        const buffer = Buffer.alloc(room + size + 3, 7);
        channel.send(buffer, room, room + size);
        expect(write).toHaveBeenCalledTimes(room < header ? 2 : 1);
        write.mockClear();
        // Neither what stands before the header nor what stands behind the payload is touched.
        expect(buffer.subarray(0, Math.max(room - header, 0)).every((byte) => byte === 7)).toBe(true);
        expect(buffer.subarray(room + size).every((byte) => byte === 7)).toBe(true);
      }
      const expected = encodeFrame(Buffer.alloc(size, 7));
      expect((await browser.has(3 * expected.length)).equals(Buffer.concat([expected, expected, expected]))).toBe(true);
    },
  );

  it('has left when the browser has taken it, which is told even of a rest too small for a drain', async () => {
    const { channel, seen, browser } = await open();
    channel.send(Buffer.from('little'));
    expect(channel.isReleased()).toBe(true);
    browser.socket.pause();
    // All but a few KiB of the last message are taken by the kernel: below the high-water mark.
    while (channel.socket.writableLength === 0) channel.send(Buffer.alloc(4096));
    expect(channel.socket.writableNeedDrain).toBe(false);
    expect(channel.isReleased()).toBe(false);
    expect(seen).not.toContain('released');
    browser.socket.resume();
    await vi.waitFor(() => expect(seen).toContain('released'));
    expect(channel.isReleased()).toBe(true);
  });
});

describe('what comes', () => {
  it('is told as payload, and counted as it came', async () => {
    const { channel, seen, browser } = await open();
    const bytes = Buffer.concat([clientFrame('one'), clientFrame('', opcodes.pong), clientFrame('two')]);
    browser.socket.write(bytes);
    await vi.waitFor(() => expect(seen).toEqual(['one', 'two']));
    expect(channel.received).toBe(bytes.length);
  });

  it('as a ping is answered with the same payload', async () => {
    const { browser } = await open();
    browser.socket.write(clientFrame('hey', opcodes.ping));
    expect((await browser.frame(opcodes.pong)).payload.toString()).toBe('hey');
  });

  const codes: [string, Buffer, number][] = [
    ['with a code', closePayload(3001, 'enough'), 3001],
    ['without one', Buffer.alloc(0), 1000],
  ];
  for (const code of [1000, 1003, 1007, 1014, 3000, 4999]) codes.push([`with ${code}`, closePayload(code), code]);
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535]) {
    codes.push([`with ${code}, which nobody may send,`, closePayload(code), 1002]);
  }
  it.each(codes)('as a goodbye %s is answered, and nothing counts behind it', async (_what, payload, code) => {
    const { seen, browser } = await open();
    browser.socket.write(Buffer.concat([clientFrame(payload, opcodes.close), clientFrame('late')]));
    expect(readClose((await browser.frame(opcodes.close)).payload).code).toBe(code);
    expect(seen).toEqual(['leave']);
  });

  it('against RFC 6455 is told once', async () => {
    const { seen, browser } = await open();
    browser.socket.write(Buffer.concat([clientFrame('one'), encodeFrame('two'), encodeFrame('three'), clientFrame('four')]));
    await vi.waitFor(() => expect(seen).toEqual(['one', 'violation: a frame is not masked']));
  });

  it('waits while the channel is paused', async () => {
    const { channel, seen, browser } = await open();
    channel.pause();
    browser.socket.write(clientFrame('patience'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(seen).toEqual([]);
    channel.resume();
    await vi.waitFor(() => expect(seen).toEqual(['patience']));
  });
});

describe('as a stream', () => {
  it('reads payload, writes messages, and tells the end also to whoever listened before', async () => {
    const { channel, seen, browser } = await open();
    const stream = channel.asStream();
    browser.socket.write(Buffer.concat([clientFrame('RFB '), clientFrame('003.008\n')]));
    await once(stream, 'readable');
    await vi.waitFor(() => expect(stream.readableLength).toBe(12));
    expect((stream.read() as Buffer).toString()).toBe('RFB 003.008\n');
    stream.write('answer');
    expect((await browser.frame(opcodes.binary)).payload.toString()).toBe('answer');
    stream.resume();
    browser.socket.end(clientFrame(closePayload(1000), opcodes.close));
    await once(stream, 'end');
    expect(seen).toContain('leave');
    channel.socket.destroy();
    await vi.waitFor(() => expect([stream.destroyed, seen.includes('close')]).toEqual([true, true]));
  });
});
