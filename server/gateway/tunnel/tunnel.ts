/**
 * The hot path of a console whose bytes nobody has to read: two sockets, each written with what the other one gives, by reference.
 * The portal only follows where frames end, so that it can put a Ping or a Close of its own between two of them.
 */

import type { Socket } from 'node:net';
import { closeReasons, silentEnds, type CloseReason } from '../close-codes';
import { openGate, type ByteGate } from '../../sessions/suspension-guard';
import { ClientWriter } from '../client-writer';
import { upstreamReader, type UpstreamConsumer, type UpstreamReader } from '../upstream-reader';
import { isActivity } from './activity';
import { closeFrame, FrameWalker, opcodes, PING } from '../websocket/frames';

/** Time for a frame under way to end before the console is cut without a close frame: revocation promises a second in all. */
const BOUNDARY_WAIT_MS = 400;
/** Time for the browser to take the close frame and close its side. */
const CLOSE_WAIT_MS = 1000;
/** After one side has ended, the other one's last bytes still arrive; but not forever. */
const LINGER_MS = 5000;

export interface Traffic {
  toHost: number;
  fromHost: number;
}

export interface TunnelEnd {
  reason: CloseReason;
  traffic: Traffic;
  /** Nothing is judged here. */
  violation?: null;
}

export class Tunnel implements UpstreamConsumer {
  readonly traffic: Traffic = { toHost: 0, fromHost: 0 };
  /** Whether a person did something since the caller last set it to false. */
  active = true;
  /** Settles once, when both sockets are closed. */
  readonly closed: Promise<TunnelEnd>;

  private reason: CloseReason | null = null;
  /** What is to be put between two frames as soon as the one under way ends. */
  private pending: CloseReason | 'ping' | null = null;
  private ending = false;
  private closeSent = false;
  private timer: NodeJS.Timeout | null = null;
  private openSockets = 2;
  private settle!: (end: TunnelEnd) => void;
  private readonly reader: UpstreamReader;
  private readonly writer: ClientWriter;

  private readonly fromHost = new FrameWalker((opcode) => {
    if (opcode === opcodes.close) {
      this.closeSent = true;
      this.reason ??= silentEnds.hostLeft;
    }
  });
  private readonly toHost = new FrameWalker((opcode, length, first) => {
    if (opcode === opcodes.close) this.reason ??= silentEnds.left;
    else if (!this.active && isActivity(opcode, length, first)) this.active = true;
  });

  /** Bytes of the host that wait for the gate. */
  private held: Buffer[] = [];

  /** Takes over both sockets, with handlers attached and 101 already written. Bytes that either has in its buffer are the first to go. */
  constructor(
    private readonly client: Socket,
    private readonly host: Socket,
    private readonly gate: ByteGate = openGate,
  ) {
    this.closed = new Promise((resolve) => {
      this.settle = resolve;
    });
    const reader = (this.reader = upstreamReader(host));
    this.writer = new ClientWriter(client, () => reader.readOn());
    host.on('end', this.onHostEnd).on('error', this.onHostError).on('close', this.onSocketClose);
    client.on('data', this.onClientData).on('end', this.onClientEnd).on('error', this.onClientError).on('close', this.onSocketClose);
    host.on('drain', () => client.resume());
    // Both come paused: the browser's since its upgrade, the host's since its handshake.
    this.reader.readInto(this);
    client.resume();
    if (client.destroyed) this.onSocketClose();
    if (host.destroyed) this.onSocketClose();
  }

  /** Bytes from the browser, pongs included: they go to the host, which ignores them (RFC 6455 section 5.5.3). */
  get heard(): number {
    return this.traffic.toHost;
  }

  /** Puts a ping between two frames, at once or as soon as the frame under way ends. */
  ping(): boolean {
    if (this.closeSent || this.client.writableEnded || this.pending) return false;
    if (this.fromHost.atBoundary) this.writer.write(PING);
    else this.pending = 'ping';
    return true;
  }

  get hostIsFull(): boolean {
    return this.host.writableNeedDrain;
  }

  releaseHeld(): void {
    const held = this.held.splice(0);
    // After the host's end the browser was told goodbye already.
    if (!this.client.writableEnded) for (const chunk of held) this.consume(chunk, 0, chunk.length);
    if (this.held.length > 0 || this.host.destroyed) return;
    if (this.writer.isReleased()) this.reader.readOn();
    this.client.resume();
  }

