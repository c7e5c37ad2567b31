/** An audit row as a syslog message (RFC 5424). */

import { hostname } from 'node:os';
import type { AuditAction, AuditRow } from '../../contract/audit';

/** Section 6.2.1: facility 13 is the log audit. */
const FACILITY = 13;
const severities = { warning: 4, notice: 5, informational: 6 } as const;
/** Section 7.2.2; 32473 is the number that RFC 5612 keeps for documentation: the portal has none of its own. */
const SD_ID = 'vnc-portal@32473';
const APP_NAME = 'vnc-portal';
/** Section 6.4: what follows is UTF-8. */
const BOM = '\uFEFF';
const NIL = '-';

const severe: ReadonlySet<AuditAction> = new Set(['login.failure', 'login.throttled', 'console.refuse', 'audit.broken']);
const passing = /^(login|console|factor\.fresh)/;

export function syslogMessage(row: AuditRow): string {
  const { at, action, actorName, address, hostId } = row;
  const header = `<${FACILITY * 8 + severityOf(action)}>1 ${new Date(at).toISOString()} ${HOSTNAME} ${APP_NAME} ${process.pid} ${action}`;
  const who = `${actorName || 'somebody'}${address ? ` from ${address}` : ''}`;
  return `${header} ${structured(row)} ${BOM}${action} by ${who}${hostId ? ` on ${hostId}` : ''}`;
}

/** Section 6.2.4: printable ASCII, 255 at most. */
const HOSTNAME =
  hostname()
    .replace(/[^\x21-\x7e]/g, '')
    .slice(0, 255) || NIL;

function severityOf(action: AuditAction): number {
  if (severe.has(action)) return severities.warning;
  return passing.test(action) ? severities.informational : severities.notice;
}

/** Everything that the row says. The particulars have a prefix, so that none passes for one of the columns. */
function structured({ seq, hash, id, action, actorId, actorName, address, hostId, sessionId, detail }: AuditRow): string {
  const fixed = { seq, hash, id, action, actor: actorName, actorId, address, host: hostId, session: sessionId };
  const particulars = Object.entries(detail).map(([name, value]) => [`detail.${name}`, value] as const);
  const params = [...Object.entries(fixed), ...particulars].filter(([, value]) => value !== '' && value !== null);
  return `[${SD_ID}${params.map(([name, value]) => ` ${paramName(name)}="${paramValue(String(value))}"`).join('')}]`;
}

/** Section 6.3.3: up to 32 printable characters but = ] " and blank. */
function paramName(name: string): string {
  return name.replace(/[^\x21-\x7e]|[=\]"]/g, '_').slice(0, 32);
}

function paramValue(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&');
}

/** RFC 6587, 3.4.1 and RFC 5425, 4.3: the length in bytes, so that nothing in a message can begin another one. */
export function framed(message: string): Buffer {
  const bytes = Buffer.from(message, 'utf8');
  return Buffer.concat([Buffer.from(`${bytes.length} `), bytes]);
}
