/**
 * The WebSocket handshake with a host, by http-proxy. It is shown a stand-in for the browser's socket, so that nothing of the host's answer
 * reaches the browser before it has been checked, and a second host can be tried after the first one failed.
 */

import { createHash } from 'node:crypto';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import httpProxy from 'http-proxy';
import { formatTarget, type Target } from '../../contract/target';
import type { HostTls } from '../../contract/host';
import type { PeerCertificate, TlsOptions } from '../../rfb';
import { refusalOf } from '../dial-error';
import { tlsOptions } from '../host-trust';
import type { Patience } from '../patience';
import { Refusal } from '../refusals';
import type { TargetAgents } from '../target-sockets';
import type { UpgradeRequest } from '../upgrade';

/** RFC 6455 section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** What websockify and QEMU want to hear; QEMU refuses a client that offers nothing. */
const DEFAULT_PROTOCOL = 'binary';

export interface HostConnection {
  /** Paused, with what came behind the 101 in its buffer. */
  socket: Socket;
  /** The subprotocol that the host chose; null for none. */
  protocol: string | null;
  /** What `wss://` has shown, which was judged before anything was sent; null without TLS. */
  certificate: PeerCertificate | null;
}

/** http-proxy keeps a set of the ids of its sockets, and takes one out on a 'close' that it does not get to hear of here. */
const COUNTED_AS = 1;

/** Swallows what http-proxy has to say to a browser, and hands on the request that it makes. */
class StandIn extends Duplex {
  readonly id = COUNTED_AS;

  constructor(readonly onRequest: (request: ClientRequest) => void) {
    super({ allowHalfOpen: true });
    this.on('error', () => this.destroy());
  }
  override _read(): void {}
  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    done();
  }
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  destroySoon(): void {
    this.destroy();
  }
}

export function acceptKey(key: string): string {
  return createHash('sha1')
    .update(key + GUID)
    .digest('base64');
}

export class Handshaker {
  private readonly proxy = httpProxy.createProxyServer({});

  constructor(private readonly agents: TargetAgents) {
    this.proxy.on('proxyReqWs', (request: ClientRequest, _req: unknown, standIn: unknown) => {
      if (standIn instanceof StandIn) standIn.onRequest(request);
    });
    // Each call has a callback of its own; this one only keeps a late error from being thrown.
    this.proxy.on('error', () => undefined);
  }

  /**
   * @param patience from the name's look-up to the host's 101; TLS and a busy websockify that forks included
   * @throws Refusal 502 or 504, also for the reason for which the patience has ended
   */
  connect(upgrade: UpgradeRequest, target: Target, tls: HostTls, patience: Patience): Promise<HostConnection> {
    return new Promise((resolve, reject) => {
      const offered = offeredTo(upgrade);
      let request: ClientRequest | null = null;
      let settled = false;
      let certificate: PeerCertificate | null = null;
      const connecting = patience.share(1);
      // http-proxy reports an error of the host's socket for as long as it lives; here only the first word counts.
      const give = (act: () => void) => {
        if (settled) return;
        settled = true;
        connecting.end();
        connecting.signal.removeEventListener('abort', abort);
        act();
      };
      const fail = (error: unknown) =>
        give(() => {
          reject(refusalOf(error));
          // A connection that is still to come belongs to no request yet.
          connecting.giveUp(error);
          request?.destroy();
          standIn.destroy();
        });
      const abort = () => fail(connecting.signal.reason);
      connecting.signal.addEventListener('abort', abort, { once: true });

      const standIn = new StandIn((made) => {
        request = made;
        made.on('response', (answer) => {
          answer.destroy();
          fail(new Refusal('host_not_websocket', `status ${answer.statusCode}`));
        });
        made.on('upgrade', (answer, socket: Socket) => {
          const wrong = checkAnswer(answer, upgrade.key, offered);
          if (wrong) {
            socket.destroy();
            return fail(new Refusal('host_not_websocket', wrong));
          }
          // After http-proxy's own listener, which comes next, has joined the two: part them again, before a byte flows.
          Object.assign(socket, { id: COUNTED_AS });
          const before = listenersOf(socket);
          process.nextTick(() =>
            give(() => {
              release(socket, standIn, before);
              resolve({ socket, protocol: answer.headers['sec-websocket-protocol'] ?? null, certificate });
            }),
          );
        });
      });

      const asked = {
        method: 'GET',
        url: '/',
        httpVersion: '1.1',
        httpVersionMajor: 1,
        headers: hostHeaders(upgrade, target, offered),
      } as unknown as IncomingMessage;
      const url = formatTarget(target);
      const trust: TlsOptions = { ...tlsOptions(target, tls), onPeerCertificate: (shown) => (certificate = shown) };
      if (connecting.signal.aborted) return abort();
      try {
        this.proxy.ws(
          asked,
          standIn,
          Buffer.alloc(0),
          {
            target: url,
            ignorePath: true,
            changeOrigin: true,
            agent: target.scheme === 'wss' ? this.agents.wss(connecting, trust) : this.agents.ws(connecting),
          },
          fail,
        );
      } catch (error) {
        fail(error);
      }
    });
  }
}