  /** Ends the console with a close code. What the person sends from now on reaches nobody. */
  end(reason: CloseReason): void {
    if (this.ending) return;
    this.ending = true;
    this.ignoreClient();
    // A goodbye of either side is already under way: nothing more to say, so only make sure that it comes to an end.
    if (this.reason) return this.after(CLOSE_WAIT_MS, () => this.destroy());
    this.reason = reason;
    if (this.fromHost.atBoundary) return this.close(reason);
    this.pending = reason;
    this.after(BOUNDARY_WAIT_MS, () => this.destroy());
  }

  /** Cuts both sides at once, without a word: for a peer that stopped answering. */
  cut(): void {
    this.reason ??= silentEnds.lost;
    this.destroy();
  }

  /** Bytes of the host, which go to the browser by reference. */
  consume(buffer: Buffer, from: number, to: number): boolean {
    const chunk = buffer.subarray(from, to);
    if (this.gate.isShut()) {
      this.held.push(Buffer.from(chunk));
      return false;
    }
    this.traffic.fromHost += chunk.length;
    this.fromHost.walk(chunk);
    if (this.pending && this.fromHost.lastBoundary >= 0) this.insert(chunk, this.pending);
    else this.writer.write(chunk);
    return this.writer.isReleased();
  }

  get released(): boolean {
    return this.writer.released;
  }

  private insert(chunk: Buffer, pending: CloseReason | 'ping'): void {
    const at = this.fromHost.lastBoundary;
    if (at > 0) this.writer.write(chunk.subarray(0, at));
    if (pending !== 'ping') return this.close(pending);
    this.pending = null;
    if (!this.closeSent) this.writer.write(PING);
    if (at < chunk.length) this.writer.write(chunk.subarray(at));
  }

  private readonly onClientData = (chunk: Buffer): void => {
    if (this.gate.isShut()) {
      this.client.pause();
      this.client.unshift(chunk);
      return;
    }
    this.traffic.toHost += chunk.length;
    this.toHost.walk(chunk);
    if (!this.host.write(chunk)) this.client.pause();
  };

  /** FIN from the host: its last bytes are on their way, and the browser's may still go to it. */
  private readonly onHostEnd = (): void => {
    this.reason ??= closeReasons.hostClosed;
    if (this.client.destroyed || this.client.writableEnded) return;
    if (this.fromHost.atBoundary) this.sendClose(closeReasons.hostClosed);
    this.client.end();
    this.linger();
  };

  private readonly onClientEnd = (): void => {
    this.reason ??= silentEnds.left;
    this.host.end();
    this.linger();
  };

  private readonly onHostError = (): void => this.ignoreClient();
  private readonly onClientError = (): void => this.cut();

  private readonly onSocketClose = (): void => {
    this.openSockets -= 1;
    if (this.openSockets === 0) {
      if (this.timer) clearTimeout(this.timer);
      this.settle({ reason: this.reason ?? silentEnds.lost, traffic: this.traffic });
    } else if (this.client.destroyed) {
      this.cut();
    } else {
      this.ignoreClient();
      this.onHostEnd();
    }
  };

  /** Says why, between two frames, and lets the sockets go. */
  private close(reason: CloseReason): void {
    this.pending = null;
    this.sendClose(reason);
    this.host.destroy();
    this.client.end();
    this.after(CLOSE_WAIT_MS, () => this.destroy());
  }

  private sendClose(reason: CloseReason): void {
    if (this.closeSent || this.client.writableEnded) return;
    this.closeSent = true;
    this.writer.write(closeFrame(reason.code, reason.text));
  }

  private ignoreClient(): void {
    this.client.off('data', this.onClientData);
    this.client.resume();
  }

  /** Waits for the other side's last bytes for as long as any move. */
  private linger(): void {
    const before = this.moved();
    this.after(LINGER_MS, () => (this.moved() === before ? this.destroy() : this.linger()));
  }

  private moved(): number {
    const { client, host } = this;
    return client.bytesRead + host.bytesRead - client.writableLength - host.writableLength;
  }

  private after(ms: number, act: () => void): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(act, ms);
  }

  private destroy(): void {
    this.client.destroy();
    this.host.destroy();
  }
}
