/** A VNC server by script behind every kind of target: it offers what it is told to, goes on with whatever is chosen, and keeps all that it hears. */

import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { createWebSocketStream, WebSocketServer, type WebSocket } from 'ws';
import type { TargetScheme } from '../../server/contract/target';
import type { Certificate } from './certificates';
import { listen } from './ports';
import { temporaryDirectory } from './temporary';
import { until } from './waiting';

export interface Offer {
  /** By number; of version 3.3 the one that the server decides for. */
  types: readonly number[];
  /** Of VeNCrypt. */
  subtypes?: readonly number[];
  /** Of Tight. */
  capabilities?: readonly (readonly [code: number, id: string])[];
  /** What is offered in TLS of type 18. */
  inner?: readonly number[];
  greeting?: string;
  /** The login succeeds whatever is said, and a screen is there. */
  lets?: boolean;
}

export interface Heard {
  /** Everything of RFB, as far as it was not inside TLS that RFB began. */
  plain: Buffer;
  /** What was said inside of that. */
  inside: Buffer;
  /** Connections that came to RFB. */
  connections: number;
}

const VENCRYPT = 19;
const TIGHT = 16;
const RSA_AES = new Set([5, 6, 129, 130]);
const X509 = new Set([260, 261, 262, 263]);
/** Bits of the peer's own RSA key. */
const KEY_BITS = 2048;
const SERVER_INIT = Buffer.concat([
  Buffer.from([0, 4, 0, 4, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]),
  Buffer.from([0, 0, 0, 4]),
  Buffer.from('peer'),
]);

export class OfferingPeer {
  heard: Heard = nothing();
  private offer: Offer = { types: [1] };
  private readonly servers: net.Server[] = [];
  private readonly streams = new Set<Duplex>();
  private readonly directory = temporaryDirectory('peer');
  private readonly key = rsaKey();

  private constructor(
    private readonly certificate: Certificate,
    readonly targets: Record<TargetScheme, string>,
  ) {}

  /** @param certificate of all its TLS */
  static async start(certificate: Certificate): Promise<OfferingPeer> {
    const peer = new OfferingPeer(certificate, {} as Record<TargetScheme, string>);
    const own = { cert: readFileSync(certificate.certFile), key: readFileSync(certificate.keyFile) };
    const tcp = (server: net.Server) => listen(peer.keep(server));
    const web = (server: http.Server) => {
      const sockets = new WebSocketServer({ server, handleProtocols: () => 'binary' });
      sockets.on('connection', (socket: WebSocket) => void peer.talk(createWebSocketStream(socket)));
      return listen(peer.keep(server));
    };
    const talk = (socket: net.Socket) => void peer.talk(socket);
    const path = join(peer.directory.path, 'vnc.sock');
    await new Promise<void>((resolve) => peer.keep(net.createServer(talk)).listen(path, resolve));
    Object.assign(peer.targets, {
      vnc: `vnc://127.0.0.1:${await tcp(net.createServer(talk))}`,
      vncs: `vncs://127.0.0.1:${await tcp(tls.createServer(own, talk).on('tlsClientError', () => undefined))}`,
      'vnc+unix': `vnc+unix://${path}`,
      'vnc+repeater': `vnc+repeater://127.0.0.1:${await tcp(net.createServer((socket) => void peer.repeat(socket)))}?id=7`,
      ws: `ws://127.0.0.1:${await web(http.createServer())}/`,
      wss: `wss://127.0.0.1:${await web(https.createServer(own).on('tlsClientError', () => undefined))}/`,
    });
    return peer;
  }

  get socketDirectory(): string {
    return this.directory.path;
  }

  /** SHA-256 of its RSA key, as a pin has it. */
  get keyPin(): string {
    return createHash('sha256')
      .update(this.key)
      .digest('hex')
      .toUpperCase()
      .replace(/..(?!$)/g, '$&:');
  }

  offers(offer: Offer): void {
    this.offer = offer;
    this.heard = nothing();
  }

  /** Everything that was sent to it has come. */
  async silence(): Promise<Heard> {
    await Promise.all([...this.streams].map((stream) => new Promise((resolve) => stream.once('close', resolve))));
    return this.heard;
  }

  /** The text came, or at least so many bytes without one. */
  async hears(text: string, bytes = 0): Promise<void> {
    await until(text || `${bytes} bytes`, () => this.heard.plain.includes(text) && this.heard.plain.length >= bytes);
  }

  hangUp(): void {
    for (const stream of this.streams) stream.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
    this.directory.remove();
  }

  private keep<S extends net.Server>(server: S): S {
    this.servers.push(server);
    return server.on('connection', (socket: net.Socket) => {
      socket.on('error', () => undefined);
      this.streams.add(socket.on('close', () => this.streams.delete(socket)));
    });
  }

  private async repeat(socket: net.Socket): Promise<void> {
    socket.write('RFB 000.000\n');
    const reader = new Reader(socket, () => undefined);
    await reader.take(250);
    await this.serve(socket, reader.rest());
  }

  private talk(stream: Duplex): Promise<void> {
    return this.serve(stream, Buffer.alloc(0));
  }

