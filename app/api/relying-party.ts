/** Who asks for a passkey, as browsers know it: the portal, by the address that this browser has it under. */

import 'server-only';

/** The listener has found out the address: a client's own forwarded headers are dropped. */
export function relyingParty({ headers }: Request): { id: string; origin: string } {
  const scheme = headers.get('x-vnc-portal-secure') === '1' ? 'https' : 'http';
  const { hostname, origin } = new URL(`${scheme}://${headers.get('x-forwarded-host') ?? ''}`);
  return { id: hostname, origin };
}
