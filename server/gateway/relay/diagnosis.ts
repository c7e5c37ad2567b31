/** From what went wrong between the portal and a VNC server to what a person is told. */

import { isNoted, RfbError, type RfbErrorCode } from '../../rfb';
import { closeReasons, type CloseReason } from '../close-codes';
import { errorCode, refusalOf } from '../dial-error';
import { Refusal, type RefusalCode } from '../refusals';
import { saidBy } from './vnc-notes';

const codes: Record<Exclude<RfbErrorCode, 'tls'>, RefusalCode> = {
  closed: 'host_closed',
  timeout: 'host_timeout',
  not_rfb: 'host_not_rfb',
  version: 'host_version',
  refused: 'host_refused',
  no_common_security: 'host_no_security',
  credentials_needed: 'host_login_needed',
  login_failed: 'host_login_failed',
  not_approved: 'host_not_approved',
  too_many_failures: 'host_locked_out',
  malformed: 'host_protocol',
  too_long: 'host_protocol',
  repeater: 'host_repeater',
};

/** rfbproto, "RSA-AES Security Type": 5 and 6, and with 256 bits 129 and 130. */
const RSA_AES = new Set([5, 6, 129, 130]);

export function diagnose(error: unknown): Refusal {
  if (!(error instanceof RfbError)) return refusalOf(error);
  const { code, reason, cause } = error;
  const said = saidBy(error);
  if (code === 'no_common_security') {
    if (isNoted(error, 'unverified')) return new Refusal('host_not_verified', code, { cause: error, said });
    if (isNoted(error, 'unprotected')) return new Refusal('host_password_unprotected', code, { cause: error, said });
  }
  // RSA-AES alone, with a key that nobody vouches for: there is a way, and it has to be chosen.
  if (code === 'no_common_security' && error.offered.length > 0 && error.offered.every((type) => RSA_AES.has(type))) {
    return new Refusal('host_key_unknown', code, { cause: error });
  }
  if (isNoted(error, 'dialect') || isNoted(error, 'dialectOfAten')) return new Refusal('host_dialect', code, { cause: error, said });
  if (code !== 'tls') return new Refusal(codes[code], code, { cause: error, said });
  const known = errorCode(cause);
  if (known === 'ERR_RSA_KEY_UNKNOWN') return new Refusal('host_key_unknown', known, { cause: error, said });
  if (known === 'ERR_TLS_PIN_MISMATCH' || known === 'ERR_RSA_PIN_MISMATCH')
    return new Refusal('certificate_changed', known, { cause: error, said });
  const refusal = refusalOf(cause);
  return refusal.code === 'host_unreachable' ? new Refusal('tls_failed', known || reason, { cause: error }) : refusal;
}

/** What a console that was open already is closed with. */
export function closeReasonFor({ code }: Refusal): CloseReason {
  if (code === 'host_closed') return closeReasons.hostClosed;
  if (code === 'host_timeout') return closeReasons.hostSilent;
  if (code === 'unavailable') return closeReasons.portalUnavailable;
  if (code === 'internal') return closeReasons.portalFailed;
  return code.startsWith('host_login') || code === 'host_locked_out' || code === 'host_not_approved'
    ? closeReasons.hostLoginFailed
    : closeReasons.hostFailed;
}
