/** The security types that are nobody's wrapper, the strongest first, in the two groups between which a wrapper ranks its own. */

import { ard } from './ard';
import { plainly } from './choice';
import { msLogonII } from './ms-logon-ii';
import { none } from './none';
import { ra2, ra2ne, ra2neWith256, ra2With256 } from './ra2';
import { sasl } from './sasl';
import type { Scheme, SecurityContext } from './security-type';
import { vncAuth } from './vnc-auth';

/** Without a rule for it, an RSA key that nobody knows is refused: then another type is better taken from the start. */
function onlyKnownKey({ rsa }: SecurityContext): string | null {
  const ruled = rsa?.pin !== undefined || rsa?.pinOnFirstUse || rsa?.insecure;
  return ruled ? null : "the server's key is not known";
}

/** They encrypt the whole session. */
export const encrypting: readonly Scheme[] = [ra2With256, ra2].map((type) => plainly(type, onlyKnownKey));

/** They hide the password, more or less. SASL comes down to SCRAM unless the connection is confidential. */
export const bare: readonly Scheme[] = [
  plainly(sasl),
  plainly(ra2neWith256, onlyKnownKey),
  plainly(ra2ne, onlyKnownKey),
  plainly(ard),
  plainly(vncAuth),
  plainly(msLogonII),
  plainly(none),
];
