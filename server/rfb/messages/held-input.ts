/**
 * What a viewer holds down (RFC 6143 sections 7.5.4 and 7.5.5; rfbproto, "QEMU Extended Key Event Message"), so that it can be let go of for a
 * viewer that is gone: a server such as x11vnc keeps a key down for ever, whoever pressed it.
 */

import { clientMessages, QEMU_EXTENDED_KEY_EVENT } from './message-types';

/** More than fingers and modifiers; what a viewer holds beyond that stays down. */
const MAX_KEYS = 64;
const KEY_EVENT_BYTES = 8;
const QEMU_KEY_EVENT_BYTES = 12;
const POINTER_EVENT_BYTES = 6;
/** Keysyms and keycodes are both of 32 bits. */
const KEYCODES = 2 ** 32;

export class HeldInput {
  /** By keysym, or by keycode where the viewer sends both. */
  readonly #keys = new Map<number, Buffer>();
  /** The last pointer event with a button down; a drag sends hundreds a second, so its memory is used again. */
  readonly #pointer = Buffer.alloc(POINTER_EVENT_BYTES);
  #pointerDown = false;

  /**
   * @param at of a whole message that passes
   * @param length of the message
   */
  note(bytes: Buffer, at: number, length: number): void {
    switch (bytes[at]) {
      case clientMessages.keyEvent:
        return this.#key(bytes.readUInt32BE(at + 4), bytes[at + 1] !== 0, bytes, at, KEY_EVENT_BYTES);
      case clientMessages.qemu:
        if (bytes[at + 1] === QEMU_EXTENDED_KEY_EVENT)
          this.#key(KEYCODES + bytes.readUInt32BE(at + 8), bytes.readUInt16BE(at + 2) !== 0, bytes, at, QEMU_KEY_EVENT_BYTES);
        return;
      case clientMessages.pointerEvent:
        // Of the longer form too the first six bytes say where; the release is of the shorter one, which every server takes.
        this.#pointerDown = bytes[at + 1] !== 0 && (length === POINTER_EVENT_BYTES || (bytes[at + 1]! & 0x7f) !== 0 || bytes[at + 6] !== 0);
        if (this.#pointerDown) bytes.copy(this.#pointer, 0, at, at + POINTER_EVENT_BYTES);
        return;
      default:
    }
  }

  /** Messages that let go of everything, the last pressed first; empty when nothing is held. */
  release(): Buffer {
    const keys = [...this.#keys.values()].reverse();
    const pointer = this.#pointerDown ? this.#pointer : null;
    for (const key of keys) {
      key[1] = 0;
      if (key[0] === clientMessages.qemu) key.writeUInt16BE(0, 2);
    }
    if (pointer) pointer[1] = 0;
    this.#keys.clear();
    this.#pointerDown = false;
    return Buffer.concat(pointer ? [...keys, pointer] : keys);
  }

  #key(name: number, down: boolean, bytes: Buffer, at: number, length: number): void {
    if (!down) this.#keys.delete(name);
    // A key that repeats is the same key.
    else if (!this.#keys.has(name) && this.#keys.size < MAX_KEYS) this.#keys.set(name, Buffer.from(bytes.subarray(at, at + length)));
  }
}
