/** The security types that are nobody's wrapper, the strongest first, in the two groups between which a wrapper ranks its own. */

import { ard } from './ard';
import { onlyProtected, plainly } from './choice';
import { msLogonII } from './ms-logon-ii';
import { none } from './none';
import { ra2, ra2ne, ra2neWith256, ra2With256 } from './ra2';
import { sasl } from './sasl';
import type { Bar, Scheme, SecurityContext } from './security-type';
import { vncAuth } from './vnc-auth';

/** Without a rule for it, an RSA key that nobody knows is refused: then another type is better taken from the start. */
function onlyKnownKey({ rsa }: SecurityContext): Bar | null {
  const ruled = rsa?.pin !== undefined || rsa?.pinOnFirstUse || rsa?.insecure;
  return ruled ? null : 'keyUnknown';
}

/** They encrypt the whole session. */
export const encrypting: readonly Scheme[] = [ra2With256, ra2].map((type) => plainly(type, onlyKnownKey, 'key'));

/**
 * They hide the password from who only listens, MSLogonII hardly that. To ARD and MSLogonII whoever answers can read it; SASL comes down to SCRAM
 * unless that may be.
 */
export const bare: readonly Scheme[] = [
  plainly(sasl),
  plainly(ra2neWith256, onlyKnownKey, 'key'),
  plainly(ra2ne, onlyKnownKey, 'key'),
  plainly(ard, onlyProtected),
  plainly(vncAuth),
  plainly(msLogonII, onlyProtected),
  plainly(none),
];
