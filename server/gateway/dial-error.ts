/** Why a host could not be reached, from the codes of the operating system and of OpenSSL. */

import { isPortalError } from '../contract/errors';
import { Refusal, type RefusalCode } from './refusals';

const byCode: Record<string, RefusalCode> = {
  ECONNREFUSED: 'host_unreachable',
  ECONNRESET: 'host_unreachable',
  EPIPE: 'host_unreachable',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  EHOSTDOWN: 'host_unreachable',
  ENETDOWN: 'host_unreachable',
  EADDRNOTAVAIL: 'host_unreachable',
  ETIMEDOUT: 'host_timeout',
  ENOTFOUND: 'host_name_not_found',
  EAI_AGAIN: 'host_name_not_found',
  EAI_FAIL: 'host_name_not_found',
  ENODATA: 'host_name_not_found',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate_self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate_untrusted',
  CERT_UNTRUSTED: 'certificate_untrusted',
  INVALID_CA: 'certificate_untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate_untrusted',
  CERT_HAS_EXPIRED: 'certificate_expired',
  CERT_NOT_YET_VALID: 'certificate_expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate_wrong_name',
  HOSTNAME_MISMATCH: 'certificate_wrong_name',
  ERR_TLS_PIN_MISMATCH: 'certificate_changed',
  ERR_RSA_PIN_MISMATCH: 'certificate_changed',
  ERR_RSA_KEY_UNKNOWN: 'host_key_unknown',
};

/** The word of the operating system, Node or OpenSSL for a failure. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // The portal's own failures are no word about the host: its database, its secret, a mistake in its code.
  if (isPortalError(error)) return new Refusal(error.status === 503 ? 'unavailable' : 'internal', error.code, { cause: error });
  if (isMistake(error)) return new Refusal('internal', '', { cause: error });
  const code = errorCode(error);
  const known = byCode[code];
  if (known) return new Refusal(known, code, { cause: error });
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO')
    return new Refusal('tls_failed', code, { cause: error });
  // What Node's HTTP parser makes of an answer that is not HTTP, such as a VNC server's "RFB 003.008".
  if (code.startsWith('HPE_')) return new Refusal('host_not_websocket', code, { cause: error });
  return new Refusal('host_unreachable', code, { cause: error });
}

/** What only code that is wrong throws; Node gives its own kinds of them a code. */
function isMistake(error: unknown): boolean {
  const kinds = [TypeError, RangeError, ReferenceError, SyntaxError];
  return kinds.some((kind) => error instanceof kind) && errorCode(error) === '';
}
