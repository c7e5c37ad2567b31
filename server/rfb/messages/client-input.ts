/** Tells a person's doing from what a viewer sends by itself: a console without it is idle. */

import { isPersonsCutText } from './clipboard';
import { clientMessages } from './message-types';

/** @param at of a whole head */
export function isPersonsInput(bytes: Buffer, at: number): boolean {
  switch (bytes[at]) {
    case clientMessages.keyEvent:
    case clientMessages.pointerEvent:
    case clientMessages.qemu:
    case clientMessages.xvp:
      return true;
    case clientMessages.clientCutText:
      return isPersonsCutText(bytes, at);
    default:
      return false;
  }
}
