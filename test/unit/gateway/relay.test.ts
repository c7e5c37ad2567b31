import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeReasons } from '../../../server/gateway/close-codes';
import { Relay, type RelayEnd } from '../../../server/gateway/relay/relay';
import { BrowserChannel } from '../../../server/gateway/websocket/browser-channel';
import { openGate, type ByteGate } from '../../../server/sessions/suspension-guard';
import type { ClientRules } from '../../../server/rfb';
import { clientFrame, closePayload, encodeFrame, opcodes, readClose } from '../../support/frames';
import { client, join, pixelFormat, formats, server, splits } from '../../support/rfb-bytes';
import { until, within } from '../../support/waiting';
import { destroyPairs, FarEnd, pair } from './support/loopback';

const MIB = 1024 * 1024;
const everything: ClientRules = { viewOnly: false, clipboard: 'both', power: true, resize: true };
const settle = (ms = 60) => delay(ms);
const PONG = clientFrame('', opcodes.pong);
const GOODBYE = clientFrame(closePayload(1000), opcodes.close);

afterEach(destroyPairs);

interface Open {
  relay: Relay;
  channel: BrowserChannel;
  browser: FarEnd;
  host: FarEnd;
  /** The portal's end of the connection to the host. */
  near: Socket;
}

async function open(
  rules: Partial<ClientRules> = {},
  { rest = Buffer.alloc(0), browserRest = Buffer.alloc(0), gate = openGate }: { rest?: Buffer; browserRest?: Buffer; gate?: ByteGate } = {},
): Promise<Open> {
  const [toBrowser, browser] = await pair();
  const [near, host] = await pair();
  const channel = new BrowserChannel(toBrowser, gate);
  const relay = new Relay(channel, gate);
  relay.watch();
  near.pause();
  relay.join({ duplex: near, rest, pixelFormat: pixelFormat(formats.bgrx) }, { ...everything, ...rules }, browserRest);
  return { relay, channel, browser: new FarEnd(browser), host: new FarEnd(host), near };
}

async function closing({ browser }: Open): Promise<{ code: number; reason: string }> {
  return readClose((await browser.frame(opcodes.close)).payload);
}

const ended = (relay: Relay): Promise<RelayEnd> => within('the end of the relay', relay.closed, 8000);
const keys = (count: number) => Buffer.concat(Array.from({ length: count }, (_, index) => client.key(index, false)));

describe('bytes', () => {
  it('from the host reach the browser as binary frames, the very same memory', async () => {
    const all = await open();
    const write = vi.spyOn(all.channel.socket, 'write');
    const arriving = once(all.near, 'data') as Promise<[Buffer]>;
    const sent = randomBytes(1000);
    all.host.socket.write(sent);
    const [chunk] = await arriving;
    expect(write.mock.calls.some(([written]) => (written as unknown) === chunk)).toBe(true);
    expect(await all.browser.frame(opcodes.binary)).toMatchObject({ fin: true, reserved: 0, masked: false, payload: sent });
  });

  it('from the browser reach the host, without the frames around them', async () => {
    const all = await open();
    all.browser.socket.write(Buffer.concat([clientFrame(client.key(1)), clientFrame(join(client.pointer(), client.request()))]));
    const expected = join(client.key(1), client.pointer(), client.request());
    expect(await all.host.has(expected.length)).toEqual(expected);
  });

  it('that came behind both handshakes are the first to go', async () => {
    const { browser, host } = await open({}, { rest: Buffer.from('first '), browserRest: client.key(7) });
    host.socket.write('second');
    browser.socket.write(clientFrame(client.key(8)));
    expect(await host.has(16)).toEqual(join(client.key(7), client.key(8)));
    await browser.frame(opcodes.binary, 2);
    expect(browser.payload.toString()).toBe('first second');
  });

  it('go on in one message that is fragmented, with a ping between its parts', async () => {
    const { browser, host } = await open();
    const bytes = join(client.key(1), client.cutText('a text'), client.pointer());
    const parts = [bytes.subarray(0, 3), bytes.subarray(3, 13), bytes.subarray(13)];
    for (const [index, part] of parts.entries()) {
      const opcode = index === 0 ? opcodes.binary : opcodes.continuation;
      browser.socket.write(encodeFrame(part, { opcode, fin: index === parts.length - 1, mask: true }));
      browser.socket.write(clientFrame(`ping ${index}`, opcodes.ping));
    }
    expect(await host.has(bytes.length)).toEqual(bytes);
    expect((await browser.frame(opcodes.pong, 3)).payload.toString()).toBe('ping 2');
  });

  it('arrive the same however frames and packets are split', async () => {
    const { browser, host } = await open();
    const bytes = join(client.setEncodings(0, 16), client.key(2), client.fence(), client.cutText());
    let total = 0;
    for (const pieces of splits(bytes)) {
      for (const piece of pieces) browser.socket.write(clientFrame(piece));
      total += bytes.length;
    }
    const arrived = await host.has(total);
    for (let at = 0; at < total; at += bytes.length) expect(arrived.subarray(at, at + bytes.length)).toEqual(bytes);
    for (const byte of clientFrame(bytes)) browser.socket.write(Buffer.of(byte));
    expect((await host.has(total + bytes.length)).subarray(total)).toEqual(bytes);
  });

  it('are counted without frames and handshakes', async () => {
    const all = await open();
    all.browser.socket.write(Buffer.concat([clientFrame(client.key()), PONG]));
    all.host.socket.write(Buffer.alloc(300));
    await Promise.all([all.host.has(8), all.browser.has(304)]);
    expect(all.relay.traffic).toEqual({ toHost: 8, fromHost: 300 });
  });
});

