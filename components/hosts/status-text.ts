import type { useTranslations } from 'next-intl';
import type { HostStatus } from '@/server/contract/host';

type Translate = ReturnType<typeof useTranslations<'hosts'>>;

/** One word for the row. */
export function statusWord(t: Translate, status: HostStatus): string {
  if (status.at === null) return t('status.notSeen');
  return { up: t('status.up'), down: t('status.down'), unknown: t('status.unknown') }[status.state];
}

/** What the word rests on, in a sentence. */
export function statusReason(t: Translate, { source, detail }: HostStatus): string {
  if (detail === '') return { none: t('status.never'), probe: t('status.byProbe'), console: t('status.byConsole') }[source];
  if (source === 'probe') return t('status.probe', { detail });
  return `${detail[0]!.toUpperCase()}${detail.slice(1)}`;
}
