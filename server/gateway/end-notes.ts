/** Ends that the portal makes for a reason of its own: what their person is told beyond the close code. */

import { z } from 'zod';
import { text, type Text } from '../../messages/text';
import { closeReasons, recordedReason, type CloseReason } from './close-codes';
import { Refusal } from './refusals';

/** All of them close with 4001: whoever relies on that code need not know why. */
type SignedOutCode = 'signed_out' | 'access_revoked' | 'access_ended' | 'access_unknown';

type NoPlaceCode = 'too_many_consoles' | 'too_many_consoles_user' | 'too_many_consoles_host' | 'host_in_use';

export function signedOut(code: SignedOutCode): CloseReason {
  const told = { code, message: text(`refusals.ended.${code}.message`), next: text(`refusals.ended.${code}.next`) };
  return { ...closeReasons.signedOut, ...(code === 'signed_out' ? {} : { recorded: code }), told };
}

/** @param code why there is no place any more: as somebody reads it who is refused for it */
export function placeTaken(code: NoPlaceCode): CloseReason {
  const told = { code, message: text(`refusals.code.${code}.message`), next: text(`refusals.code.${code}.next`) };
  return { ...closeReasons.placeTaken, recorded: code, told };
}

const endingSchema = z.object({ by: z.string(), message: z.string().default('') });

/** @param reason JSON: by whom, and what they want to be read */
export function endedBy(reason: string): CloseReason {
  const { by, message } = readEnding(reason);
  const said: Text =
    message === ''
      ? text('refusals.ended.ended_by_administrator.message', { name: by })
      : text('refusals.ended.ended_by_administrator.saying', { name: by, message });
  const next = text('refusals.ended.ended_by_administrator.next', { name: by });
  return { ...closeReasons.endedByAdministrator, told: { code: 'ended_by_administrator', message: said, next } };
}

/** Another node may still run an older version, which writes the name alone. */
function readEnding(reason: string): z.output<typeof endingSchema> {
  try {
    return endingSchema.parse(JSON.parse(reason));
  } catch {
    return { by: reason, message: '' };
  }
}

/** The answer before 101 has the status of what somebody would get who tries again now; who made the attempt is told the reason itself. */
export function refusalForEnd(ended: CloseReason): Refusal {
  const signedOut = ended.code === closeReasons.signedOut.code && !ended.recorded;
  const restarting = ended.code === closeReasons.restarting.code;
  const code = restarting ? 'draining' : signedOut ? 'not_signed_in' : 'host_not_found';
  return new Refusal(code, recordedReason(ended), { ended });
}
