/**
 * A firewall over the client → server messages of one session (RFC 6143 section 7.5), from the first byte after ClientInit.
 *
 * Takes the stream in any pieces: neither what passes nor what is refused depends on how it was split. A message is judged by its head, which
 * is held back until it is whole; the text of a ClientCutText is never kept: it passes or is skipped as it comes. Everything that is not
 * known to be a message ends the session, since nobody can tell where it ends and what the server would make of it.
 */

import { cutTextLength, mayPass } from './clipboard';
import type { CutTextRule } from './clipboard';
import { isPersonsInput } from './client-input';
import { HeldInput } from './held-input';
import { clientBodyLength, clientFault, clientHeadLength, hasMoreButtons, MAX_CUT_TEXT } from './client-lengths';
import { cutTextRule, droppedTypes, isRestricted, keepsEncoding } from './client-rules';
import type { ClientRules } from './client-rules';
import { encodings } from './encoding-types';
import { MessageHead } from './message-head';
import { clientMessages } from './message-types';
import type { PixelAgreement } from './pixel-agreement';
import { hasEncoding, stripEncodings } from './set-encodings';
import type { MessageSink, Violation, ViolationReason } from './violation';

export interface ClientSink extends MessageSink {
  /** A person did something: keys, pointer, clipboard or power, whether or not it may pass. At most once a push. */
  input?: () => void;
}

/** What becomes of a message: other bytes in its place are its rewritten form. */
type Fate = 'pass' | 'drop' | Buffer;

const PIXEL_FORMAT_AT = 4;

export class ClientMessages {
  readonly #head = new MessageHead((bytes, at, known) => clientHeadLength(bytes, at, known, this.#mouse));
  /** What is still to come of the message whose head has been judged, and what becomes of it. */
  #body = 0;
  #bodyPasses = false;
  #closed = false;

  readonly #cutText: CutTextRule;
  readonly #dropped: ReadonlySet<number>;
  readonly #keeps: (encoding: number) => boolean;
  readonly #restricted: boolean;
  /** Whether the client's last SetEncodings, as forwarded, asks for Extended Clipboard. */
  #extendedClipboard = false;
  /** Likewise ExtendedDesktopSize. */
  #resizable = false;
  /** Likewise Extended Mouse Buttons. */
  #mouse = false;
  /** Whether any of them has. */
  #mouseAsked = false;
  #input = false;
  readonly #held = new HeldInput();
  #violation: Violation | null = null;

  /** @param agreement shared with the `ServerMessages` of the same session; null when its server → client stream is not framed */
  constructor(
    rules: ClientRules,
    private readonly sink: ClientSink,
    private readonly agreement: PixelAgreement | null = null,
  ) {
    this.#cutText = cutTextRule(rules);
    this.#dropped = droppedTypes(rules);
    this.#keeps = keepsEncoding(rules, agreement !== null);
    this.#restricted = isRestricted(rules);
  }

