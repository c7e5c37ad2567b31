/** How long client messages are (RFC 6143 section 7.5; rfbproto, "Client to Server Messages"), and how much of each is seen before it passes. */

import { cutTextHead, cutTextLength, isTruncated } from './clipboard';
import { clientMessages, MAX_FENCE_PAYLOAD, QEMU_EXTENDED_KEY_EVENT } from './message-types';
import { isPixelFormat } from './pixel-format';
import { MAX_ENCODINGS, SET_ENCODINGS_HEAD } from './set-encodings';
import type { ViolationReason } from './violation';

/** TigerVNC's servers take 256 KiB by default, QEMU and libvncserver 1 MiB: beyond that the viewer's text goes nowhere, and is skipped. */
export const MAX_CUT_TEXT = 1024 * 1024;

const FENCE_HEAD = 9;
const SET_DESKTOP_SIZE_HEAD = 8;
const SCREEN_BYTES = 16;
const QEMU_HEAD = 2;
const QEMU_KEY_EVENT = 12;
const PIXEL_FORMAT_AT = 4;

/** By type, bytes; 0 for the others. Messages of one length are seen whole. */
const fixedLengths = new Uint8Array(256);
fixedLengths[clientMessages.setPixelFormat] = 20;
fixedLengths[clientMessages.framebufferUpdateRequest] = 10;
fixedLengths[clientMessages.keyEvent] = 8;
fixedLengths[clientMessages.pointerEvent] = 6;
fixedLengths[clientMessages.enableContinuousUpdates] = 10;
fixedLengths[clientMessages.xvp] = 4;

/** rfbproto, "ExtendedMouseButtons Pseudo-encoding": the marker in a button mask, and the buttons beyond it in one byte more. */
const MORE_BUTTONS = 0x80;
const EXTENDED_POINTER_EVENT = 7;

/** Whether a PointerEvent says that it is of the longer form; without the encoding the same bit is an eighth button. */
export function hasMoreButtons(bytes: Buffer, at: number): boolean {
  return (bytes[at + 1]! & MORE_BUTTONS) !== 0;
}

/**
 * As `HeadLength`: all of a message but the text of ClientCutText and the screens of SetDesktopSize.
 * @param mouse whether the client has asked for Extended Mouse Buttons
 */
export function clientHeadLength(bytes: Buffer, at: number, known: number, mouse = false): number {
  const type = bytes[at]!;
  switch (type) {
    case clientMessages.pointerEvent:
      if (known < 2) return 2;
      return mouse && hasMoreButtons(bytes, at) ? EXTENDED_POINTER_EVENT : fixedLengths[type]!;
    case clientMessages.setEncodings: {
      if (known < SET_ENCODINGS_HEAD) return SET_ENCODINGS_HEAD;
      const count = bytes.readUInt16BE(at + 2);
      return count > MAX_ENCODINGS ? SET_ENCODINGS_HEAD : SET_ENCODINGS_HEAD + 4 * count;
    }
    case clientMessages.clientCutText:
      return cutTextHead(bytes, at, known);
    case clientMessages.clientFence: {
      if (known < FENCE_HEAD) return FENCE_HEAD;
      const payload = bytes[at + 8]!;
      return payload > MAX_FENCE_PAYLOAD ? FENCE_HEAD : FENCE_HEAD + payload;
    }
    case clientMessages.setDesktopSize:
      return SET_DESKTOP_SIZE_HEAD;
    case clientMessages.qemu:
      if (known < QEMU_HEAD) return QEMU_HEAD;
      return bytes[at + 1] === QEMU_EXTENDED_KEY_EVENT ? QEMU_KEY_EVENT : QEMU_HEAD;
    default:
      // Of an unknown one the type is seen and refused.
      return Math.max(fixedLengths[type]!, 1);
  }
}

/** What follows a whole head, bytes. */
export function clientBodyLength(bytes: Buffer, at: number, head: number): number {
  switch (bytes[at]) {
    case clientMessages.clientCutText:
      return 8 + Math.abs(cutTextLength(bytes, at)) - head;
    case clientMessages.setDesktopSize:
      return SCREEN_BYTES * bytes[at + 6]!;
    default:
      return 0;
  }
}

export interface Fault {
  reason: ViolationReason;
  detail: string;
}

/** What is wrong with a message by itself, whatever the session's rules. @param at of a whole head */
export function clientFault(bytes: Buffer, at: number): Fault | null {
  const type = bytes[at]!;
  switch (type) {
    case clientMessages.setPixelFormat:
      if (isPixelFormat(bytes, at + PIXEL_FORMAT_AT)) return null;
      return { reason: 'malformed', detail: `${bytes[at + PIXEL_FORMAT_AT]!} bits a pixel, depth ${bytes[at + PIXEL_FORMAT_AT + 1]!}` };
    case clientMessages.setEncodings: {
      const count = bytes.readUInt16BE(at + 2);
      return count > MAX_ENCODINGS ? { reason: 'too_long', detail: `${count} encodings` } : null;
    }
    case clientMessages.clientCutText: {
      const length = cutTextLength(bytes, at);
      return isTruncated(length) ? { reason: 'malformed', detail: `length ${length}` } : null;
    }
    case clientMessages.clientFence: {
      const payload = bytes[at + 8]!;
      return payload > MAX_FENCE_PAYLOAD ? { reason: 'too_long', detail: `${payload} bytes of payload` } : null;
    }
    case clientMessages.setDesktopSize:
      return null;
    case clientMessages.qemu:
      return bytes[at + 1] === QEMU_EXTENDED_KEY_EVENT ? null : { reason: 'unknown', detail: `sub-message ${bytes[at + 1]!}` };
    default:
      return fixedLengths[type]! > 0 ? null : { reason: 'unknown', detail: `message type ${type}` };
  }
}
