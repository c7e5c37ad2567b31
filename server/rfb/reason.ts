/** How a server says no: a length and a text (RFC 6143 sections 7.1.2 and 7.1.3). */

import type { ByteStream } from './byte-stream';
import { RfbError } from './rfb-error';

/** A reason is a sentence; a longer one, or one that is announced and never comes, is cut here. */
const MAX_REASON_BYTES = 1024;
const REASON_MS = 2000;
const MAX_LENGTH_BYTES = 4;

/** What TigerVNC, TightVNC, RealVNC and UltraVNC say when they no longer listen to this address. */
const TOO_MANY = /too many (?:\w+ )*(?:fail|attempt|tries)/i;

/** The text after a refusal, as much of it as comes. Never throws: that the server refused is known already. */
export async function readReason(stream: ByteStream): Promise<Buffer> {
  const length = await stream.readAtMost(MAX_LENGTH_BYTES, REASON_MS);
  if (length.length < MAX_LENGTH_BYTES) return length.subarray(MAX_LENGTH_BYTES);
  return stream.readAtMost(Math.min(length.readUInt32BE(), MAX_REASON_BYTES), REASON_MS);
}

/** @param code unless the reason says that it is for too many failures */
export function refusal(code: 'refused' | 'login_failed', reason: Buffer, cause?: unknown): RfbError {
  return new RfbError(TOO_MANY.test(reason.toString('latin1')) ? 'too_many_failures' : code, reason, { cause });
}
