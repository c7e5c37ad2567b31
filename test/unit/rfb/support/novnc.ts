/** noVNC's own protocol code, in Node: another hand's reading of the same specification. */

import { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ScriptedPeer } from './scripted-peer';

export interface LegacyKey {
  publicKey: LegacyKey;
  privateKey: LegacyKey;
}

/** noVNC's core/crypto/crypto.js, shaped like WebCrypto's subtle. */
export interface LegacyCrypto {
  importKey(format: 'raw', key: unknown, algorithm: { name: string }, extractable: boolean, usages: string[]): Promise<LegacyKey>;
  generateKey(algorithm: object, extractable: boolean, usages: string[]): LegacyKey;
  exportKey(format: 'raw', key: LegacyKey): Uint8Array;
  deriveBits(algorithm: object, key: LegacyKey, bits: number): Uint8Array;
  encrypt(algorithm: object, key: LegacyKey, data: Uint8Array): Promise<Uint8Array>;
  decrypt(algorithm: object, key: LegacyKey, data: Uint8Array): Promise<Uint8Array | null>;
  digest(algorithm: 'MD5', data: Uint8Array): Promise<Uint8Array>;
}

interface Credentials {
  username: string;
  password: string;
}

interface Ra2State extends EventTarget {
  negotiateRA2neAuthAsync(): Promise<void>;
  checkInternalEvents(): void;
  approveServer(): void;
}

interface RfbPrototype {
  _negotiateARDAuth(): boolean;
  _negotiateARDAuthAsync(keyLength: number, serverPublicKey: Uint8Array, clientKey: unknown): Promise<void>;
  _negotiateMSLogonIIAuth(): boolean;
  _negotiateTightUnixAuth(): boolean;
}

/** What noVNC touches when it is loaded outside a browser. */
const browser = {
  window: globalThis,
  addEventListener: () => undefined,
  document: {
    documentElement: {},
    body: { appendChild: () => undefined, removeChild: () => undefined },
    createElement: () => ({
      getContext: () => null,
      toDataURL: () => '',
      appendChild: () => undefined,
      parentNode: { removeChild: () => undefined },
      style: {},
    }),
    addEventListener: () => undefined,
  },
  MutationObserver: class {
    observe = (): void => undefined;
  },
  WebSocket: function WebSocket() {},
  RTCDataChannel: function RTCDataChannel() {},
  navigator: { platform: '', userAgent: '' },
  crypto: webcrypto,
};

async function load<T>(file: string): Promise<T> {
  for (const [name, value] of Object.entries(browser)) if (!(name in globalThis)) Object.assign(globalThis, { [name]: value });
  const url = pathToFileURL(join(import.meta.dirname, '../../../../node_modules/@novnc/novnc/core', file)).href;
  return ((await import(/* @vite-ignore */ url)) as { default: T }).default;
}

export const legacyCrypto = (): Promise<LegacyCrypto> => load<LegacyCrypto>('crypto/crypto.js');

/** The part of noVNC's Websock that its handshakes use, on top of what a scripted server writes. */
class FakeSocket {
  private received = Buffer.alloc(0);
  constructor(
    private readonly write: (bytes: Uint8Array) => void,
    private readonly onMore: () => void = () => undefined,
  ) {}
  feed(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    this.onMore();
  }
  rQwait = (_what: string, length: number, goBack = 0): boolean => {
    if (this.received.length >= length) return false;
    if (goBack > 0) throw new Error('noVNC asks for its bytes back: feed it whole');
    return true;
  };
  rQpeekBytes = (length: number): Uint8Array => new Uint8Array(this.received.subarray(0, length));
  rQshiftBytes = (length: number): Uint8Array => {
    const bytes = this.rQpeekBytes(length);
    this.received = this.received.subarray(length);
    return bytes;
  };
  rQshift16 = (): number => Buffer.from(this.rQshiftBytes(2)).readUInt16BE();
  rQshift32 = (): number => Buffer.from(this.rQshiftBytes(4)).readUInt32BE();
  sQpush32 = (value: number): void => this.write(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
  sQpushBytes = (bytes: Uint8Array): void => this.write(Uint8Array.from(bytes));
  sQpushString = (text: string): void => this.write(Buffer.from(text, 'latin1'));
  flush = (): void => undefined;
}

/** Runs noVNC's RA2ne as the client of a scripted server. */
export async function ra2neByNoVnc(peerSide: ScriptedPeer['side'], credentials: Credentials): Promise<void> {
  const State = await load<new (socket: FakeSocket, credentials: () => Credentials) => Ra2State>('ra2.js');
  const socket = new FakeSocket(
    (bytes) => peerSide.write(bytes),
    () => state.checkInternalEvents(),
  );
  const state = new State(socket, () => credentials);
  state.addEventListener('serververification', () => state.approveServer());
  peerSide.on('data', (chunk: Buffer) => socket.feed(chunk));
  await state.negotiateRA2neAuthAsync();
}

/** What noVNC answers to the one message of a server of these types. */
export async function answerByNoVnc(type: 'ARD' | 'MSLogonII' | 'UnixLogon', message: Buffer, credentials: Credentials): Promise<Buffer> {
  const { prototype } = await load<{ prototype: RfbPrototype }>('rfb.js');
  const written: Uint8Array[] = [];
  const socket = new FakeSocket((bytes) => written.push(bytes));
  socket.feed(message);
  return await new Promise((resolve) => {
    const rfb = {
      _sock: socket,
      _rfbCredentials: { ...credentials },
      dispatchEvent: () => undefined,
      _negotiateARDAuthAsync: prototype._negotiateARDAuthAsync,
      _resumeAuthentication: () => {
        prototype._negotiateARDAuth.call(rfb as unknown as RfbPrototype);
        resolve(Buffer.concat(written));
      },
    };
    const self = rfb as unknown as RfbPrototype;
    if (type === 'ARD') prototype._negotiateARDAuth.call(self);
    else {
      if (type === 'MSLogonII') prototype._negotiateMSLogonIIAuth.call(self);
      else prototype._negotiateTightUnixAuth.call(self);
      resolve(Buffer.concat(written));
    }
  });
}
