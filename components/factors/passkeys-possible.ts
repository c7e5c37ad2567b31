'use client';

import { useSyncExternalStore } from 'react';

/** Digits and dots, or the brackets of IPv6: a passkey belongs to a name (Web Authentication, 5.1.3). */
const ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;

/** Whether this browser can use passkeys at the address by which the portal is open. */
const passkeysPossible = (): boolean =>
  window.isSecureContext && typeof window.PublicKeyCredential === 'function' && !ADDRESS.test(window.location.hostname);

const never = () => () => undefined;

/** No until the page is alive: the server does not know the browser. */
export function usePasskeysPossible(): boolean {
  return useSyncExternalStore(never, passkeysPossible, () => false);
}
