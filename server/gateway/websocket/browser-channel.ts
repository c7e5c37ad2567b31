/** The browser's end of a relay: a socket after 101 whose WebSocket frames are made and taken apart here. */

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { FrameReader } from './frame-reader';
import { binaryHeader, binaryHeaderLength, closeFrame, PING, pongFrame, writeBinaryHeader } from './frames';

export interface BrowserEvents {
  /** Payload of binary messages, unmasked. Valid until the call returns. */
  onData: (payload: Buffer) => void;
  /** The browser said goodbye, or its side of the connection ended. */
  onLeave: () => void;
  onViolation: (detail: string) => void;
  /** The socket is closed, by whomever. */
  onClose: () => void;
  /** All that was sent has left, after `hasSentAll()` was false. */
  onAllSent: () => void;
}

const noEvents: BrowserEvents = {
  onData: () => undefined,
  onLeave: () => undefined,
  onViolation: () => undefined,
  onClose: () => undefined,
  onAllSent: () => undefined,
};

const NOTHING = Buffer.alloc(0);

export class BrowserChannel {
  events: BrowserEvents = noEvents;
  /** Raw bytes received, control frames and headers included: any of them shows that the browser lives. */
  received = 0;
  /** Payload bytes sent. */
  sent = 0;
  private closing = false;
  /** Waits for room. It answers the last ping for all before it (RFC 6455 section 5.5.3): a browser that reads none costs no memory. */
  private pong: Buffer | null = null;
  private readonly frames = new FrameReader(true, {
    onData: (payload) => this.events.onData(payload),
    onPing: (payload) => {
      const waits = this.pong !== null;
      this.pong = pongFrame(payload);
      if (!waits && this.hasSentAll()) this.sendPong();
    },
    onClose: (code) => {
      this.sendClose(code ?? 1000, '');
      this.events.onLeave();
    },
    onViolation: (detail) => this.events.onViolation(detail),
  });

  constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.received += chunk.length;
      this.frames.push(chunk);
    });
    socket.on('end', () => this.events.onLeave());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.events.onClose());
    socket.resume();
  }

  /**
   * One binary message, by reference: what stands in `buffer` from `from` to `to`. The bytes before `from` are overwritten by its header, so
   * that both go in one write.
   */
  send(buffer: Buffer, from = 0, to = buffer.length): void {
    if (this.closing) return;
    const length = to - from;
    this.sent += length;
    const { socket } = this;
    const header = binaryHeaderLength(length);
    if (header <= from) {
      writeBinaryHeader(buffer, from - header, length);
      socket.write(buffer.subarray(from - header, to));
      return;
    }
    socket.cork();
    socket.write(binaryHeader(length));
    socket.write(length === buffer.length ? buffer : buffer.subarray(from, to));
    socket.uncork();
  }

  /**
   * Whether the socket took everything, so that its memory is free. If not, `onAllSent` tells when it has, by the end of one more, empty write:
   * 'drain' never comes after a short write that stayed below the high-water mark.
   */
  hasSentAll(): boolean {
    const { socket } = this;
    if (socket.writableLength === 0 || this.closing || socket.destroyed) return true;
    socket.write(NOTHING, this.onWritten);
    return false;
  }

  private readonly onWritten = (): void => {
    if (!this.hasSentAll()) return;
    this.sendPong();
    this.events.onAllSent();
  };

  ping(): void {
    if (!this.closing) this.socket.write(PING);
  }

  private sendPong(): void {
    if (this.pong && !this.closing) this.socket.write(this.pong);
    this.pong = null;
  }

  /** The last word, once. What the browser still sends is read and dropped. */
  sendClose(code: number, reason: string): void {
    if (this.closing || this.socket.writableEnded || this.socket.destroyed) return;
    this.closing = true;
    this.socket.end(closeFrame(code, reason));
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** The channel as a byte stream, for the RFB handshake, until somebody else takes its events. */
  asStream(): BrowserStream {
    return new BrowserStream(this);
  }
}

/** Handshakes are a few bytes: here comfort counts, not speed. What the channel tells of its end goes on to whoever listened before. */
export class BrowserStream extends Duplex {
  constructor(private readonly channel: BrowserChannel) {
    super({ allowHalfOpen: true });
    const { onLeave, onViolation, onClose } = channel.events;
    this.on('error', () => undefined);
    channel.events = {
      // The payload's memory is the socket's chunk, which nobody else writes to.
      onData: (payload) => {
        if (!this.push(payload)) channel.pause();
      },
      onLeave: () => {
        this.push(null);
        onLeave();
      },
      onViolation,
      onClose: () => {
        this.destroy();
        onClose();
      },
      onAllSent: () => undefined,
    };
  }

  override _read(): void {
    this.channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.channel.send(chunk);
    done();
  }
}
