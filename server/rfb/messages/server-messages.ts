/**
 * Follows the server → client messages of one session (RFC 6143 section 7.6), from the first byte after ServerInit, to take its clipboard out.
 *
 * ServerCutText can't be found without finding the end of everything before it, so the stream is framed exactly: by counting. No pixel is
 * looked at, inflated or copied. Takes the stream in any pieces; what passes does not depend on how it was split. Where the stream can't be
 * followed it passes up to and including the bytes that showed it, and ends: a text must not slip through behind.
 *
 * The client's side of the session has to be a `ClientMessages` with the same agreement: it keeps encodings from being asked for that can't
 * be framed, and the pixel format from changing under way.
 */

import { CUT_TEXT_HEAD, cutTextHead, cutTextLength, fromHost, isTruncated, mayPass } from './clipboard';
import type { Clipboard, CutTextRule } from './clipboard';
import { FramebufferUpdate } from './framebuffer-update';
import { MessageHead } from './message-head';
import { serverMessages } from './message-types';
import { MAX_NEED } from './part';
import type { Part } from './part';
import type { PixelAgreement } from './pixel-agreement';
import { Rest, ServerFence, SetColourMapEntries } from './server-parts';
import type { MessageSink, Violation } from './violation';

const XVP_REST = 3;

/** Of a ServerCutText its whole head, of the others their type. */
function serverHeadLength(bytes: Buffer, at: number, known: number): number {
  return bytes[at] === serverMessages.serverCutText ? cutTextHead(bytes, at, known) : 1;
}

export class ServerMessages {
  readonly #head = new MessageHead(serverHeadLength);
  /** The message under way after its head, and whether it passes. */
  #part: Part | null = null;
  #passes = true;
  /** Bytes that the part has to see, when they come in pieces. They have passed already. */
  readonly #seen = Buffer.alloc(MAX_NEED);
  #seenBytes = 0;

  readonly #update: FramebufferUpdate;
  readonly #colours = new SetColourMapEntries();
  readonly #fence = new ServerFence();
  readonly #rest = new Rest();
  readonly #rule: CutTextRule;
  #type = 0;
  #violation: Violation | null = null;
  #closed = false;

  constructor(
    clipboard: Clipboard,
    private readonly sink: MessageSink,
    agreement: PixelAgreement,
  ) {
    this.#rule = fromHost[clipboard];
    this.#update = new FramebufferUpdate(agreement);
  }

  /** Whether the stream is between two messages: another may be put there. */
  get atBoundary(): boolean {
    return this.#part === null && this.#head.gathered === 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Final: nothing passes any more, and nothing is kept. */
  close(): void {
    this.#closed = true;
    this.#part = null;
    this.#head.clear();
  }

  push(chunk: Buffer): void {
    if (this.#closed) return;
    this.#walk(chunk);
    this.#report();
  }

  #report(): void {
    if (!this.#violation || this.#closed) return;
    this.close();
    this.sink.violation(this.#violation);
  }

  #walk(chunk: Buffer): void {
    let from = 0;
    let at = 0;
    while (at < chunk.length && !this.#violation && !this.#closed) {
      if (this.#part) {
        at = this.#walkPart(this.#part, chunk, at);
        if (!this.#passes) from = at;
        this.#endOf(this.#part);
        continue;
      }
      const length = this.#head.gathered === 0 ? this.#head.whole(chunk, at) : 0;
      if (length > 0) {
        const passes = this.#begin(chunk, at, length);
        if (!passes) {
          this.#forward(chunk, from, at);
          from = at + length;
        }
        at += length;
      } else {
        this.#forward(chunk, from, at);
        at += this.#head.gather(chunk, at);
        from = at;
        const head = this.#head.take();
        if (head && this.#begin(head, 0, head.length)) this.#forward(head, 0, head.length);
      }
    }
    this.#forward(chunk, from, at);
  }

  /** @returns up to where the part has taken `chunk` */
  #walkPart(part: Part, chunk: Buffer, at: number): number {
    const available = chunk.length - at;
    if (part.skip > 0) {
      const take = Math.min(part.skip, available);
      part.skip -= take;
      return at + take;
    }
    const { need } = part;
    if (this.#seenBytes === 0 && need <= available) {
      part.read(chunk, at);
      return at + need;
    }
    const take = Math.min(need - this.#seenBytes, available);
    chunk.copy(this.#seen, this.#seenBytes, at, at + take);
    this.#seenBytes += take;
    if (this.#seenBytes === need) {
      this.#seenBytes = 0;
      part.read(this.#seen, 0);
    }
    return at + take;
  }

  #endOf(part: Part): void {
    if (part.problem) this.#violation = { ...part.problem, message: this.#type };
    else if (part.over) this.#part = null;
  }

  #forward(chunk: Buffer, from: number, to: number): void {
    if (from >= to || this.#closed) return;
    this.sink.forward(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to));
  }

  /**
   * @param length of the whole head at `at`
   * @returns whether it passes
   */
  #begin(bytes: Buffer, at: number, length: number): boolean {
    this.#type = bytes[at]!;
    this.#passes = true;
    switch (this.#type) {
      case serverMessages.framebufferUpdate:
        this.#update.begin();
        this.#go(this.#update);
        break;
      case serverMessages.setColourMapEntries:
        this.#colours.begin();
        this.#go(this.#colours);
        break;
      case serverMessages.serverFence:
        this.#fence.begin();
        this.#go(this.#fence);
        break;
      case serverMessages.xvp:
        this.#goOn(XVP_REST);
        break;
      case serverMessages.bell:
      case serverMessages.endOfContinuousUpdates:
        break;
      case serverMessages.serverCutText:
        this.#beginCutText(bytes, at, length);
        break;
      default:
        this.#violation = { reason: 'unknown', message: this.#type, detail: `message type ${this.#type}` };
    }
    return this.#passes;
  }

  /** There is no limit to a text that is skipped: who copies much on the host does nothing wrong. */
  #beginCutText(bytes: Buffer, at: number, length: number): void {
    const announced = cutTextLength(bytes, at);
    this.#passes = !isTruncated(announced) && mayPass(this.#rule, bytes, at);
    if (isTruncated(announced)) this.#violation = { reason: 'malformed', message: this.#type, detail: `length ${announced}` };
    else this.#goOn(CUT_TEXT_HEAD + Math.abs(announced) - length);
  }

  #goOn(length: number): void {
    this.#rest.begin(length);
    this.#go(this.#rest);
  }

  #go(part: Part): void {
    this.#part = part;
    this.#endOf(part);
  }
}
