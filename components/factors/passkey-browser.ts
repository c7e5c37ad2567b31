/** The browser's own part of passkeys. Loaded when one is wanted: most pages need none of it. */

import {
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';
import type { Ceremony, CeremonyAnswer } from './ceremony';
import { PasskeyError, type PasskeyProblem } from './passkey-error';

type Requested = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type Created = Parameters<typeof startRegistration>[0]['optionsJSON'];

export { browserSupportsWebAuthnAutofill as offersPasskeysInFields };

/**
 * @param inField the browser offers the passkey in the field for the name, and nothing is asked until somebody picks it there
 * @throws PasskeyError
 */
export async function showPasskey({ ceremony, options }: Ceremony, inField = false): Promise<CeremonyAnswer> {
  const optionsJSON = options as unknown as Requested;
  return { ceremony, response: await explained(startAuthentication({ optionsJSON, useBrowserAutofill: inField })) };
}

/** @throws PasskeyError */
export async function makePasskey({ ceremony, options }: Ceremony): Promise<CeremonyAnswer> {
  const optionsJSON = options as unknown as Created;
  return { ceremony, response: await explained(startRegistration({ optionsJSON })) };
}

/** Asks no more: whoever waited gets {@link PasskeyError} `replaced`. */
export const stopAsking = (): void => WebAuthnAbortService.cancelCeremony();

async function explained<T extends { id: string; type: 'public-key' }>(asked: Promise<T>): Promise<CeremonyAnswer['response']> {
  try {
    return { ...(await asked) };
  } catch (error) {
    throw new PasskeyError(problemOf(error), error);
  }
}

const byCode: Partial<Record<WebAuthnError['code'], PasskeyProblem>> = {
  ERROR_CEREMONY_ABORTED: 'replaced',
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'known',
  ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT: 'unfit',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: 'unfit',
  ERROR_AUTHENTICATOR_NO_SUPPORTED_PUBKEYCREDPARAMS_ALG: 'unfit',
  ERROR_INVALID_DOMAIN: 'address',
  ERROR_INVALID_RP_ID: 'address',
};

function problemOf(error: unknown): PasskeyProblem {
  const known = error instanceof WebAuthnError ? byCode[error.code] : undefined;
  if (known) return known;
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError') return 'replaced';
  // What browsers say for "cancelled", "took too long" and "there is none", so that no site learns which.
  return name === 'NotAllowedError' ? 'cancelled' : 'failed';
}
