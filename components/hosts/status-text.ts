import type { HostStatus } from '@/server/contract/host';

const words = { up: 'Up', down: 'Down', unknown: 'Unknown' } as const;

/** One word for the row. */
export function statusWord(status: HostStatus): string {
  return status.at === null ? 'Not seen yet' : words[status.state];
}

/** What the word rests on, in a sentence. */
export function statusReason(status: HostStatus): string {
  if (status.detail === '') return status.source === 'none' ? 'It was neither probed nor opened yet.' : `Seen by ${status.source}.`;
  if (status.source === 'probe') return `Probe: ${status.detail}`;
  return `${status.detail[0]!.toUpperCase()}${status.detail.slice(1)}`;
}
