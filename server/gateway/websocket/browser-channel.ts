/** The browser's end of a relay: a socket after 101 whose WebSocket frames are made and taken apart here. */

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { openGate, type ByteGate } from '../../sessions/suspension-guard';
import { ClientWriter } from '../client-writer';
import { FrameReader } from './frame-reader';
import { answerToClose, binaryHeader, binaryHeaderLength, closeFrame, PING, pongFrame, writeBinaryHeader } from './frames';

export interface BrowserEvents {
  /** Payload of binary messages, unmasked. Valid until the call returns. */
  onData: (payload: Buffer) => void;
  /** The browser said goodbye, or its side of the connection ended. */
  onLeave: () => void;
  onViolation: (detail: string) => void;
  /** The socket is closed, by whomever. */
  onClose: () => void;
  /** The memory of all that was sent is free, after `isReleased()` was false. */
  onReleased: () => void;
}

const noEvents: BrowserEvents = {
  onData: () => undefined,
  onLeave: () => undefined,
  onViolation: () => undefined,
  onClose: () => undefined,
  onReleased: () => undefined,
};

export class BrowserChannel {
  events: BrowserEvents = noEvents;
  /** Raw bytes received, control frames and headers included: any of them shows that the browser lives. */
  received = 0;
  /** Payload bytes sent. */
  sent = 0;
  private closing = false;
  private readonly writer: ClientWriter;
  /** Waits for room. It answers the last ping for all before it (RFC 6455 section 5.5.3): a browser that reads none costs no memory. */
  private pong: Buffer | null = null;
  private readonly frames = new FrameReader(true, {
    onData: (payload) => this.events.onData(payload),
    onPing: (payload) => {
      const waits = this.pong !== null;
      this.pong = pongFrame(payload);
      if (!waits && this.writer.isReleased()) this.sendPong();
    },
    onClose: (code) => {
      this.sendClose(answerToClose(code), '');
      this.events.onLeave();
    },
    onViolation: (detail) => this.events.onViolation(detail),
  });

  constructor(
    readonly socket: Socket,
    gate: ByteGate = openGate,
  ) {
    this.writer = new ClientWriter(socket, () => {
      this.sendPong();
      this.events.onReleased();
    });
    socket.on('data', (chunk: Buffer) => {
      if (gate.isShut()) {
        socket.pause();
        socket.unshift(chunk);
        return;
      }
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
    const { socket, writer } = this;
    const header = binaryHeaderLength(length);
    if (header <= from) {
      writeBinaryHeader(buffer, from - header, length);
      return writer.write(buffer.subarray(from - header, to));
    }
    socket.cork();
    writer.write(binaryHeader(length));
    writer.write(length === buffer.length ? buffer : buffer.subarray(from, to));
    socket.uncork();
  }

  /** Whether no write uses memory that `send` was given. */
  get released(): boolean {
    return this.writer.released;
  }

  /** As {@link released}; if not, `onReleased` tells when it is. */
  isReleased(): boolean {
    return this.writer.isReleased();
  }

  /** @returns whether it was sent */
  ping(): boolean {
    if (this.closing || this.socket.writableEnded) return false;
    this.writer.write(PING);
    return true;
  }

  private sendPong(): void {
    if (this.pong && !this.closing) this.writer.write(this.pong);
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
      onReleased: () => undefined,
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
