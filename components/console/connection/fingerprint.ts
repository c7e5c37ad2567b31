/** A VNC server's public key (security type RA2ne), shown so that a person can compare it, and remembered by this browser. */

import type { Fingerprint } from './console-state';

const slot = (hostId: string) => `vnc-portal:host-key:${hostId}`;

/** @throws where the page is not in a secure context: browsers then have no SHA. */
export async function fingerprintOf(key: Uint8Array<ArrayBuffer>): Promise<Omit<Fingerprint, 'changed'>> {
  const [sha1, sha256] = await Promise.all([crypto.subtle.digest('SHA-1', key), crypto.subtle.digest('SHA-256', key)]);
  // The first eight bytes of SHA-1, as TigerVNC and RealVNC show it.
  return { short: hex(sha1).slice(0, 8).join('-'), sha256: hex(sha256).join('') };
}

function hex(bytes: ArrayBuffer): string[] {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0'));
}

export type Trust = 'known' | 'new' | 'changed';

export function trustOf(hostId: string, sha256: string, storage: Pick<Storage, 'getItem'> = localStorage): Trust {
  try {
    const known = storage.getItem(slot(hostId));
    if (known === null) return 'new';
    return known === sha256 ? 'known' : 'changed';
  } catch {
    return 'new';
  }
}

export function trust(hostId: string, sha256: string, storage: Pick<Storage, 'setItem'> = localStorage): void {
  try {
    storage.setItem(slot(hostId), sha256);
  } catch {
    // Storage is full or forbidden: the person is asked again next time.
  }
}
