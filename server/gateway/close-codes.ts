/**
 * Why a session ends, in all the words that are made of it: the close frame, on whose code and text users of `/vnc/:id` may rely, what the
 * page tells its person, and what the audit and the list of sessions record.
 */

import { text, type Text } from '../../messages/text';

export interface CloseReason {
  /** RFC 6455 section 7.4; 4000–4999 are the portal's own. */
  code: number;
  /** At most 123 bytes, the room that a control frame has. */
  text: string;
  /** The fixed word that is recorded, where the close frame says less; otherwise its text is. */
  recorded?: string;
  /** What the console's page tells its person; absent: the page knows by the code alone. */
  told?: EndNote;
}

/** The reason of an end, as the audit and the row of the session have it. */
export function recordedReason({ text, recorded = text }: CloseReason): string {
  return recorded;
}

export interface EndNote {
  /** A fixed word, such as `access_revoked`. */
  code: string;
  message: Text;
  next: Text;
}

const ofEnd = (code: 'message_not_allowed' | 'idle' | 'host_changed' | 'host_stopped'): EndNote => ({
  code,
  message: text(`refusals.ended.${code}.message`),
  next: text(`refusals.ended.${code}.next`),
});
/** The same that a person reads who is refused for it before the session is open. */
const ofRefusal = (
  code: 'unavailable' | 'internal' | 'draining' | 'host_closed' | 'host_login_failed' | 'host_timeout' | 'host_protocol',
): EndNote => ({
  code,
  message: text(`refusals.code.${code}.message`),
  next: text(`refusals.code.${code}.next`),
});

export const closeReasons = {
  restarting: { code: 1001, text: 'portal is restarting', told: ofRefusal('draining') },
  messageNotAllowed: { code: 1008, text: 'message not allowed', told: ofEnd('message_not_allowed') },
  hostClosed: { code: 1011, text: 'host closed the connection', told: ofRefusal('host_closed') },
  hostLoginFailed: { code: 1011, text: 'host login failed', told: ofRefusal('host_login_failed') },
  hostSilent: { code: 1011, text: 'host did not answer', told: ofRefusal('host_timeout') },
  /** It has taken none of what the person sent for as long as a browser may be silent. */
  hostStopped: { code: 1011, text: 'host takes no input', told: ofEnd('host_stopped') },
  /** Where nothing more exact is known: the host's own bytes can't be followed. */
  hostFailed: { code: 1011, text: 'host cannot be used', recorded: 'host_protocol', told: ofRefusal('host_protocol') },
  portalUnavailable: { code: 1011, text: 'portal cannot reach its database', recorded: 'unavailable', told: ofRefusal('unavailable') },
  portalFailed: { code: 1011, text: 'portal failed', recorded: 'internal', told: ofRefusal('internal') },
  signedOut: { code: 4001, text: 'signed out' },
  endedByAdministrator: { code: 4002, text: 'ended by an administrator' },
  idle: { code: 4003, text: 'idle', told: ofEnd('idle') },
  /** The portal took the session back after an outage, and others had its place by then. */
  placeTaken: { code: 4005, text: 'place taken' },
  hostChanged: { code: 4004, text: 'host changed', told: ofEnd('host_changed') },
} as const satisfies Record<string, CloseReason>;

/** Ends that no close frame of the portal announces; for the records only. */
export const silentEnds = {
  /** The browser closed the console or the page. */
  left: { code: 1000, text: 'closed in the browser' },
  /** The browser left while its host was still being reached. */
  leftEarly: { code: 1006, text: 'left before the host answered' },
  /** The network to the browser broke, or it stopped answering pings. */
  lost: { code: 1006, text: 'connection to the browser lost' },
  /** The host said goodbye with a close frame of its own. */
  hostLeft: { code: 1000, text: 'closed by the host' },
} as const satisfies Record<string, CloseReason>;