describe('a slow reader', () => {
  const total = 64 * MIB;
  /** What the kernel's own buffers may hold on the way, and a chunk or two in the streams. */
  const BOUND = 16 * MIB;

  it('at the browser makes the host wait, and loses nothing', async () => {
    const { relay, channel, browser, host, near } = await open();
    browser.socket.pause();
    const block = randomBytes(MIB);
    for (let sent = 0; sent < total; sent += MIB) host.socket.write(block);
    await settle(400);
    expect(relay.traffic.fromHost).toBeLessThan(BOUND);
    expect(channel.socket.writableLength).toBeLessThan(MIB);
    expect(near.isPaused()).toBe(true);
    const stalled = relay.traffic.fromHost;
    await settle(100);
    expect(relay.traffic.fromHost).toBe(stalled);
    browser.socket.resume();
    while (relay.traffic.fromHost < total || channel.socket.writableLength > 0) await settle(10);
    host.socket.end();
    await browser.frame(opcodes.close);
    const { payload } = browser;
    expect(payload.length).toBe(total);
    for (let at = 0; at < total; at += MIB) expect(payload.subarray(at, at + MIB).equals(block)).toBe(true);
  });

  it('at the host makes the browser wait, and loses nothing', async () => {
    const { relay, browser, host, near } = await open();
    host.socket.pause();
    const text = client.cutText('x'.repeat(MIB));
    const count = 64;
    for (let index = 0; index < count; index++) browser.socket.write(clientFrame(text));
    await settle(400);
    expect(relay.traffic.toHost).toBeLessThan(BOUND);
    expect(near.writableLength).toBeLessThan(MIB);
    host.socket.resume();
    const arrived = await host.has(text.length * count);
    for (let at = 0; at < arrived.length; at += text.length) expect(arrived.subarray(at, at + text.length).equals(text)).toBe(true);
    expect(arrived.length).toBe(text.length * count);
  });

  it('of pongs costs no memory, and gets the last one', async () => {
    const { channel, browser, host } = await open();
    browser.socket.pause();
    host.socket.write(Buffer.alloc(16 * MIB));
    await settle(300);
    const before = channel.socket.writableLength;
    const ping = clientFrame('p'.repeat(125), opcodes.ping);
    const pings = [...Array<Buffer>(40).fill(Buffer.concat(Array<Buffer>(1000).fill(ping))), clientFrame('the last one', opcodes.ping)];
    for (const some of pings) browser.socket.write(some);
    const read = channel.socket.bytesRead + pings.reduce((sum, { length }) => sum + length, 0);
    await until('the portal to read all pings', () => channel.socket.bytesRead >= read);
    expect(channel.socket.writableLength - before).toBeLessThan(MIB);
    browser.socket.resume();
    await browser.has(16 * MIB);
    expect((await browser.frame(opcodes.pong)).payload.toString()).toBe('the last one');
  });
});

