/** One console as its host's end: a WebSocket, or RFB from the first byte. */

import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { CLOSE, frame, FrameReader } from './frames';
import { serverInit } from './rfb-messages';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const VERSION = Buffer.from('RFB 003.008\n');
const OK = Buffer.alloc(4);
const CHALLENGE = Buffer.alloc(16, 7);

export interface HostEvents {
  ready: (console: HostConsole) => void;
  /** A key event or a request for an update. */
  event: (console: HostConsole, message: Buffer) => void;
}

type Kind = 'webSocket' | 'rfb' | 'rfbWithPassword';
/** What is awaited next. */
type Stage = 'upgrade' | 'version' | 'security' | 'password' | 'init' | 'ready';

export class HostConsole {
  readonly isWebSocket: boolean;
  private stage: Stage;
  private held = Buffer.alloc(0);
  private readonly reader = new FrameReader({
    payload: (bytes, from, to) => this.messages(bytes, from, to),
    ended: () => undefined,
    control: (opcode, payload) => {
      if (opcode === CLOSE) this.socket.end(frame(CLOSE, payload.subarray(0, 2), false));
    },
  });

  constructor(
    readonly socket: Socket,
    private readonly kind: Kind,
    private readonly events: HostEvents,
  ) {
    this.isWebSocket = kind === 'webSocket';
    this.stage = this.isWebSocket ? 'upgrade' : 'version';
    if (!this.isWebSocket) socket.write(VERSION);
    socket.on('data', (bytes: Buffer) => {
      try {
        this.read(bytes);
      } catch {
        socket.destroy();
      }
    });
  }

  private read(bytes: Buffer): void {
    if (this.stage !== 'ready') return this.handshake(bytes);
    if (this.isWebSocket) this.reader.read(bytes, 0, bytes.length);
    else this.messages(bytes, 0, bytes.length);
  }

  private handshake(bytes: Buffer): void {
    this.held = Buffer.concat([this.held, bytes]);
    for (;;) {
      const taken = this.step(this.held);
      if (taken === 0) return;
      this.held = this.held.subarray(taken);
      if (this.stage !== 'ready') continue;
      const rest = this.held;
      this.held = Buffer.alloc(0);
      if (rest.length > 0) this.read(rest);
      return;
    }
  }

  /** @returns bytes taken; 0 when more are needed */
  private step(held: Buffer): number {
    switch (this.stage) {
      case 'upgrade':
        return this.upgrade(held);
      case 'version':
        if (held.length < 12) return 0;
        this.socket.write(Buffer.from([1, this.kind === 'rfb' ? 1 : 2]));
        this.stage = 'security';
        return 12;
      case 'security':
        if (held.length < 1) return 0;
        if (this.kind === 'rfb') {
          this.socket.write(OK);
          this.stage = 'init';
        } else {
          this.socket.write(CHALLENGE);
          this.stage = 'password';
        }
        return 1;
      case 'password':
        if (held.length < 16) return 0;
        this.socket.write(OK);
        this.stage = 'init';
        return 16;
      case 'init':
        if (held.length < 1) return 0;
        this.socket.write(serverInit());
        this.stage = 'ready';
        return 1;
      case 'ready':
        return 0;
    }
  }

  private upgrade(held: Buffer): number {
    const end = held.indexOf('\r\n\r\n');
    if (end < 0) return 0;
    const head = held.toString('latin1', 0, end);
    const key = /^sec-websocket-key:\s*(\S+)/im.exec(head)?.[1];
    if (key === undefined) {
      // A look at the port, not a console.
      this.socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return held.length;
    }
    const accept = createHash('sha1')
      .update(key + GUID)
      .digest('base64');
    const protocol = /^sec-websocket-protocol:.*\bbinary\b/im.test(head) ? 'Sec-WebSocket-Protocol: binary\r\n' : '';
    this.socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol}\r\n`,
    );
    this.stage = 'ready';
    this.events.ready(this);
    return end + 4;
  }

  /** Client messages (RFC 6143 section 7.5) in a stream that may be cut anywhere. */
  private messages(bytes: Buffer, from: number, to: number): void {
    let data = bytes.subarray(from, to);
    if (this.held.length > 0) {
      data = Buffer.concat([this.held, data]);
      this.held = Buffer.alloc(0);
    }
    let at = 0;
    while (at < data.length) {
      const length = lengthOf(data, at);
      if (length === 0 || at + length > data.length) {
        this.held = Buffer.from(data.subarray(at));
        return;
      }
      const type = data[at]!;
      // No server sends pictures before it was told what they may look like.
      if (type === SET_ENCODINGS) this.events.ready(this);
      if (type === UPDATE_REQUEST || type === KEY) this.events.event(this, data.subarray(at, at + length));
      at += length;
    }
  }
}

const SET_ENCODINGS = 2;
const UPDATE_REQUEST = 3;
const KEY = 4;
const CUT_TEXT = 6;
const FIXED: Record<number, number> = { 0: 20, [UPDATE_REQUEST]: 10, [KEY]: 8, 5: 6 };

/** @returns 0 while that can't be told */
function lengthOf(data: Buffer, at: number): number {
  const type = data[at]!;
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  if (type === SET_ENCODINGS) return data.length - at < 4 ? 0 : 4 + 4 * data.readUInt16BE(at + 2);
  if (type === CUT_TEXT) return data.length - at < 8 ? 0 : 8 + Math.abs(data.readInt32BE(at + 4));
  throw new Error(`client message ${type}`);
}
