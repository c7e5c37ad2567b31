/** Why a handshake failed: one code for the portal, and the peer's own words for whoever has to put it right. */

import { printable } from './printable';

/** Longest reason kept, in characters. Servers say a sentence; the field has room for 4 GiB (RFC 6143 section 7.1.2). */
const MAX_REASON = 300;

const texts = {
  closed: 'The peer closed the connection',
  timeout: 'The peer did not answer in time',
  not_rfb: 'The peer does not speak RFB',
  version: 'The peer speaks a version of RFB that is not known',
  refused: 'The server refused the connection',
  no_common_security: 'The server offers no security type that may be used',
  credentials_needed: 'The server asks for credentials',
  login_failed: 'The server refused the credentials',
  not_approved: 'Nobody at the server agreed to the connection',
  too_many_failures: 'The server refuses further logins after too many failed ones',
  tls: 'TLS with the peer failed',
  malformed: 'The peer sent what RFB does not allow',
  too_long: 'The peer announced more than is allowed',
  repeater: 'The peer is a repeater and wants to be told an ID',
} as const;

export type RfbErrorCode = keyof typeof texts;

export type Need = 'username' | 'password';

/**
 * What the portal itself has to say of a failure, by name: this folder knows no languages. `reason` has the same in English, and is all that
 * there is of what a peer says and of details of the protocol.
 */
export interface RfbNote {
  name:
    | 'credentialTooLong'
    | 'credentialHasNul'
    | 'hungUp'
    | 'unproven'
    | 'serverUnproven'
    | 'offers'
    | 'unverified'
    | 'unprotected'
    | 'noCertificate'
    | 'keyUnknown'
    | 'tightTunnel'
    | 'tightWith'
    | 'saslWith'
    | 'dialect'
    | 'dialectOfAten'
    | 'rsaKeyChanged'
    | 'rsaKeyUnknown';
  values?: Readonly<Record<string, string | number>>;
  /** What else is to be said. */
  also?: RfbNote;
}

export interface RfbErrorOptions {
  /** Such as Node's error of a socket or of TLS, whose `code` says more. */
  cause?: unknown;
  /** With `credentials_needed`: what the best security type on offer asks for. */
  needs?: readonly Need[];
  /** With `no_common_security` and `credentials_needed`: the numbers of the security types (or VeNCrypt subtypes) that the server offers. */
  offered?: readonly number[];
  note?: RfbNote | undefined;
  /** With `no_common_security` and `credentials_needed`: a new connection that avoids these types finds one that could be used. */
  retryAvoiding?: readonly number[];
}

export class RfbError extends Error {
  override readonly name = 'RfbError';
  readonly code: RfbErrorCode;
  /** The peer's own words or a detail of the failure: bounded, without control characters, and still a stranger's text. */
  readonly reason: string;
  readonly needs: readonly Need[];
  readonly offered: readonly number[];
  readonly note: RfbNote | null;
  readonly retryAvoiding: readonly number[] | null;

  constructor(
    code: RfbErrorCode,
    reason: string | Buffer = '',
    { cause, needs = [], offered = [], note, retryAvoiding }: RfbErrorOptions = {},
  ) {
    const words = printable(reason, MAX_REASON);
    super(words === '' ? texts[code] : `${texts[code]}: ${words}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.reason = words;
    this.needs = needs;
    this.offered = offered;
    this.note = note ?? null;
    this.retryAvoiding = retryAvoiding ?? null;
  }
}

/** Whether a note of this name is among those of a failure. */
export function isNoted(error: RfbError, name: RfbNote['name']): boolean {
  for (let note: RfbNote | null | undefined = error.note; note; note = note.also) if (note.name === name) return true;
  return false;
}
