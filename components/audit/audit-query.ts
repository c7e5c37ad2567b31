import { type AuditAction, auditActionSchema } from '@/server/contract/audit';

/** What the page is asked for, as it stands in the address bar; days as `YYYY-MM-DD`. */
export interface AuditFilter {
  actor: string;
  action: AuditAction | '';
  host: string;
  from: string;
  to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MAX_NAME = 63;

export function readAuditFilter(params: Pick<URLSearchParams, 'get'>): AuditFilter {
  const action = auditActionSchema.safeParse(params.get('action'));
  const day = (key: string) => {
    const value = params.get(key) ?? '';
    return DAY.test(value) && !Number.isNaN(dayStart(value)) ? value : '';
  };
  return {
    actor: (params.get('actor') ?? '').slice(0, MAX_NAME),
    action: action.success ? action.data : '',
    host: (params.get('host') ?? '').slice(0, MAX_NAME),
    from: day('from'),
    to: day('to'),
  };
}

/** As the REST API is asked for it. */
export function filterQuery({ actor, action, host, from, to }: AuditFilter): Record<string, string | number> {
  return {
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(host ? { host } : {}),
    ...(from ? { from: dayStart(from) } : {}),
    ...(to ? { to: dayEnd(to) } : {}),
  };
}

/** The first moment of a day where the reader is, ms since 1970 UTC. */
export function dayStart(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}

/** Its last moment: days are not always 24 hours long. */
export function dayEnd(day: string): number {
  const next = new Date(`${day}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.getTime() - 1;
}
