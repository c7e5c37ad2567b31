/**
 * The client of a session that is being opened: whether it is still there, and what it sends before its 101. Its FIN is an `end` event, which
 * a socket emits only when its bytes are read, and no `close` follows.
 */

import type { Socket } from 'node:net';
import { Refusal } from './refusals';

/** A browser sends nothing before its 101, other clients the first words of RFB. What a stranger sends beyond that waits in the kernel… */
const MAX_OF_STRANGER = 16 * 1024;
/** …and whoever is signed in may send some large frames, before they are refused: a FIN behind bytes that nobody reads is not noticed. */
const MAX_EARLY_BYTES = 256 * 1024;

/** The client closed the connection, or its side of it, before the session was open. */
export class ClientLeft extends Error {
  override readonly name = 'ClientLeft';
}

export class WaitingClient {
  private readonly early: Buffer[] = [];
  private earlyBytes = 0;
  private known = false;
  private readonly controller = new AbortController();

  /** @param head what came in one packet with the request */
  constructor(
    readonly socket: Socket,
    head: Buffer,
  ) {
    // Node leaves an upgraded socket without an error listener: a reset would end the process.
    socket.on('error', ignore).on('data', this.onData).on('end', this.onLeave).on('close', this.onLeave);
    if (head.length > 0) this.onData(head);
    if (socket.destroyed || socket.readableEnded) this.onLeave();
  }

  /** Aborts when the client leaves, with a ClientLeft, or when it sends too much, with a Refusal. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Somebody who is signed in is behind it. */
  recognise(): void {
    this.known = true;
    if (!this.signal.aborted) this.socket.resume();
  }

  /** @throws the reason of the signal, once it is aborted */
  ensureThere(): void {
    this.signal.throwIfAborted();
  }

  /** The socket, paused and for its next owner to listen to, with all bytes that came early. @throws when the client has left */
  release(): { client: Socket; head: Buffer } {
    this.ensureThere();
    this.stopListening();
    this.socket.pause();
    this.socket.off('error', ignore);
    return { client: this.socket, head: Buffer.concat(this.early) };
  }

  /** For a client that is refused: what it sends is dropped from now on. */
  dismiss(): Socket {
    this.stopListening();
    this.early.length = 0;
    return this.socket;
  }

  private stopListening(): void {
    this.socket.off('data', this.onData).off('end', this.onLeave).off('close', this.onLeave);
  }

  private readonly onData = (bytes: Buffer): void => {
    this.earlyBytes += bytes.length;
    this.early.push(bytes);
    if (this.earlyBytes > (this.known ? MAX_EARLY_BYTES : MAX_OF_STRANGER)) this.socket.pause();
    if (this.earlyBytes <= MAX_EARLY_BYTES) return;
    this.early.length = 0;
    this.controller.abort(new Refusal('bad_request', `more than ${MAX_EARLY_BYTES} bytes before the 101`));
  };

  private readonly onLeave = (): void => this.controller.abort(new ClientLeft('the client left'));
}

function ignore(): void {}