describe('life signs', () => {
  it('a ping of the portal goes to the browser, and only to it', async () => {
    const { relay, browser, host } = await open();
    relay.ping();
    expect(await browser.frame(opcodes.ping)).toMatchObject({ fin: true, masked: false, payload: Buffer.alloc(0) });
    expect(host.received).toBe(0);
  });

  it('a pong counts as heard, but neither as traffic nor as something that a person did', async () => {
    const { relay, browser, host } = await open();
    relay.active = false;
    browser.socket.write(PONG);
    await vi.waitFor(() => expect(relay.heard).toBe(PONG.length));
    expect(relay.traffic.toHost).toBe(0);
    expect(relay.active).toBe(false);
    expect(host.received).toBe(0);
  });

  it('what a viewer sends by itself is nobody doing something; a key is, even one that does not pass', async () => {
    for (const viewOnly of [false, true]) {
      const { relay, browser } = await open({ viewOnly });
      relay.active = false;
      browser.socket.write(clientFrame(join(client.request(1), client.fence(), client.setEncodings(0))));
      await vi.waitFor(() => expect(relay.traffic.toHost).toBeGreaterThan(0));
      expect(relay.active).toBe(false);
      browser.socket.write(clientFrame(client.key()));
      await vi.waitFor(() => expect(relay.active).toBe(true));
    }
  });

  it('no ping is sent once the console has a close frame', async () => {
    const all = await open();
    all.relay.end(closeReasons.idle);
    all.relay.ping();
    await closing(all);
    await settle();
    expect(all.browser.frames.map(({ opcode }) => opcode)).toEqual([opcodes.close]);
  });
});

describe('what a person held down', () => {
  const held = join(client.key(0x61), client.key(0xffe1), client.pointer(1, 7, 9), client.key(0x62), client.key(0x62, false));
  const ups = join(client.key(0xffe1, false), client.key(0x61, false), client.pointer(0, 7, 9));

  it.each<[string, (all: Open) => void]>([
    ['says goodbye', ({ browser }) => void browser.socket.write(GOODBYE)],
    ['goes without a word', ({ browser }) => void browser.socket.destroy()],
    ['stopped answering', ({ relay }) => relay.cut()],
    ['is ended by the portal', ({ relay }) => relay.end(closeReasons.signedOut)],
  ])('is let go of for a browser that %s, before the host is left', async (_how, leave) => {
    const all = await open();
    all.browser.socket.write(clientFrame(held));
    await all.host.has(held.length);
    leave(all);
    await vi.waitFor(() => expect(all.host.ended || all.host.closed).toBe(true));
    expect(await all.host.has(held.length + ups.length)).toEqual(join(held, ups));
    all.host.socket.destroy();
    await ended(all.relay);
  });

  it('stays as it is where a message is half on its way: it would be taken for a part of it', async () => {
    const all = await open();
    const sent = join(client.key(0x61), client.cutText('half of this').subarray(0, 14));
    all.browser.socket.write(clientFrame(sent));
    await all.host.has(sent.length);
    all.browser.socket.write(GOODBYE);
    await vi.waitFor(() => expect(all.host.ended || all.host.closed).toBe(true));
    expect(all.host.received).toBe(sent.length);
  });

  it('is nothing for whom it did not pass', async () => {
    const all = await open({ viewOnly: true });
    all.browser.socket.write(clientFrame(held));
    all.browser.socket.write(GOODBYE);
    await vi.waitFor(() => expect(all.host.ended || all.host.closed).toBe(true));
    expect(all.host.received).toBe(0);
  });
});

