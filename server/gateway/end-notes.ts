/** What a console's page tells its person of an end that the portal made, beyond the close code. */

import { z } from 'zod';
import { text, type Text } from '../../messages/text';
import { closeReasons, type CloseReason } from './close-codes';

/** All of them close with 4001: whoever relies on that code need not know why. */
type SignedOutCode = 'signed_out' | 'access_revoked' | 'access_ended' | 'access_unknown';

export function signedOut(code: SignedOutCode): CloseReason {
  const told = { code, message: text(`refusals.ended.${code}.message`), next: text(`refusals.ended.${code}.next`) };
  return { ...closeReasons.signedOut, told };
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
