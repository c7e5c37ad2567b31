/** Sets of addresses and ports, as TRUSTED_PROXIES and ALLOWED_TARGETS write them. */

import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

const MAX_PORT = 65535;
/** Whoever has an IPv6 address has its whole /64: four groups of 16 bits. */
const IPV6_NETWORK_GROUPS = 4;

/** Gives an IPv4 address that travels inside IPv6 (RFC 4291 section 2.5.5.2) its usual form, and drops a zone. */
export function plainAddress(address: string): string {
  const unzoned = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(unzoned);
  if (mapped) return mapped[1]!;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(unzoned);
  if (!hex) return unzoned;
  const [high, low] = [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [before = '', after = ''] = new URL(`http://[${plain}]/`).hostname.slice(1, -1).split('::');
  const head = before.split(':').filter(Boolean);
  const tail = after.split(':').filter(Boolean);
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, IPV6_NETWORK_GROUPS).join(':');
}

function contains(list: BlockList, address: string): boolean {
  const plain = plainAddress(address);
  return isIP(plain) !== 0 && list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
}

function addNetwork(list: BlockList, text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null;
  if (!family || rest.length > 0) return false;
  const most = family === 'ipv4' ? 32 : 128;
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)) return false;
  list.addSubnet(address, bits === undefined ? most : Number(bits), family);
  return true;
}

/** A list of CIDRs or single addresses; `null` when the text is not one. */
export function parseNetworks(text: string): ((address: string) => boolean) | null {
  const list = new BlockList();
  for (const part of split(text)) if (!addNetwork(list, part)) return null;
  return (address) => contains(list, address);
}

export interface TargetRules {
  /** Whether a console may be dialled to this address and port. */
  allows(address: string, port: number): boolean;
  /** Whether any address is allowed on this port: all that can be said of a name before it is resolved. */
  allowsPort(port: number): boolean;
  /** Whether a UNIX socket may be dialled at this absolute path, whose links have been resolved. */
  allowsSocket(path: string): boolean;
}

/**
 * Link-local addresses and those where clouds hand credentials to whoever asks from inside the machine
 * (AWS, Azure, GCP, Alibaba, Oracle): a portal that dials what an admin typed must not be a way to them.
 */
const NEVER_BY_DEFAULT = ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16', '192.0.0.192'];

/** Where QEMU, libvirt and people put the sockets of their machines. The portal's own files and other programs' data are not among them. */
const SOCKET_DIRS_BY_DEFAULT = ['/run', '/var/run', '/var/lib/libvirt', '/var/lib/qemu', '/tmp'];

const below = (path: string) => (dir: string) => path.startsWith(dir.endsWith('/') ? dir : `${dir}/`);

export function defaultTargetRules(): TargetRules {
  const denied = new BlockList();
  for (const network of NEVER_BY_DEFAULT) addNetwork(denied, network);
  return {
    allows: (address) => !contains(denied, address),
    allowsPort: () => true,
    allowsSocket: (path) => SOCKET_DIRS_BY_DEFAULT.some(below(path)),
  };
}

/** `CIDR`, `CIDR:port`, `CIDR:first-last`, `[IPv6 CIDR]:ports`, `*:ports` or a directory of UNIX sockets, by commas; `null` when the text is not that. */
export function parseTargetRules(text: string): TargetRules | null {
  const rules: { holds: (address: string) => boolean; first: number; last: number }[] = [];
  const socketDirs: string[] = [];
  for (const part of split(text)) {
    if (/^\/[^\0]*$/.test(part) && !part.split('/').includes('..')) {
      socketDirs.push(part);
      continue;
    }
    const match =
      /^\[([^\]]+)\](?::(.+))?$/.exec(part) ??
      /^(\*)(?::(.+))?$/.exec(part) ??
      /^([\d./]+)(?::(.+))?$/.exec(part) ??
      /^([0-9a-f:./]+)()$/i.exec(part);
    if (!match) return null;
    const ports = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(match[2] || `1-${MAX_PORT}`);
    if (!ports) return null;
    const first = Number(ports[1]);
    const last = Number(ports[2] ?? ports[1]);
    if (first < 1 || last > MAX_PORT || first > last) return null;
    const holds = match[1] === '*' ? () => true : parseNetworks(match[1]!);
    if (!holds) return null;
    rules.push({ holds, first, last });
  }
  return {
    allows: (address, port) => rules.some((rule) => port >= rule.first && port <= rule.last && rule.holds(address)),
    allowsPort: (port) => rules.some((rule) => port >= rule.first && port <= rule.last),
    allowsSocket: (path) => socketDirs.some(below(path)),
  };
}

function split(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
