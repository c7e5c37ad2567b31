import { once } from 'node:events';
import net, { type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeReasons } from '../../../server/gateway/close-codes';
import { HostSocket } from '../../../server/gateway/host-socket';
import { Relay } from '../../../server/gateway/relay/relay';
import { Tunnel } from '../../../server/gateway/tunnel/tunnel';
import { BrowserChannel } from '../../../server/gateway/websocket/browser-channel';
import { FrameReader } from '../../../server/gateway/websocket/frame-reader';
import type { ClientRules } from '../../../server/rfb';
import { clientFrame, closePayload, encodeFrame, opcodes } from '../../support/frames';
import { client as viewer, formats, pixelFormat, rectangle, server as messages } from '../../support/rfb-bytes';
import { temporaryDirectory } from '../../support/temporary';

/** Sessions at once. */
const AT_ONCE = 20;
/** More than a large read buffer and what the kernel holds of a UNIX socket, whose buffers are small. */
const SIDE = 256;
const BLOCK = SIDE * SIDE * 4;

/** Each session's bytes are a byte of its own, again and again. */
const patterns = Array.from({ length: AT_ONCE }, (_, index) => Buffer.alloc(BLOCK, 65 + index));

let directory: ReturnType<typeof temporaryDirectory>;
/** The portal's ends of its browsers and the hosts' ends, as they connect. */
let browsers: Server;
let hosts: Server;
beforeAll(async () => {
  directory = temporaryDirectory('sessions');
  const listen = async (name: string) => {
    const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen(join(directory.path, name));
    await once(server, 'listening');
    return server;
  };
  [browsers, hosts] = await Promise.all([listen('browsers'), listen('hosts')]);
});
afterAll(() => {
  browsers.close();
  hosts.close();
  directory.remove();
});

async function connected<T extends Socket>(server: Server, connect: (path: string) => T): Promise<[near: T, far: Socket]> {
  const near = connect(server.address() as string);
  near.on('error', () => undefined);
  // UNIX sockets are accepted in the order in which they connect, and each is waited for before the next.
  const [far] = (await once(server, 'connection')) as [Socket];
  far.on('error', () => undefined);
  return [near, far];
}

/** One after the other: the server's connection is that of this call. */
let last: Promise<unknown> = Promise.resolve();
function pairOf<T extends Socket>(server: Server, connect: (path: string) => T): Promise<[near: T, far: Socket]> {
  const pair = last.then(() => connected(server, connect));
  last = pair;
  return pair;
}

interface Session {
  /** The portal's end of the browser's socket. */
  client: Socket;
  browser: Socket;
  /** The host's own end. */
  host: Socket;
  /** Both sockets are closed. */
  closed: Promise<unknown>;
  end(): void;
  cut(): void;
}

interface Kind {
  /** How many sessions follow each other, {@link AT_ONCE} at a time. */
  rounds: number;
  open(client: Socket, upstream: HostSocket): Pick<Session, 'closed' | 'end' | 'cut'>;
  /** What a host sends whose bytes are `pattern`. */
  block(pattern: Buffer): Buffer;
}

function relayWith(clipboard: ClientRules['clipboard']): Kind['open'] {
  return (client, duplex) => {
    const relay = new Relay(new BrowserChannel(client));
    relay.watch();
    relay.join(
      { duplex, rest: Buffer.alloc(0), pixelFormat: pixelFormat(formats.bgrx) },
      { viewOnly: false, clipboard, power: true, resize: true },
      Buffer.concat([viewer.setEncodings(0), viewer.request()]),
    );
    return { closed: relay.closed, end: () => relay.end(closeReasons.signedOut), cut: () => relay.cut() };
  };
}

const kinds: Record<string, Kind> = {
  'a tunnel': {
    rounds: 50,
    open: (client, upstream) => {
      const tunnel = new Tunnel(client, upstream);
      return { closed: tunnel.closed, end: () => tunnel.end(closeReasons.signedOut), cut: () => tunnel.cut() };
    },
    block: (pattern) => encodeFrame(pattern),
  },
  'a relay': { rounds: 50, open: relayWith('both'), block: (pattern) => pattern },
  'a relay that follows the messages of its host': {
    rounds: 12,
    open: relayWith('none'),
    block: (pattern) => messages.update(rectangle(SIDE, SIDE, 0, pattern)),
  },
};

/** The ways in which a session ends while its browser reads slowly. */
const endings: ((session: Session) => void)[] = [
  ({ end }) => end(),
  ({ browser }) => void browser.write(clientFrame(closePayload(1000), opcodes.close)),
  ({ browser }) => void browser.end(),
  ({ host }) => void host.end(),
  ({ host }) => void host.destroy(),
  ({ cut }) => cut(),
];

/** Turns of the event loop, in which the other sessions read from their hosts. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** @returns bytes of other sessions, and how often the session ended with a write under way */
async function oneSession(kind: Kind, index: number, ending: (session: Session) => void): Promise<{ foreign: number; pending: boolean }> {
  const own = patterns[index]!;
  const [browser, client] = await pairOf(browsers, (path) => net.connect({ path, allowHalfOpen: true }));
  const [upstream, host] = await pairOf(hosts, (path) => new HostSocket({ path, allowHalfOpen: true }));
  const session: Session = { client, browser, host, ...kind.open(client, upstream) };
  const block = kind.block(own);
  let over = false;
  const feed = () => {
    while (!over && host.write(block));
  };
  // A host that hears a goodbye, or a FIN, says its own.
  const leave = () => over && host.end();
  host.on('drain', feed).on('data', leave).on('end', leave).resume();
  feed();
  while (client.writableLength === 0 && !client.destroyed) await turns(1);
  const pending = client.writableLength > 0;
  over = true;
  ending(session);
  await turns(4);
  let foreign = 0;
  const header = block.subarray(0, block.length - own.length);
  const reader = new FrameReader(false, {
    onData: (payload) => (foreign += foreignBytes(payload, own, header)),
    onPing: () => undefined,
    onClose: () => browser.end(),
    onViolation: () => (foreign += 1),
  });
  browser.on('end', () => browser.end());
  browser.on('data', (chunk: Buffer) => {
    reader.push(chunk);
    browser.pause();
    void turns(3).then(() => browser.resume());
  });
  await session.closed;
  if (!browser.closed) await once(browser, 'close');
  for (const socket of [browser, host]) socket.destroy();
  return { foreign, pending };
}

/** Bytes that are neither the session's own nor of the header of its host's messages. */
function foreignBytes(payload: Buffer, own: Buffer, header: Buffer): number {
  if (payload.equals(own.subarray(0, payload.length))) return 0;
  const known = new Set([own[0]!, ...header]);
  let foreign = 0;
  for (const byte of payload) if (!known.has(byte)) foreign += 1;
  return foreign;
}

it.each(Object.entries(kinds))(
  'no byte of another session reaches a slow browser, however %s ends with a write under way',
  async (_name, kind) => {
    let foreign = 0;
    let pending = 0;
    await Promise.all(
      patterns.map(async (_pattern, index) => {
        for (let round = 0; round < kind.rounds; round++) {
          const outcome = await oneSession(kind, index, endings[(round + index) % endings.length]!);
          foreign += outcome.foreign;
          if (outcome.pending) pending += 1;
        }
      }),
    );
    expect(foreign).toBe(0);
    // Otherwise nothing has been proven.
    expect(pending).toBe(AT_ONCE * kind.rounds);
  },
  120_000,
);
