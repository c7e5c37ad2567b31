/**
 * The hot path of a console to which the portal is a VNC viewer of its own: WebSocket messages on the browser's side, a byte stream on the
 * host's. From the host, bytes pass by reference; from the browser, each message is judged by the rules of the session.
 */

import type { Duplex } from 'node:stream';
import { ClientMessages, followsHost, PixelAgreement, ServerMessages, type ClientRules, type Violation } from '../../rfb';
import { closeReasons, silentEnds, type CloseReason } from '../close-codes';
import { upstreamReader, type UpstreamConsumer, type UpstreamReader } from '../upstream-reader';
import { openGate, type ByteGate } from '../../sessions/suspension-guard';
import type { BrowserChannel } from '../websocket/browser-channel';

/** Time for the browser to take the close frame and close its side. */
const CLOSE_WAIT_MS = 1000;
/** After one side has ended, the other one's last bytes still arrive; but not forever. */
const LINGER_MS = 5000;

export interface Traffic {
  toHost: number;
  fromHost: number;
}

export interface RelayEnd {
  reason: CloseReason;
  traffic: Traffic;
  /** Why the rules ended it; null when they did not. */
  violation: Violation | null;
}

export interface HostSide {
  /** After ServerInit, paused. */
  duplex: Duplex;
  /** What came behind ServerInit already. */
  rest: Buffer;
  /** The 16 bytes of ServerInit. */
  pixelFormat: Buffer;
}

export class Relay implements UpstreamConsumer {
  readonly traffic: Traffic = { toHost: 0, fromHost: 0 };
  /** Whether a person did something since the caller last set it to false. */
  active = true;
  /** Settles once, when both sides are closed. */
  readonly closed: Promise<RelayEnd>;

  private host: Duplex | null = null;
  private reader: UpstreamReader | null = null;
  private messages: ClientMessages | null = null;
  private framed: ServerMessages | null = null;
  private reason: CloseReason | null = null;
  private violation: Violation | null = null;
  private timer: NodeJS.Timeout | null = null;
  /** Whether the portal ended it: final, nothing passes any more. */
  private ended = false;
  private browserClosed = false;
  private readonly signingIn = new AbortController();
  private settle!: (end: RelayEnd) => void;

  /** Bytes of the host that wait for the gate. */
  private held: Buffer[] = [];

