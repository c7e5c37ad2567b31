/**
 * Takes one direction of a WebSocket apart (RFC 6455 section 5): the payload of binary messages comes out unmasked, in the buffer that it
 * came in. Chunks may be split anywhere; no frame is ever held back until it is whole, so its length needs no limit.
 */

import { MAX_CONTROL_PAYLOAD, MAX_HEADER, opcodes, payloadLength, wholeHeader } from './frames';
import { unmask } from './unmask';

export interface FrameEvents {
  /** A piece of a binary message, unmasked in place. Valid until the call returns. */
  onData(payload: Buffer): void;
  /** To be answered with a pong of the same payload. */
  onPing(payload: Buffer): void;
  /** The peer's close frame; nothing comes behind it. */
  onClose(code: number | null): void;
  /** What no peer that follows RFC 6455 sends, or a text message, which RFB has no use for. Nothing comes behind it. */
  onViolation(detail: string): void;
}

export class FrameReader {
  private readonly header = Buffer.alloc(MAX_HEADER);
  private headerBytes = 0;
  private remaining = 0;
  private opcode = 0;
  private final = true;
  private maskAt = 0;
  private readonly mask = new Uint8Array(4);
  private inMessage = false;
  private readonly control = Buffer.alloc(MAX_CONTROL_PAYLOAD);
  private controlBytes = 0;
  private closed = false;

  /** @param masked whether the frames come from a client, which masks them, or from a server, which does not */
  constructor(
    private readonly masked: boolean,
    private readonly events: FrameEvents,
  ) {}

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.closed) {
      at = this.remaining > 0 ? this.payload(chunk, at) : this.readHeader(chunk, at);
    }
  }

  private readHeader(chunk: Buffer, at: number): number {
    const { header } = this;
    if (this.headerBytes === 0) {
      const length = wholeHeader(chunk, at);
      if (length > 0) {
        this.begin(chunk, at, length);
        return at + length;
      }
    }
    while (at < chunk.length) {
      header[this.headerBytes++] = chunk[at++]!;
      const length = wholeHeader(header, 0, this.headerBytes);
      if (length === 0) continue;
      this.headerBytes = 0;
      this.begin(header, 0, length);
      return at;
    }
    return at;
  }

  /** @param length of the whole header at `at` */
  private begin(bytes: Buffer, at: number, length: number): void {
    this.final = (bytes[at]! & 0x80) !== 0;
    this.opcode = bytes[at]! & 0x0f;
    this.remaining = payloadLength(bytes, at);
    const wrong = this.wrong(bytes[at]!, bytes[at + 1]!);
    if (wrong) return this.violation(wrong);
    if (this.masked) for (let index = 0; index < 4; index++) this.mask[index] = bytes[at + length - 4 + index]!;
    this.maskAt = 0;
    this.controlBytes = 0;
    if (this.opcode < opcodes.close) this.inMessage = !this.final;
    if (this.remaining === 0) this.end();
  }

  private wrong(first: number, second: number): string | null {
    const { opcode } = this;
    if ((first & 0x70) !== 0) return 'a reserved bit is set';
    if (((second & 0x80) !== 0) !== this.masked) return this.masked ? 'a frame is not masked' : 'a frame is masked';
    if (opcode >= opcodes.close) {
      if (opcode > opcodes.pong) return 'an unknown opcode';
      return this.final && this.remaining <= MAX_CONTROL_PAYLOAD ? null : 'a control frame is fragmented or too long';
    }
    if (opcode === opcodes.continuation) return this.inMessage ? null : 'a continuation of nothing';
    if (this.inMessage) return 'a message inside a message';
    if (opcode === opcodes.text) return 'a text message';
    return opcode === opcodes.binary ? null : 'an unknown opcode';
  }

  private payload(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.remaining);
    const part = chunk.subarray(at, end);
    if (this.masked) this.maskAt = unmask(part, this.mask, this.maskAt);
    this.remaining -= part.length;
    if (this.opcode >= opcodes.close) this.controlBytes += part.copy(this.control, this.controlBytes);
    else this.events.onData(part);
    if (this.remaining === 0 && !this.closed) this.end();
    return end;
  }

  private end(): void {
    if (this.opcode === opcodes.ping) this.events.onPing(this.control.subarray(0, this.controlBytes));
    if (this.opcode !== opcodes.close) return;
    if (this.controlBytes === 1) return this.violation('a close frame with half a code');
    this.closed = true;
    this.events.onClose(this.controlBytes >= 2 ? this.control.readUInt16BE(0) : null);
  }

  private violation(detail: string): void {
    this.closed = true;
    this.events.onViolation(detail);
  }
}
