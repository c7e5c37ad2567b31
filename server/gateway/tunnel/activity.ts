/**
 * Tells a person's doing from what a viewer sends by itself, by single frames.
 *
 * A noVNC that merely watches a blinking cursor sends a FramebufferUpdateRequest for each update and answers fences; without this, no
 * console with anything moving on its screen would ever be idle. Viewers flush each of these messages in a frame of its own; when one
 * comes joined with others the frame counts as a person's, so a mistake only ever lets a console live longer.
 */

import { opcodes } from '../websocket/frames';

/** RFC 6143 section 7.5.3. */
const FRAMEBUFFER_UPDATE_REQUEST = 3;
const FRAMEBUFFER_UPDATE_REQUEST_BYTES = 10;
/** rfbproto, "ClientFence": 9 bytes and up to 64 of payload. */
const CLIENT_FENCE = 248;
const MAX_CLIENT_FENCE_BYTES = 9 + 64;

export function isActivity(opcode: number, length: number, first: number): boolean {
  if (opcode >= opcodes.close) return false;
  if (first === FRAMEBUFFER_UPDATE_REQUEST && length === FRAMEBUFFER_UPDATE_REQUEST_BYTES) return false;
  return !(first === CLIENT_FENCE && length <= MAX_CLIENT_FENCE_BYTES);
}
