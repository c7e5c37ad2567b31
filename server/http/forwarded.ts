/** What proxies tell of the client: X-Forwarded-For as it is written in practice, and Forwarded (RFC 7239). */

import { isIP } from 'node:net';
import { plainAddress } from '../config/networks';

/** One hop, as the proxy that added it tells of its client. */
export interface Hop {
  /** null for `unknown`, a made-up name (RFC 7239 section 6.3) and anything that is no address. */
  address: string | null;
  proto?: string;
  host?: string;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The nearest proxy's own word first. Where there is an X-Forwarded-For, Forwarded is not read: a proxy that writes the one passes on
 * whatever a client wrote into the other.
 */
export function hopsOf(headers: Headers): Hop[] {
  const listed = listOf(headers['x-forwarded-for']);
  if (listed.length > 0) return listed.reverse().map((node) => ({ address: addressOf(node) }));
  return splitFromEnd(joined(headers.forwarded), ',').map(readElement);
}

/** The last value of a header that each proxy on the way adds to. */
export function lastOf(header: string | string[] | undefined): string | undefined {
  return listOf(header).at(-1);
}

/** `1.2.3.4`, `1.2.3.4:567`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:567`, each of them also in quotes. */
function addressOf(node: string): string | null {
  const text = unquoted(node.trim());
  const [, bracketed, dotted] = /^\[([^\]]*)\](?::[\w.-]+)?$|^([\d.]+):[\w.-]+$/.exec(text) ?? [];
  const address = plainAddress((bracketed ?? dotted ?? text).trim());
  return isIP(address) === 0 ? null : address;
}

/** `for=…;proto=…;host=…` in any order and case. A name that stands there twice says nothing. */
function readElement(element: string): Hop {
  const pairs = new Map<string, string | null>();
  for (const pair of splitFromEnd(element, ';')) {
    const [, name, value] = /^([^=\s]+)\s*=\s*(.*)$/s.exec(pair) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    pairs.set(key, pairs.has(key) ? null : unquoted(value!.trim()));
  }
  const [node, proto, host] = ['for', 'proto', 'host'].map((name) => pairs.get(name) ?? null);
  return {
    address: typeof node === 'string' ? addressOf(node) : null,
    ...(proto ? { proto } : {}),
    ...(host ? { host } : {}),
  };
}

/**
 * The parts, the last first. Read from the end: what the nearest proxy added is well-formed, and a client that sends an opening quote
 * without a closing one does not hide what comes after it.
 */
function splitFromEnd(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let quoted = false;
  let end = text.length;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === '"' && !isEscaped(text, at)) quoted = !quoted;
    else if (text[at] === separator && !quoted) {
      parts.push(text.slice(at + 1, end));
      end = at;
    }
  }
  parts.push(text.slice(0, end));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function unquoted(text: string): string {
  const [, inside] = /^"(.*)"$/s.exec(text) ?? [];
  return inside === undefined ? text : inside.replace(/\\(.)/gs, '$1').trim();
}

function listOf(header: string | string[] | undefined): string[] {
  return joined(header)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const joined = (header: string | string[] | undefined): string => (Array.isArray(header) ? header.join(',') : (header ?? ''));
