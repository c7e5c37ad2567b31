/** Every entry of a server's list of security types that the portal can speak, the strongest first. */

import { bare, encrypting } from './bare';
import type { Scheme } from './security-type';
import { tight } from './tight';
import { tlsType } from './tls';
import { veNCrypt } from './vencrypt';

/** Tight comes last: what it wraps is offered without it too, and its ServerInit is longer. */
export const schemes: readonly Scheme[] = [veNCrypt, ...encrypting, tlsType, ...bare, tight];

/** Of those that the portal does not speak: registered with IANA, or in rfbproto.rst. */
const otherNames: Readonly<Record<number, string>> = {
  21: 'MD5',
  22: 'xvp',
  23: 'Secure Tunnel',
  24: 'Integrated SSH',
  35: 'Apple Kerberos',
};

/** A security type as people name it. */
export function securityName(type: number): string {
  return schemes.find((scheme) => scheme.type === type)?.name ?? otherNames[type] ?? `type ${type}`;
}