describe('the end by the portal', () => {
  it('is a close frame with code and reason, behind what the host said before', async () => {
    const all = await open();
    all.host.socket.write(Buffer.alloc(300));
    await all.browser.has(304);
    all.relay.end(closeReasons.signedOut);
    expect(await closing(all)).toEqual({ code: 4001, reason: 'signed out' });
    all.browser.socket.end(GOODBYE);
    expect(await ended(all.relay)).toEqual({ reason: closeReasons.signedOut, traffic: { toHost: 0, fromHost: 300 }, violation: null });
    expect(all.host.closed || all.host.ended).toBe(true);
  });

  it('is final: what the browser sends from then on reaches nobody, even of a message under way', async () => {
    const all = await open();
    const text = client.cutText('half of this');
    all.browser.socket.write(clientFrame(text.subarray(0, 14)));
    await all.host.has(14);
    all.relay.end(closeReasons.endedByAdministrator);
    all.browser.socket.write(Buffer.concat([clientFrame(text.subarray(14)), clientFrame(keys(10))]));
    await closing(all);
    await settle(100);
    expect(all.host.received).toBe(14);
    all.browser.socket.end();
    expect((await ended(all.relay)).traffic.toHost).toBe(14);
  });

  it('does not even let go to the host what waits for it already', async () => {
    const all = await open();
    all.host.socket.pause();
    for (let index = 0; index < 32; index++) all.browser.socket.write(clientFrame(client.cutText('y'.repeat(MIB))));
    await settle(200);
    expect(all.near.writableLength).toBeGreaterThan(0);
    all.relay.end(closeReasons.signedOut);
    all.host.socket.resume();
    await vi.waitFor(() => expect(all.host.closed || all.host.ended).toBe(true));
    expect(all.host.received).toBeLessThan(all.relay.traffic.toHost);
  });

  it('does not wait for a browser that does not answer, or does not read', async () => {
    for (const reads of [true, false]) {
      const all = await open();
      if (!reads) {
        all.browser.socket.pause();
        all.host.socket.write(Buffer.alloc(16 * MIB));
        await settle(200);
      }
      const began = Date.now();
      all.relay.end(closeReasons.signedOut);
      expect((await ended(all.relay)).reason).toEqual(closeReasons.signedOut);
      expect(Date.now() - began).toBeLessThan(2000);
    }
  });

  it('keeps its first reason', async () => {
    const all = await open();
    all.relay.end(closeReasons.idle);
    all.relay.end(closeReasons.signedOut);
    all.browser.socket.end();
    expect(await closing(all)).toMatchObject({ code: 4003 });
    expect((await ended(all.relay)).reason).toEqual(closeReasons.idle);
  });

  it('ends also a console that waits for the last bytes of one side', async () => {
    const all = await open();
    all.host.socket.end();
    await closing(all);
    all.relay.end(closeReasons.signedOut);
    all.browser.socket.write(clientFrame(keys(3)));
    const began = Date.now();
    expect((await ended(all.relay)).reason).toEqual(closeReasons.hostClosed);
    expect(Date.now() - began).toBeLessThan(2000);
    expect(all.host.received).toBe(0);
  });

  it('as a cut says nothing and is over at once', async () => {
    const { relay, browser, host } = await open();
    relay.cut();
    expect((await ended(relay)).reason.code).toBe(1006);
    await vi.waitFor(() => expect([browser.closed || browser.ended, host.closed || host.ended]).toEqual([true, true]));
    expect(browser.received).toBe(0);
  });
});

describe('the end by the host', () => {
  it('its last bytes arrive, then 1011', async () => {
    const all = await open();
    const last = randomBytes(2 * MIB);
    all.host.socket.end(last);
    expect(await closing(all)).toEqual({ code: 1011, reason: 'host closed the connection' });
    expect(all.browser.payload.equals(last)).toBe(true);
    all.browser.socket.end(GOODBYE);
    expect((await ended(all.relay)).reason).toEqual(closeReasons.hostClosed);
  });

  it('its last bytes arrive at a browser that takes its time too', async () => {
    const all = await open();
    all.browser.socket.pause();
    const last = randomBytes(16 * MIB);
    all.host.socket.end(last);
    await delay(2000);
    all.browser.socket.resume();
    await closing(all);
    expect(all.browser.payload.equals(last)).toBe(true);
  });

  it('what the browser still sends after a FIN of the host arrives', async () => {
    const { relay, browser, host } = await open();
    host.socket.end();
    await browser.frame(opcodes.close);
    browser.socket.end(Buffer.concat([clientFrame(client.key(9, false)), GOODBYE]));
    expect(await host.has(8)).toEqual(client.key(9, false));
    expect((await ended(relay)).reason).toEqual(closeReasons.hostClosed);
  });

  it('a reset is told with 1011', async () => {
    const all = await open();
    all.host.socket.write('x');
    await all.browser.has(3);
    all.host.socket.resetAndDestroy();
    expect(await closing(all)).toMatchObject({ code: 1011 });
    all.browser.socket.end(GOODBYE);
    expect((await ended(all.relay)).reason).toEqual(closeReasons.hostClosed);
  });

  it('a browser that never answers the goodbye is not waited for long', async () => {
    const all = await open();
    all.host.socket.end();
    expect((await ended(all.relay)).reason).toEqual(closeReasons.hostClosed);
  });
});

