import type { AuditRow } from '@/server/contract/audit';
import { bytesText } from '../shell/size-text';
import { durationText } from '../shell/time-text';

const names: Record<string, string> = {
  ms: 'Lasted',
  bytesToHost: 'To the host',
  bytesFromHost: 'From the host',
  code: 'Code',
  via: 'By',
  userAgent: 'Browser',
  displayName: 'Shown as',
};

/** Everything that a row says beyond its sentence, as label and text. */
export function particulars(row: AuditRow): [label: string, text: string][] {
  const fixed: [string, string][] = [
    ['Address', row.address],
    ['Host', row.hostId],
    ['Console', row.sessionId],
  ];
  const detail = Object.entries(row.detail).map(([key, value]): [string, string] => [names[key] ?? wordsOf(key), valueText(key, value)]);
  return [...fixed, ...detail].filter(([, text]) => text !== '');
}

function valueText(key: string, value: AuditRow['detail'][string]): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' && key.startsWith('bytes')) return bytesText(value);
  if (typeof value === 'number' && key === 'ms') return durationText(value);
  return String(value);
}

/** "retryAfterSeconds" → "Retry after seconds". */
function wordsOf(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
