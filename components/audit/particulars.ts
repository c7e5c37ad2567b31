import type { Messages } from '@/messages';
import type { AuditRow } from '@/server/contract/audit';
import type { SizeText } from '../shell/size-text';
import type { TimeText } from '../shell/time-text';
import type { Translate } from './audit-sentence';

type Particular = keyof Messages['audit']['particular'];
type Value = keyof Messages['audit']['value'];

export interface Words {
  t: Translate;
  times: TimeText;
  size: SizeText;
}

/** Everything that a row says beyond its sentence, as label and text. */
export function particulars(row: AuditRow, words: Words): [label: string, text: string][] {
  const { t } = words;
  const fixed: [string, string][] = [
    [t('particular.address'), row.address],
    [t('particular.host'), row.hostId],
    [t('particular.console'), row.sessionId],
  ];
  const chain: [string, string][] = [
    [t('particular.seq'), String(row.seq)],
    [t('particular.hash'), row.hash],
  ];
  const detail = Object.entries(row.detail).map(([key, value]): [string, string] => [labelOf(t, key), valueText(key, value, words)]);
  return [...fixed, ...detail, ...chain].filter(([, text]) => text !== '');
}

function labelOf(t: Translate, key: string): string {
  const known = key as Particular;
  return t.has(`particular.${known}`) ? t(`particular.${known}`) : wordsOf(key);
}

/** Moments under names of their own. */
const TIMES = new Set(['until', 'from', 'to']);
/** Particulars whose values are fixed words of the portal. */
const WORDED = new Set(['via', 'access', 'role', 'before']);

function valueText(key: string, value: AuditRow['detail'][string], { t, times, size }: Words): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no');
  if (typeof value === 'number') {
    if (key.startsWith('bytes')) return size(value);
    if (key === 'ms' || key.endsWith('Ms')) return times.duration(value);
    if (key.endsWith('At') || TIMES.has(key)) return times.dateTime(value);
    return String(value);
  }
  const word = value as Value;
  return WORDED.has(key) && t.has(`value.${word}`) ? t(`value.${word}`) : value;
}

/** "retryAfterSeconds" → "Retry after seconds": what a newer portal records is shown, if in its own words. */
function wordsOf(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
