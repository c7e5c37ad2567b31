import type { Text } from '@/messages/text';
import { formatTarget, parseTarget, TargetError, type TargetScheme } from '@/server/contract/target';

export type AddressReading =
  | { state: 'empty' }
  /** @property same whether what is stored is what was typed */
  | { state: 'good'; stored: string; scheme: TargetScheme; same: boolean }
  | { state: 'bad'; problem: Text };

/** What the portal makes of an address as it is typed. */
export function readAddress(text: string): AddressReading {
  if (text.trim() === '') return { state: 'empty' };
  try {
    const target = parseTarget(text);
    const stored = formatTarget(target);
    return { state: 'good', stored, scheme: target.scheme, same: stored === text.trim() };
  } catch (error) {
    if (error instanceof TargetError) return { state: 'bad', problem: error.said };
    throw error;
  }
}

function hasScheme(targets: string[], ...schemes: TargetScheme[]): boolean {
  return targets.some((text) => {
    const reading = readAddress(text);
    return reading.state === 'good' && schemes.includes(reading.scheme);
  });
}

/** Whether TLS settings have anything to apply to. */
export const usesTls = (targets: string[]): boolean => hasScheme(targets, 'wss', 'vnc', 'vncs', 'vnc+repeater');
