/** The codes with which the portal closes a console after 101, as users of `/vnc/:id` may rely on. */

import type { Text } from '../../messages/text';

export interface CloseReason {
  /** RFC 6455 section 7.4; 4000–4999 are the portal's own. */
  code: number;
  /** At most 123 bytes, the room that a control frame has. */
  text: string;
  /** What the console's page tells its person beyond the code. */
  told?: EndNote;
}

export interface EndNote {
  /** A fixed word, such as `access_revoked`. */
  code: string;
  message: Text;
  next: Text;
}

export const closeReasons = {
  restarting: { code: 1001, text: 'portal is restarting' },
  messageNotAllowed: { code: 1008, text: 'message not allowed' },
  hostClosed: { code: 1011, text: 'host closed the connection' },
  hostLoginFailed: { code: 1011, text: 'host login failed' },
  hostSilent: { code: 1011, text: 'host did not answer' },
  hostFailed: { code: 1011, text: 'host cannot be used' },
  signedOut: { code: 4001, text: 'signed out' },
  endedByAdministrator: { code: 4002, text: 'ended by an administrator' },
  idle: { code: 4003, text: 'idle' },
  hostChanged: { code: 4004, text: 'host changed' },
} as const satisfies Record<string, CloseReason>;

/** Ends that no close frame of the portal announces; for the records only. */
export const silentEnds = {
  /** The browser closed the console or the page. */
  left: { code: 1000, text: 'closed in the browser' },
  /** The network to the browser broke, or it stopped answering pings. */
  lost: { code: 1006, text: 'connection to the browser lost' },
  /** The host said goodbye with a close frame of its own. */
  hostLeft: { code: 1000, text: 'closed by the host' },
} as const satisfies Record<string, CloseReason>;