/**
 * What a host may choose from. One that can do both, such as libvncserver, prefers base64, which is a third longer and text to everybody on the
 * way: whoever reads binary is offered to the host without it.
 */
function offeredTo({ protocols }: UpgradeRequest): string[] {
  if (protocols.length === 0) return [DEFAULT_PROTOCOL];
  return protocols.includes(DEFAULT_PROTOCOL) ? protocols.filter((name) => name !== 'base64') : protocols;
}

/** libvncserver refuses a WebSocket without an Origin, and others want their own (RFC 6454 section 6.2). */
function originOf({ scheme, hostname, port }: Target): string {
  const [http, usual] = scheme === 'wss' ? ['https', 443] : ['http', 80];
  const name = isIPv6(hostname) ? `[${hostname}]` : hostname;
  return `${http}://${name}${port === usual ? '' : `:${port}`}`;
}

/** All that a host is told: nothing of the browser's own headers but what the handshake needs, so neither cookies nor tokens. */
function hostHeaders({ client, key, userAgent }: UpgradeRequest, target: Target, offered: string[]): Record<string, string> {
  return {
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-version': '13',
    'sec-websocket-key': key,
    'sec-websocket-protocol': offered.join(', '),
    origin: originOf(target),
    'x-forwarded-for': client.address,
    'x-forwarded-proto': client.secure ? 'https' : 'http',
    'x-forwarded-host': client.host,
    'x-real-ip': client.address,
    ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
  };
}

function checkAnswer(answer: IncomingMessage, key: string, offered: string[]): string | null {
  const { headers } = answer;
  if (headers.upgrade?.toLowerCase() !== 'websocket') return 'no Upgrade: websocket';
  if (headers['sec-websocket-accept'] !== acceptKey(key)) return 'wrong Sec-WebSocket-Accept';
  if (headers['sec-websocket-extensions'] !== undefined) return 'an extension that nobody asked for';
  const protocol = headers['sec-websocket-protocol'];
  if (protocol !== undefined && !offered.includes(protocol)) return 'a subprotocol that nobody offered';
  return null;
}

type Listeners = Record<(typeof listenedFor)[number], unknown[]>;
const listenedFor = ['end', 'close', 'error'] as const;

function listenersOf(socket: Socket): Listeners {
  return { end: socket.listeners('end'), close: socket.listeners('close'), error: socket.listeners('error') };
}

/** Parts what http-proxy has joined. All that it still listens for would keep request, answer and options for as long as the console lives. */
function release(socket: Socket, standIn: StandIn, before: Listeners): void {
  socket.unpipe(standIn);
  standIn.unpipe(socket);
  // Without them, the stand-in's end would end the host's socket.
  standIn.removeAllListeners();
  standIn.on('error', () => undefined);
  standIn.destroy();
  // Whoever gets the socket listens only after an await: a reset before that must not end the process.
  socket.on('error', ignore);
  for (const event of listenedFor) {
    for (const listener of socket.listeners(event)) {
      if (listener !== ignore && !before[event].includes(listener)) socket.off(event, listener as () => void);
    }
  }
}

function ignore(): void {}
