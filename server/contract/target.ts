/** Targets: where a host's screen is to be had. What people paste is understood here, and stored in one form. */

import { z } from 'zod';
import type { Text, TextKey } from '../../messages/text';

/** The first TCP port of VNC displays: display :n listens on 5900 + n (RFC 6143 names 5900; the rest is convention). */
const FIRST_VNC_PORT = 5900;
/** `host:n` up to this n is a display number, as in every VNC viewer; above it, it is taken for a port. */
const LAST_DISPLAY = 99;
const MAX_TARGET_LENGTH = 1024;
const MAX_PORT = 65535;
const hostname = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/;

export type TargetScheme = 'ws' | 'wss' | 'vnc' | 'vncs' | 'vnc+unix' | 'vnc+repeater';

export interface Target {
  scheme: TargetScheme;
  /** Name or address to dial, without the brackets of an IPv6 address; empty for a UNIX socket. */
  hostname: string;
  /** 0 for a UNIX socket. */
  port: number;
  /** Path and query of a WebSocket, the path of a UNIX socket, `?id=…` of a repeater; empty otherwise. */
  path: string;
}

/** Where UltraVNC's repeater takes viewers. */
const REPEATER_PORT = 5901;
/** The repeater reads 250 bytes, `ID:` and the closing NUL among them. */
const repeaterId = /^\?id=([A-Za-z0-9._-]{1,200})$/;

const defaultPorts: Record<TargetScheme, number> = {
  ws: 80,
  wss: 443,
  vnc: FIRST_VNC_PORT,
  vncs: FIRST_VNC_PORT,
  'vnc+unix': 0,
  'vnc+repeater': REPEATER_PORT,
};

type Problem = Extract<TextKey, `fields.address.${string}`> extends `fields.address.${infer Name}` ? Name : never;

export class TargetError extends Error {
  /** What to change. */
  readonly said: Text;

  constructor(problem: Problem, values: Readonly<Record<string, string | number>> = {}) {
    const key = `fields.address.${problem}` as const;
    super(key);
    this.said = { key, values };
  }
}

/**
 * Reads a target as a person writes it: a URL, `host:display`, `host::port` or a bare host.
 * @throws TargetError that says what to change
 */
export function parseTarget(input: string): Target {
  const text = input.trim();
  if (text === '') throw new TargetError('empty');
  if (text.length > MAX_TARGET_LENGTH) throw new TargetError('long', { max: MAX_TARGET_LENGTH });
  if (/[\s\p{Cc}]/u.test(text)) throw new TargetError('spaces');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  return scheme ? parseUrl(text, scheme[1]!.toLowerCase()) : parseDisplay(text);
}

function parseUrl(text: string, scheme: string): Target {
  if (scheme === 'http' || scheme === 'https') {
    throw new TargetError('http', { scheme, better: scheme === 'http' ? 'ws' : 'wss' });
  }
  if (!(scheme in defaultPorts)) throw new TargetError('scheme', { scheme });
  const known = scheme as TargetScheme;
  const rest = text.slice(scheme.length + 3);
  if (known === 'vnc+unix') return parseUnix(rest);

  const written = /^(?:[^@/?#]*@)?(?:\[[^\]]*\]|[^:/?#]*)(?::([^/?#]*))?/.exec(rest)?.[1];
  const port = written ? readPort(written) : defaultPorts[known];
  let url: URL;
  try {
    url = new URL(`http://${rest}`);
  } catch {
    throw new TargetError('incomplete', { scheme });
  }
  if (url.username !== '' || url.password !== '') throw new TargetError('credentials');
  if (url.hash !== '') throw new TargetError('hash');
  const path = url.pathname + url.search;
  if (known === 'vnc+repeater') {
    if (url.pathname !== '/' || !repeaterId.test(url.search)) throw new TargetError('repeaterId');
    return { scheme: known, hostname: readHostname(url.hostname), port, path: url.search };
  }
  if (known !== 'ws' && known !== 'wss') {
    if (path !== '/') throw new TargetError('path', { scheme, path });
    return { scheme: known, hostname: readHostname(url.hostname), port, path: '' };
  }
  return { scheme: known, hostname: readHostname(url.hostname), port, path };
}

function parseUnix(path: string): Target {
  if (!path.startsWith('/') || path.endsWith('/')) throw new TargetError('socketPath');
  if (path.split('/').some((part) => part === '..' || part === '.')) throw new TargetError('socketDots');
  return { scheme: 'vnc+unix', hostname: '', port: 0, path };
}

function parseDisplay(text: string): Target {
  const bracketed = /^\[([^\]]*)\](.*)$/.exec(text);
  // Several single colons without brackets can only be an IPv6 address; its display or port then needs brackets.
  // (`fd00::5` could also be port 5 of a host fd00; four hexadecimal digits are taken for an address, since few hosts have such names.)
  const bareIpv6 =
    !bracketed && (text.match(/:/g) ?? []).length > 1 && /^[0-9a-f:.]+$/i.test(text) && !/^(?![0-9a-f]{4}:)[^:]+::\d+$/i.test(text);
  const split = bracketed ?? (bareIpv6 ? [text, text, ''] : /^([^:]*)(.*)$/.exec(text)!);
  const rawHost = split[1];
  const suffix = split[2];
  const hostname = readHostname(bracketed || bareIpv6 ? `[${rawHost}]` : rawHost);
  if (suffix === '') return { scheme: 'vnc', hostname, port: FIRST_VNC_PORT, path: '' };
  const port = /^::(.*)$/.exec(suffix);
  if (port) return { scheme: 'vnc', hostname, port: readPort(port[1]!), path: '' };
  const display = /^:(\d+)$/.exec(suffix);
  if (!display) throw new TargetError('display');
  const number = Number(display[1]);
  return { scheme: 'vnc', hostname, port: number <= LAST_DISPLAY ? FIRST_VNC_PORT + number : readPort(display[1]!), path: '' };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > MAX_PORT) throw new TargetError('port', { port: text.slice(0, 20), max: MAX_PORT });
  return port;
}

function readHostname(text: string): string {
  if (text === '') throw new TargetError('noHost');
  let name: string;
  try {
    name = new URL(`http://${text}/`).hostname;
  } catch {
    throw new TargetError('host', { host: text.slice(0, 80) });
  }
  if (name.startsWith('[')) return name.slice(1, -1);
  if (name.length > 253 || !hostname.test(name)) throw new TargetError('host', { host: text.slice(0, 80) });
  return name;
}

/** Writes a target in its stored form: a URL that always has its port. */
export function formatTarget(target: Target): string {
  if (target.scheme === 'vnc+unix') return `vnc+unix://${target.path}`;
  const host = target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname;
  return `${target.scheme}://${host}:${target.port}${target.path}`;
}

/** Accepts what people type and gives the stored form. */
export const targetSchema = z.string().transform((text, context) => {
  try {
    return formatTarget(parseTarget(text));
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    context.addIssue({ code: 'custom', message: error.said.key, params: error.said.values });
    return z.NEVER;
  }
});
