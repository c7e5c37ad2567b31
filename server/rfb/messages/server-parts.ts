/** Server → client messages after their type, but for FramebufferUpdate (RFC 6143 section 7.6; rfbproto, "Server to Client Messages"). */

import { MAX_FENCE_PAYLOAD } from './message-types';
import { Part } from './part';

/** So many bytes that nobody has to see. */
export class Rest extends Part {
  begin(length: number): void {
    this.next(length, 0);
  }

  read(): void {
    this.next(0, 0);
  }
}

/** Padding, first colour, number of colours; three U16 a colour. */
export class SetColourMapEntries extends Part {
  begin(): void {
    this.next(0, 5);
  }

  read(bytes: Buffer, at: number): void {
    this.next(6 * bytes.readUInt16BE(at + 3), 0);
  }
}

/** Padding, flags, length; the payload. */
export class ServerFence extends Part {
  begin(): void {
    this.next(0, 8);
  }

  read(bytes: Buffer, at: number): void {
    const payload = bytes[at + 7]!;
    if (payload > MAX_FENCE_PAYLOAD) this.fail('too_long', `${payload} bytes of payload`);
    else this.next(payload, 0);
  }
}