  /** Whether the stream is between two messages: another may be put there. */
  get atBoundary(): boolean {
    return this.#body === 0 && this.#head.gathered === 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** What lets go of the keys and buttons that the viewer holds down; empty when there are none, or a message is half on its way. */
  release(): Buffer {
    return this.#body > 0 && this.#bodyPasses ? Buffer.alloc(0) : this.#held.release();
  }

  /** Final: nothing passes any more, and nothing is kept. */
  close(): void {
    this.#closed = true;
    this.#body = 0;
    this.#head.clear();
  }

  push(chunk: Buffer): void {
    if (this.#closed) return;
    const from = this.#walk(chunk);
    this.#forward(chunk, from, chunk.length);
    this.#report();
  }

  #report(): void {
    if (this.#input) this.sink.input?.();
    this.#input = false;
    if (!this.#violation || this.#closed) return;
    this.close();
    this.sink.violation(this.#violation);
  }

  /** @returns from where on `chunk` is still to be forwarded */
  #walk(chunk: Buffer): number {
    let from = 0;
    let at = 0;
    while (at < chunk.length && !this.#closed) {
      if (this.#body > 0) {
        at += this.#walkBody(chunk.length - at);
        if (!this.#bodyPasses) from = at;
        continue;
      }
      const length = this.#head.gathered === 0 ? this.#head.whole(chunk, at) : 0;
      if (length > 0) {
        const fate = this.#judge(chunk, at, length);
        if (fate !== 'pass') {
          this.#forward(chunk, from, at);
          from = at + length;
          this.#settle(fate);
        }
        at += length;
      } else {
        this.#forward(chunk, from, at);
        at += this.#head.gather(chunk, at);
        from = at;
        const head = this.#head.take();
        if (head) {
          const fate = this.#judge(head, 0, head.length);
          this.#settle(fate === 'pass' ? head : fate);
        }
      }
      if (this.#violation) return chunk.length;
    }
    return from;
  }

  #walkBody(available: number): number {
    const take = Math.min(this.#body, available);
    this.#body -= take;
    return take;
  }

  #forward(chunk: Buffer, from: number, to: number): void {
    if (from >= to || this.#closed) return;
    this.sink.forward(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to));
  }

  #settle(fate: Fate): void {
    if (typeof fate !== 'string') this.#forward(fate, 0, fate.length);
  }

  /** @param length of the whole head at `at` */
  #judge(bytes: Buffer, at: number, length: number): Fate {
    const fault = clientFault(bytes, at);
    if (fault) return this.#refuse(bytes[at]!, fault.reason, fault.detail);
    this.#input ||= isPersonsInput(bytes, at);
    const fate = this.#fate(bytes, at, length);
    if (fate === 'pass') this.#held.note(bytes, at, length);
    this.#body = clientBodyLength(bytes, at, length);
    this.#bodyPasses = fate !== 'drop';
    return fate;
  }

  #fate(bytes: Buffer, at: number, length: number): Fate {
    const type = bytes[at]!;
    if (this.#dropped.has(type)) return 'drop';
    switch (type) {
      case clientMessages.setPixelFormat:
        if (!this.agreement || this.agreement.propose(bytes, at + PIXEL_FORMAT_AT)) return 'pass';
        return this.#refuse(type, 'out_of_turn', this.agreement.fixed ? 'updates may be under way' : 'pixels of uncertain length');
      case clientMessages.setEncodings:
        return this.#fixPixels(type) ?? this.#strip(bytes, at, length);
      case clientMessages.framebufferUpdateRequest:
      case clientMessages.enableContinuousUpdates:
        return this.#fixPixels(type) ?? 'pass';
      case clientMessages.pointerEvent:
        // A server that does not know the longer form takes its last byte for a message: it has to have said that it does. And it may go on to
        // read it when the client has taken its wish back.
        if (!this.#restricted || !this.#mouseAsked || !hasMoreButtons(bytes, at)) return 'pass';
        if (this.#mouse && this.agreement?.extendedMouse) return 'pass';
        return this.#refuse(type, 'out_of_turn', 'Extended Mouse Buttons are not agreed on');
      case clientMessages.clientCutText: {
        if (Math.abs(cutTextLength(bytes, at)) > MAX_CUT_TEXT) return 'drop';
        if (!mayPass(this.#cutText, bytes, at)) return 'drop';
        // A server that was never asked for Extended Clipboard takes a negative length for 4 GiB of text.
        if (this.#extendedClipboard || cutTextLength(bytes, at) >= 0) return 'pass';
        return this.#refuse(type, 'out_of_turn', 'Extended Clipboard was not asked for');
      }
      case clientMessages.setDesktopSize:
        // The answer is a rectangle of that encoding: TigerVNC 1.12 ends for all its viewers over one that it may not send.
        return this.#resizable ? 'pass' : this.#refuse(type, 'out_of_turn', 'ExtendedDesktopSize was not asked for');
      default:
        return 'pass';
    }
  }

  #fixPixels(type: number): Fate | null {
    if (!this.agreement || this.agreement.fix()) return null;
    return this.#refuse(type, 'out_of_turn', "the server's own pixel format has pixels of uncertain length");
  }

  #strip(bytes: Buffer, at: number, length: number): Fate {
    const message = bytes.subarray(at, at + length);
    const stripped = stripEncodings(message, this.#keeps);
    this.#extendedClipboard = hasEncoding(stripped, encodings.extendedClipboard);
    this.#resizable = hasEncoding(stripped, encodings.extendedDesktopSize);
    this.#mouse = hasEncoding(stripped, encodings.extendedMouseButtons);
    this.#mouseAsked ||= this.#mouse;
    return stripped === message ? 'pass' : stripped;
  }

  #refuse(message: number, reason: ViolationReason, detail: string): 'drop' {
    this.#violation = { reason, message, detail };
    return 'drop';
  }
}
