import { isIP } from 'node:net';
import { text, type Text } from '../../messages/text';
import type { TargetRules } from '../config';
import { parseTarget } from '../contract/target';

/**
 * What can be said of a target when it is registered. A name is checked again, and for good, each time it has been resolved.
 * @returns why the portal may not connect to it; null when it may
 */
export function whyNotAllowed(target: string, rules: TargetRules): Text | null {
  const { scheme, hostname, port, path } = parseTarget(target);
  const allowed = scheme === 'vnc+unix' ? rules.allowsSocket(path) : isIP(hostname) ? rules.allows(hostname, port) : rules.allowsPort(port);
  return allowed ? null : text('fields.targetNotAllowed');
}
