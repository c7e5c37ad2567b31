/** One console as its viewer's end: the upgrade, the RFB handshake where there is one, then whatever comes. */

import { connect, type Socket } from 'node:net';
import { BINARY, CLOSE, frame, FrameReader, PING, PONG } from './frames';
import type { Door } from './orders';

/** All consoles read into it: what arrived is dealt with before the next read. */
const shared = Buffer.allocUnsafe(1 << 20);
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const LONGEST_ANSWER = 8192;
const CLOSE_NORMALLY = frame(CLOSE, Buffer.from([0x03, 0xe8]), true);

/** SetEncodings: Raw (RFC 6143 section 7.5.2). */
const WANTS_RAW = Buffer.from([2, 0, 0, 1, 0, 0, 0, 0]);

export interface ConsoleEvents {
  /** Payload after the handshake; valid during the call. */
  payload: (console: Console, bytes: Buffer, from: number, to: number) => void;
  ready: (console: Console) => void;
  /** Once. */
  closed: (console: Console, why: string) => void;
}

type Stage = 'upgrade' | 'version' | 'security' | 'result' | 'init' | 'ready';

export class Console {
  /** For whoever uses it: of an answer that is not whole yet. */
  awaited = 0;
  sentAt = 0;
  readonly openedAt: number;
  readonly socket: Socket;
  frames = 0;
  private stage: Stage = 'upgrade';
  private held = Buffer.alloc(0);
  private why = 'cut';
  private readonly reader = new FrameReader({
    payload: (bytes, from, to) => {
      if (this.stage === 'ready') this.events.payload(this, bytes, from, to);
      else this.handshake(bytes, from, to);
    },
    ended: () => (this.frames += 1),
    control: (opcode, payload) => {
      if (opcode === PING) this.socket.write(frame(PONG, payload, true));
      if (opcode !== CLOSE) return;
      this.why = `close ${payload.length >= 2 ? payload.readUInt16BE() : ''} ${payload.subarray(2).toString()}`;
      if (!this.socket.writableEnded) this.socket.end(frame(CLOSE, payload.subarray(0, 2), true));
    },
  });

  constructor(
    private readonly door: Door,
    private readonly events: ConsoleEvents,
    now: () => number,
  ) {
    this.openedAt = now();
    this.socket = connect({
      host: '127.0.0.1',
      port: door.port,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          this.read(shared, length);
          return true;
        },
      },
    });
    this.socket.on('error', (error) => (this.why = String(error)));
    this.socket.on('close', () => events.closed(this, this.why));
    if (door.plain) this.stage = 'version';
    else this.askForUpgrade();
  }

  private askForUpgrade(): void {
    const { door } = this;
    const lines = Object.entries({
      Host: `127.0.0.1:${door.port}`,
      Upgrade: 'websocket',
      Connection: 'Upgrade',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': KEY,
      'Sec-WebSocket-Protocol': 'binary',
      ...door.headers,
    }).map(([name, value]) => `${name}: ${value}`);
    this.socket.write(`GET ${door.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  }

  get isReady(): boolean {
    return this.stage === 'ready';
  }

  /** Bytes as they go over the line, with the frame around them. */
  send(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  say(payload: Buffer): void {
    this.socket.write(this.door.plain ? payload : frame(BINARY, payload, true));
  }

  /** Says goodbye; the other side closes the line. */
  close(): void {
    if (this.door.plain) this.socket.end();
    else if (this.socket.writable) this.socket.write(CLOSE_NORMALLY);
  }

  cut(why = 'cut'): void {
    this.why = why;
    this.socket.destroy();
  }

  private read(bytes: Buffer, length: number): void {
    try {
      if (this.stage === 'upgrade') this.upgraded(bytes, length);
      else if (!this.door.plain) this.reader.read(bytes, 0, length);
      else if (this.stage === 'ready') this.events.payload(this, bytes, 0, length);
      else this.handshake(bytes, 0, length);
    } catch (error) {
      this.cut(String(error));
    }
  }

  private upgraded(bytes: Buffer, length: number): void {
    this.held = Buffer.concat([this.held, bytes.subarray(0, length)]);
    const end = this.held.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.held.length > LONGEST_ANSWER) throw new Error('an endless answer');
      return;
    }
    const head = this.held.toString('latin1', 0, end);
    if (!head.startsWith('HTTP/1.1 101 ') || !head.includes(ACCEPT)) {
      return this.cut(`${head.split('\r\n')[0]!} ${this.held.toString('utf8', end + 4)}`.replace(/[^\x20-\x7e]/g, '?').slice(0, 300));
    }
    const rest = this.held.subarray(end + 4);
    this.held = Buffer.alloc(0);
    if (this.door.rfb) this.stage = 'version';
    else this.becomeReady();
    if (rest.length > 0) this.reader.read(rest, 0, rest.length);
  }

  /** RFC 6143 section 7.1 with the security type None, which is all that a browser is offered. */
  private handshake(bytes: Buffer, from: number, to: number): void {
    this.held = Buffer.concat([this.held, bytes.subarray(from, to)]);
    for (;;) {
      const { held } = this;
      const taken = this.step(held);
      if (taken === 0) return;
      this.held = held.subarray(taken);
      if (!this.isReady) continue;
      const rest = this.held;
      this.held = Buffer.alloc(0);
      if (rest.length > 0) this.events.payload(this, rest, 0, rest.length);
      return;
    }
  }

  /** @returns bytes taken; 0 when more are needed */
  private step(held: Buffer): number {
    const answer = (...bytes: number[]) => this.say(Buffer.from(bytes));
    switch (this.stage) {
      case 'version':
        if (held.length < 12) return 0;
        this.say(Buffer.from('RFB 003.008\n'));
        this.stage = 'security';
        return 12;
      case 'security':
        if (held.length < 1 || held.length < 1 + held[0]!) return 0;
        if (!held.subarray(1, 1 + held[0]!).includes(1)) throw new Error(`no security type None: ${held.toString('hex')}`);
        answer(1);
        this.stage = 'result';
        return 1 + held[0]!;
      case 'result':
        if (held.length < 4) return 0;
        if (held.readUInt32BE() !== 0) throw new Error('the login was refused');
        answer(1);
        this.stage = 'init';
        return 4;
      case 'init':
        if (held.length < 24 || held.length < 24 + held.readUInt32BE(20)) return 0;
        this.say(WANTS_RAW);
        this.becomeReady();
        return 24 + held.readUInt32BE(20);
      case 'upgrade':
      case 'ready':
        return 0;
    }
  }

  private becomeReady(): void {
    this.stage = 'ready';
    this.events.ready(this);
  }
}