describe('the end by the browser', () => {
  it('a close frame is answered with its code, and ends the host', async () => {
    const all = await open();
    all.browser.socket.write(clientFrame(closePayload(1001, 'page left'), opcodes.close));
    expect(await closing(all)).toEqual({ code: 1001, reason: '' });
    await vi.waitFor(() => expect(all.host.ended).toBe(true));
    all.host.socket.end();
    all.browser.socket.end();
    expect((await ended(all.relay)).reason).toMatchObject({ code: 1000, text: 'closed in the browser' });
  });

  it('its last bytes before a goodbye arrive, even at a host that takes its time', async () => {
    const all = await open();
    all.host.socket.pause();
    const text = client.cutText('z'.repeat(MIB));
    for (let index = 0; index < 16; index++) all.browser.socket.write(clientFrame(text));
    all.browser.socket.write(GOODBYE);
    await delay(1500);
    all.host.socket.resume();
    expect((await all.host.has(16 * text.length)).length).toBe(16 * text.length);
    await vi.waitFor(() => expect(all.host.ended).toBe(true));
  });

  it('after a FIN without a goodbye the host ends, and its last bytes still arrive', async () => {
    const { relay, browser, host } = await open();
    browser.socket.end(clientFrame(client.key(1, false)));
    await vi.waitFor(() => expect(host.ended).toBe(true));
    expect(host.bytes).toEqual(client.key(1, false));
    host.socket.end('the rest');
    await vi.waitFor(() => expect(browser.ended).toBe(true));
    expect(browser.payload.toString()).toBe('the rest');
    expect((await ended(relay)).reason.code).toBe(1000);
  });

  it('a reset closes the host', async () => {
    const { relay, browser, host } = await open();
    host.socket.write('x');
    await browser.has(3);
    browser.socket.resetAndDestroy();
    expect((await ended(relay)).reason.code).toBe(1006);
    await vi.waitFor(() => expect(host.ended || host.closed).toBe(true));
  });

  it('a host that sends on after the goodbye does not keep the console', async () => {
    const { relay, browser, host } = await open();
    const screen = setInterval(() => host.socket.write(Buffer.alloc(1000)), 50);
    browser.socket.end(GOODBYE);
    await ended(relay);
    clearInterval(screen);
  });
});

describe('what is against the rules', () => {
  it.each([
    ['a text message', clientFrame('hello', opcodes.text)],
    ['a frame without a mask', encodeFrame(client.key())],
    ['an opcode that nobody knows', clientFrame(client.key(), 5)],
    ['a reserved bit', Buffer.from(clientFrame(client.key())).fill(0xc2, 0, 1)],
    ['an unknown RFB message', clientFrame(Buffer.of(77))],
    ['an extended clipboard message that nobody asked for', clientFrame(client.extendedCutText(1))],
    ['a fence with too much in it', clientFrame(Buffer.of(248, 0, 0, 0, 0, 0, 0, 1, 65))],
  ])('%s ends the console with 1008; what came before it arrives, nothing of it and behind it does', async (_what, frame) => {
    const all = await open();
    all.browser.socket.write(Buffer.concat([clientFrame(client.key(1, false)), frame, clientFrame(client.key(2))]));
    expect(await closing(all)).toEqual({ code: 1008, reason: 'message not allowed' });
    all.browser.socket.end();
    const end = await ended(all.relay);
    expect(end.reason).toEqual(closeReasons.messageNotAllowed);
    expect(end.violation).not.toBeNull();
    await vi.waitFor(() => expect(all.host.ended || all.host.closed).toBe(true));
    expect(all.host.bytes).toEqual(client.key(1, false));
  });

  it('a clipboard text that is too long is dropped, and the console goes on', async () => {
    const { browser, host } = await open();
    const text = Buffer.alloc(1024 * 1024 + 1, client.key());
    browser.socket.write(Buffer.concat([clientFrame(client.key(1, false)), clientFrame(Buffer.of(6, 0, 0, 0, 0, 0x10, 0, 1))]));
    browser.socket.write(Buffer.concat([clientFrame(text), clientFrame(client.request())]));
    expect(await host.has(18)).toEqual(join(client.key(1, false), client.request()));
  });

  it('of a viewer that may only watch is dropped, in any split, and the rest passes', async () => {
    const { browser, host } = await open({ viewOnly: true });
    const hostile = join(client.key(), client.pointer(), client.cutText(), client.xvp(), client.desktopSize(), client.qemuKey());
    const bytes = join(client.request(), hostile, client.fence(), hostile, client.continuousUpdates());
    const allowed = join(client.request(), client.fence(), client.continuousUpdates());
    let count = 0;
    for (const pieces of splits(bytes)) {
      for (const piece of pieces) browser.socket.write(clientFrame(piece));
      count += 1;
    }
    const arrived = await host.has(count * allowed.length);
    await settle();
    expect(host.received).toBe(count * allowed.length);
    for (let at = 0; at < arrived.length; at += allowed.length) expect(arrived.subarray(at, at + allowed.length)).toEqual(allowed);
  });

  it('of a host whose clipboard stays where it is does not pass, and all else does', async () => {
    const { browser, host } = await open({ clipboard: 'in' });
    browser.socket.write(clientFrame(join(client.setPixelFormat(), client.setEncodings(0), client.request())));
    await host.has(38);
    const stream = join(server.bell(), server.cutText('secret'), server.bell());
    for (const byte of stream) {
      host.socket.write(Buffer.of(byte));
      await settle(2);
    }
    await vi.waitFor(() => expect(browser.payload).toEqual(join(server.bell(), server.bell())));
  });
});