  constructor(
    private readonly channel: BrowserChannel,
    private readonly gate: ByteGate = openGate,
  ) {
    this.closed = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** Bytes of any kind that came from the browser: pongs show that it lives, though they go nowhere. */
  get heard(): number {
    return this.channel.received;
  }

  /** Aborts when the console ends while the portal still signs in to the host. */
  get signal(): AbortSignal {
    return this.signingIn.signal;
  }

  /** Joins both sides, once the portal is signed in to the host and the browser knows its screen. */
  join(side: HostSide, rules: ClientRules, browserRest: Buffer): void {
    const { duplex: host } = side;
    this.host = host;
    this.reader = upstreamReader(host);
    host.on('end', this.onHostEnd).on('error', this.onHostEnd).on('close', this.onHostClose);
    host.on('drain', () => this.channel.resume());
    // The clipboard from the host, and whether the host takes more buttons, is found only by following the stream message by message; nobody pays
    // for that who does not need it.
    const agreement = followsHost(rules) ? new PixelAgreement(side.pixelFormat) : null;
    this.messages = new ClientMessages(rules, { forward: this.toHost, violation: this.onViolation, input: this.onInput }, agreement);
    if (agreement)
      this.framed = new ServerMessages(rules.clipboard, { forward: this.toBrowser, violation: this.onHostViolation }, agreement);
    if (this.ended) return void host.destroy();
    if (side.rest.length > 0) this.consume(side.rest, 0, side.rest.length);
    if (browserRest.length > 0) this.onBrowserData(browserRest);
    this.reader.readInto(this);
    this.channel.resume();
    if (host.destroyed) this.onHostClose();
  }

  /** Listens to the browser's end of things, during the sign-in and after it. */
  watch(): void {
    const { channel } = this;
    channel.events = {
      onData: this.onBrowserData,
      onLeave: this.onBrowserLeave,
      onViolation: (detail) => this.onViolation({ reason: 'malformed', message: -1, detail }),
      onClose: this.onBrowserClose,
      onReleased: () => this.reader?.readOn(),
    };
  }

  ping(): boolean {
    return this.channel.ping();
  }

  get hostIsFull(): boolean {
    return this.host?.writableNeedDrain ?? false;
  }

  releaseHeld(): void {
    for (const chunk of this.held.splice(0)) this.consume(chunk, 0, chunk.length);
    if (this.held.length === 0 && this.channel.isReleased()) this.reader?.readOn();
    this.channel.resume();
  }

  /** Ends the console with a close code. What the person sends from now on reaches nobody. */
  end(reason: CloseReason): void {
    if (this.ended) return;
    this.reason ??= reason;
    this.channel.sendClose(reason.code, reason.text);
    this.release();
    this.channel.resume();
    this.after(CLOSE_WAIT_MS, () => this.destroyBoth());
  }

  /** Cuts both sides at once, without a word: for a peer that stopped answering. */
  cut(): void {
    this.reason ??= silentEnds.lost;
    this.release();
    this.channel.socket.destroy();
  }

  /** Bytes of the host, which go to the browser by reference. */
  consume(buffer: Buffer, from: number, to: number): boolean {
    if (!this.ended) {
      if (this.gate.isShut()) {
        this.held.push(Buffer.from(buffer.subarray(from, to)));
        return false;
      }
      this.traffic.fromHost += to - from;
      if (this.framed) this.framed.push(buffer.subarray(from, to));
      else this.channel.send(buffer, from, to);
    }
    return this.channel.isReleased();
  }

  get released(): boolean {
    return this.channel.released;
  }

  private readonly toBrowser = (bytes: Buffer): void => this.channel.send(bytes);

  private readonly onBrowserData = (payload: Buffer): void => {
    if (this.ended) return;
    this.traffic.toHost += payload.length;
    this.messages?.push(payload);
  };

  private readonly toHost = (bytes: Buffer): void => {
    if (this.host && !this.host.destroyed && !this.host.write(bytes)) this.channel.pause();
  };

  private readonly onInput = (): void => {
    this.active = true;
  };

  private readonly onViolation = (violation: Violation): void => {
    this.violation ??= violation;
    this.end(closeReasons.messageNotAllowed);
  };

  /** The host's stream can't be followed any further, so its clipboard could slip through. */
  private readonly onHostViolation = (violation: Violation): void => {
    this.violation ??= violation;
    this.end(closeReasons.hostFailed);
  };

  /** FIN or reset: the host's last bytes are on their way, and the browser's may still go to it. */
  private readonly onHostEnd = (): void => {
    const reason = closeReasons.hostClosed;
    this.reason ??= reason;
    this.channel.sendClose(reason.code, reason.text);
    this.channel.resume();
    this.linger();
  };

  private readonly onHostClose = (): void => {
    this.onHostEnd();
    this.settleIfOver();
  };

  /** A close frame or FIN of the browser. What it sent before still goes to the host. */
  private readonly onBrowserLeave = (): void => {
    if (!this.host) return this.end(silentEnds.left);
    this.reason ??= silentEnds.left;
    this.letGo();
    this.host.end();
    this.host.resume();
    this.linger();
  };

  private readonly onBrowserClose = (): void => {
    this.browserClosed = true;
    if (this.ended) {
      // A host that is told to let go of keys has its own end coming.
      if (!this.host?.writableEnded) this.host?.destroy();
    } else if (this.reason) {
      this.host?.end();
      this.linger();
    } else this.cut();
    this.settleIfOver();
  };

  /** Lets the host go, for ever: at once, or as soon as it has been told of the keys that nobody holds any more. */
  private release(): void {
    const { host } = this;
    // A host that takes its time would get, before that, what the person is not to do any more.
    const toldOfKeys = !this.ended && host?.writableLength === 0 && this.letGo();
    this.ended = true;
    this.messages?.close();
    this.framed?.close();
    this.signingIn.abort();
    if (!host) return;
    if (!toldOfKeys) return void host.destroy();
    host.end();
    host.resume();
    this.after(CLOSE_WAIT_MS, () => this.destroyBoth());
  }

  private destroyBoth(): void {
    this.channel.socket.destroy();
    this.host?.destroy();
  }

  /** @returns whether there was anything that the person held down */
  private letGo(): boolean {
    const ups = this.messages?.release();
    if (!ups || ups.length === 0 || !this.host?.writable) return false;
    this.host.write(ups);
    return true;
  }

  /** Waits for the other side's last bytes for as long as any move. */
  private linger(): void {
    if (this.ended) return;
    const before = this.moved();
    // With nothing to say and nobody to say it to, a host that does not close is not worth a person's place.
    const wait = this.browserClosed && !this.host?.writableLength ? CLOSE_WAIT_MS : LINGER_MS;
    this.after(wait, () => (this.moved() === before ? this.cut() : this.linger()));
  }

  private moved(): number {
    const { channel, host, traffic } = this;
    // What a browser that said goodbye is not sent any more does not count.
    return traffic.toHost + channel.sent - channel.socket.writableLength - (host?.writableLength ?? 0);
  }

  private after(ms: number, act: () => void): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(act, ms);
  }

  private settleIfOver(): void {
    if (!this.browserClosed || (this.host && !this.host.destroyed)) return;
    if (this.timer) clearTimeout(this.timer);
    this.settle({ reason: this.reason ?? silentEnds.lost, traffic: this.traffic, violation: this.violation });
  }
}
