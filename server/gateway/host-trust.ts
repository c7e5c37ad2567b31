/**
 * By what a host is known, and what follows for each way to it.
 *
 * A CA, a certificate pin, a key pin, or what was remembered at first use each bind a host: nothing is spoken with it then but what verifies one
 * of them, on every kind of target. TLS around the connection (`vncs://`, `wss://`) verifies a CA and a certificate pin for all that is inside.
 * `insecure` takes any certificate where no pin is set; it does not lift a pin, nor does it stand in for a certificate where a CA is set.
 */

import type { HostTls } from '../contract/host';
import type { Target } from '../contract/target';
import type { RsaOptions, TlsOptions } from '../rfb';

/** What a host has shown: SHA-256 fingerprints of its certificate and of its RSA key. */
export interface Shown {
  pin?: string;
  keyPin?: string;
}

/** Whether only a host that proves itself may be spoken to. */
export function isBound(tls: HostTls): boolean {
  return isBoundToCertificate(tls) || tls.keyPin !== undefined;
}

export function isBoundToCertificate({ ca, pin }: HostTls): boolean {
  return ca !== undefined || pin !== undefined;
}

/** Whether what the host shows next is to be remembered. It counts across kinds: beside a key no certificate is learned, nor the other way round. */
export function remembersFirst({ trustOnFirstUse, pin, keyPin }: HostTls): boolean {
  return trustOnFirstUse === true && pin === undefined && keyPin === undefined;
}

export function tlsOptions(target: Target, tls: HostTls): TlsOptions {
  const { ca, servername, insecure, allowAnonymous, pin } = tls;
  return {
    servername: servername ?? target.hostname,
    ...(ca === undefined ? {} : { ca }),
    ...(insecure ? { insecure } : {}),
    ...(allowAnonymous ? { allowAnonymous } : {}),
    ...(pin === undefined ? {} : { pin }),
    ...(remembersFirst(tls) ? { pinOnFirstUse: true } : {}),
  };
}

/** Of TLS inside a connection whose own certificate was accepted: the pin is the outer one's, and is not learned twice. */
export function innerTlsOptions({ pin: _pin, pinOnFirstUse: _pinOnFirstUse, ...outer }: TlsOptions, proven: string): TlsOptions {
  return { ...outer, proven };
}

export function rsaOptions(tls: HostTls): RsaOptions {
  const { keyPin, insecure } = tls;
  return {
    ...(keyPin === undefined ? {} : { pin: keyPin }),
    ...(remembersFirst(tls) ? { pinOnFirstUse: true } : {}),
    ...(insecure ? { insecure } : {}),
  };
}
