/** Grants as a terminal shows them. */

import { hoursText } from '../access/hours-text';
import type { Grant } from '../contract/access';
import { time } from './table';

export function targetText(target: Grant['target']): string {
  return target.kind === 'host' ? `host ${target.id}` : target.kind === 'tag' ? `tag ${target.tag}` : 'all hosts';
}

/** When it counts; empty for always. */
export function termsText({ endsAt, hours }: Pick<Grant, 'endsAt' | 'hours'>): string {
  return [...(endsAt === null ? [] : [`until ${time(endsAt)}`]), ...(hours === null ? [] : [hoursText(hours)])].join(', ');
}