  private async serve(stream: Duplex, before: Buffer): Promise<void> {
    const { offer, heard } = this;
    heard.connections += 1;
    stream.on('error', () => undefined);
    const reader = new Reader(stream, (bytes) => (heard.plain = Buffer.concat([heard.plain, bytes])), before);
    try {
      const { types, greeting = 'RFB 003.008\n' } = offer;
      stream.write(greeting);
      const version = String(await reader.take(12));
      if (version === 'RFB 003.003\n') {
        stream.write(u32(types[0]!));
        await this.authenticate(types[0]!, stream, reader);
        return;
      }
      stream.write(Buffer.from([types.length, ...types]));
      const [chosen] = await reader.take(1);
      await this.authenticate(chosen!, stream, reader);
    } catch {
      // The client has gone.
    }
  }

  /** Goes on as a server of that type would, up to where credentials come. */
  private async authenticate(type: number, stream: Duplex, reader: Reader): Promise<void> {
    const { subtypes = [], capabilities = [], inner = [], lets } = this.offer;
    if (RSA_AES.has(type)) stream.write(this.key);
    else if (type === VENCRYPT) {
      stream.write(Buffer.from([0, 2]));
      await reader.take(2);
      stream.write(Buffer.concat([Buffer.from([0, subtypes.length]), ...subtypes.map(u32)]));
      return this.subtype((await reader.take(4)).readUInt32BE(), stream, reader);
    } else if (type === TIGHT) {
      stream.write(
        Buffer.concat([u32(0), u32(capabilities.length), ...capabilities.map(([code, id]) => Buffer.concat([u32(code), Buffer.from(id)]))]),
      );
      if (capabilities[0]?.[0] === 2) stream.write(Buffer.alloc(16, 7));
    } else if (type === 18) await this.anonymous(stream, reader, inner);
    else if (type === 30) stream.write(Buffer.concat([Buffer.from([0, 2, 0, 128]), prime(128), prime(128).fill(3, 1)]));
    else if (type === 113) stream.write(Buffer.concat([u64(5n), u64(0xffffffffffffffc5n), u64(0x1234567812345678n)]));
    else if (type === 20) stream.write(Buffer.concat([u32(5), Buffer.from('PLAIN')]));
    else if (type === 2) stream.write(Buffer.alloc(16, 7));
    if (!lets) return;
    if (type === 2) await reader.take(16);
    stream.write(u32(0));
    await reader.take(1);
    stream.write(SERVER_INIT);
  }

  private async subtype(type: number, stream: Duplex, reader: Reader): Promise<void> {
    if (!X509.has(type)) return this.authenticate(type, stream, reader);
    stream.write(Buffer.from([1]));
    reader.stop();
    const cert = readFileSync(this.certificate.certFile);
    const socket = new tls.TLSSocket(stream, { isServer: true, cert, key: readFileSync(this.certificate.keyFile) });
    const { heard } = this;
    socket.on('error', () => undefined).on('data', (bytes) => (heard.inside = Buffer.concat([heard.inside, bytes])));
    if (this.offer.lets) socket.once('secure', () => socket.write(Buffer.alloc(16, 7)));
  }

  private async anonymous(stream: Duplex, reader: Reader, inner: readonly number[]): Promise<void> {
    reader.stop();
    const socket = new tls.TLSSocket(stream, { isServer: true, ciphers: 'aNULL:@SECLEVEL=0', maxVersion: 'TLSv1.2' });
    const { heard } = this;
    socket.on('error', () => undefined).on('data', (bytes) => (heard.inside = Buffer.concat([heard.inside, bytes])));
    socket.write(Buffer.from([inner.length, ...inner]));
    await new Promise(() => undefined);
  }
}

function nothing(): Heard {
  return { plain: Buffer.alloc(0), inside: Buffer.alloc(0), connections: 0 };
}

class Reader {
  private waiting: Buffer;
  private wake: (() => void) | undefined;
  private gone = false;

  constructor(
    private readonly stream: Duplex,
    private readonly hears: (bytes: Buffer) => void,
    before: Buffer = Buffer.alloc(0),
  ) {
    this.waiting = before;
    if (before.length > 0) hears(before);
    stream.on('data', this.onData).on('close', this.onClose).on('end', this.onClose);
  }

  async take(length: number): Promise<Buffer> {
    while (this.waiting.length < length) {
      if (this.gone) throw new Error('the client has gone');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const taken = this.waiting.subarray(0, length);
    this.waiting = this.waiting.subarray(length);
    return taken;
  }

  /** Hands the stream on, with what has come too early. */
  rest(): Buffer {
    this.stop();
    return this.waiting;
  }

  stop(): void {
    this.stream.off('data', this.onData);
  }

  private readonly onData = (bytes: Buffer): void => {
    this.hears(bytes);
    this.waiting = Buffer.concat([this.waiting, bytes]);
    this.wake?.();
  };

  private readonly onClose = (): void => {
    this.gone = true;
    this.wake?.();
  };
}

function rsaKey(): Buffer {
  const { n, e } = generateKeyPairSync('rsa', { modulusLength: KEY_BITS }).publicKey.export({ format: 'jwk' });
  const exponent = Buffer.from(e!, 'base64url');
  return Buffer.concat([u32(KEY_BITS), Buffer.from(n!, 'base64url'), Buffer.alloc(KEY_BITS / 8 - exponent.length), exponent]);
}

/** Odd and large enough to be taken for a modulus. */
const prime = (bytes: number): Buffer => Buffer.alloc(bytes, 0xfb);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