describe('during the sign-in', () => {
  async function signingIn() {
    const [toBrowser, far] = await pair();
    const channel = new BrowserChannel(toBrowser);
    const relay = new Relay(channel);
    relay.watch();
    return { channel, relay, browser: new FarEnd(far), stream: channel.asStream() };
  }

  it('the end by the portal is told, and gives the host up', async () => {
    const { relay, browser } = await signingIn();
    relay.end(closeReasons.endedByAdministrator);
    expect(relay.signal.aborted).toBe(true);
    expect(readClose((await browser.frame(opcodes.close)).payload)).toMatchObject({ code: 4002 });
    browser.socket.end();
    expect((await ended(relay)).reason).toEqual(closeReasons.endedByAdministrator);
  });

  it.each([
    ['a goodbye', (socket: Socket) => void socket.end(GOODBYE), 1000],
    ['a FIN', (socket: Socket) => void socket.end(), 1000],
    ['a reset', (socket: Socket) => void socket.resetAndDestroy(), 1006],
  ])('%s of the browser gives the host up', async (_what, leave, code) => {
    const { relay, browser } = await signingIn();
    relay.ping();
    await browser.frame(opcodes.ping);
    leave(browser.socket);
    expect((await ended(relay)).reason.code).toBe(code);
    expect(relay.signal.aborted).toBe(true);
  });

  it('a browser that sends more than a handshake has to wait', async () => {
    const { channel, browser } = await signingIn();
    for (let index = 0; index < 64; index++) browser.socket.write(clientFrame(Buffer.alloc(MIB)));
    await settle(300);
    expect(channel.received).toBeLessThan(MIB);
  });
});

describe('behind a shut gate', () => {
  it('bytes of both sides wait, in order, and move once it opens', async () => {
    let shut = true;
    const { relay, browser, host } = await open({}, { gate: { isShut: () => shut } });
    host.socket.write('from the host');
    browser.socket.write(clientFrame(client.key(1)));
    await settle();
    browser.socket.write(clientFrame(client.key(2)));
    await settle();
    expect([browser.received, host.received]).toEqual([0, 0]);
    shut = false;
    relay.releaseHeld();
    expect(await host.has(16)).toEqual(join(client.key(1), client.key(2)));
    expect((await browser.frame(opcodes.binary)).payload.toString()).toBe('from the host');
    host.socket.write(', and on');
    await browser.frame(opcodes.binary, 2);
    expect(browser.payload.toString()).toBe('from the host, and on');
  });

  it('what was typed reaches nobody when the session ends before it opens', async () => {
    let shut = true;
    const all = await open({}, { gate: { isShut: () => shut } });
    all.browser.socket.write(clientFrame(client.key(1)));
    await settle();
    all.relay.end(closeReasons.signedOut);
    shut = false;
    all.relay.releaseHeld();
    expect(await closing(all)).toMatchObject({ code: 4001 });
    all.browser.socket.end();
    await ended(all.relay);
    expect(all.host.received).toBe(0);
  });
});
