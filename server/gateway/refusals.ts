/** Every way in which `/vnc/:id` is refused before 101: one row each. What it tells stands in messages/…/refusals.ts. */

import { say } from '../../messages/say';
import { text, type Text } from '../../messages/text';
import type { Locale } from '../contract/locale';
import { recordedReason, type CloseReason } from './close-codes';

/** [status, reason phrase] */
const table = {
  bad_request: [400, 'Bad Request'],
  not_signed_in: [401, 'Unauthorized'],
  foreign_origin: [403, 'Forbidden'],
  fresh_factor_needed: [403, 'Forbidden'],
  not_found: [404, 'Not Found'],
  host_not_found: [404, 'Not Found'],
  method_not_allowed: [405, 'Method Not Allowed'],
  upgrade_required: [426, 'Upgrade Required'],
  too_many_consoles_user: [429, 'Too Many Requests'],
  too_many_consoles_host: [429, 'Too Many Requests'],
  host_in_use: [429, 'Too Many Requests'],
  too_many_consoles: [429, 'Too Many Requests'],
  host_login_paused: [429, 'Too Many Requests'],
  host_unreachable: [502, 'Bad Gateway'],
  host_name_not_found: [502, 'Bad Gateway'],
  host_not_websocket: [502, 'Bad Gateway'],
  certificate_self_signed: [502, 'Bad Gateway'],
  certificate_wrong_name: [502, 'Bad Gateway'],
  certificate_expired: [502, 'Bad Gateway'],
  certificate_untrusted: [502, 'Bad Gateway'],
  tls_failed: [502, 'Bad Gateway'],
  certificate_changed: [502, 'Bad Gateway'],
  host_key_unknown: [502, 'Bad Gateway'],
  host_not_rfb: [502, 'Bad Gateway'],
  host_version: [502, 'Bad Gateway'],
  host_dialect: [502, 'Bad Gateway'],
  host_repeater: [502, 'Bad Gateway'],
  host_refused: [502, 'Bad Gateway'],
  host_no_security: [502, 'Bad Gateway'],
  host_not_verified: [502, 'Bad Gateway'],
  host_password_unprotected: [502, 'Bad Gateway'],
  host_login_needed: [502, 'Bad Gateway'],
  host_login_failed: [502, 'Bad Gateway'],
  host_login_blocked: [502, 'Bad Gateway'],
  host_not_approved: [502, 'Bad Gateway'],
  host_locked_out: [502, 'Bad Gateway'],
  host_closed: [502, 'Bad Gateway'],
  host_protocol: [502, 'Bad Gateway'],
  target_not_allowed: [502, 'Bad Gateway'],
  not_supported: [502, 'Bad Gateway'],
  draining: [503, 'Service Unavailable'],
  unavailable: [503, 'Service Unavailable'],
  internal: [500, 'Internal Server Error'],
  host_timeout: [504, 'Gateway Timeout'],
} as const satisfies Record<string, readonly [number, string]>;

export type RefusalCode = keyof typeof table;

export const refusalCodes = Object.keys(table) as RefusalCode[];

/** Of what stands in the records. */
export function isRefusalCode(text: string): text is RefusalCode {
  return Object.hasOwn(table, text);
}

type RefusalOptions = ErrorOptions & { said?: string | Text; holder?: Holder; until?: number; ended?: CloseReason };

export class Refusal extends Error {
  readonly status: number;
  readonly phrase: string;
  /** What happened and why; `message` is the same in English. */
  readonly what: Text;
  readonly next: Text;
  readonly said: string | Text;
  readonly holder: Holder | null;
  readonly until: number | null;
  /** Why the portal ended what was not open yet; the answer before 101 says less. */
  readonly ended: CloseReason | null;

  /**
   * @param detail for the log and the audit table, never for the answer
   * @param options.said a stranger's words, for the page of whoever may open the host: bounded and printable
   * @param options.holder who is there instead
   * @param options.until when it may be tried again, ms since 1970 UTC
   * @param options.ended why the portal ended the session before it was open
   */
  constructor(
    readonly code: RefusalCode,
    readonly detail: string = '',
    { said, holder, until, ended, ...options }: RefusalOptions = {},
  ) {
    const what = text(`refusals.code.${code}.message`);
    super(say(what), options);
    this.name = 'Refusal';
    [this.status, this.phrase] = table[code];
    this.what = what;
    this.next = text(`refusals.code.${code}.next`);
    this.holder = holder ?? null;
    this.until = until ?? null;
    this.ended = ended ?? null;
    this.said = said ?? whoOrWhen(this);
  }

  /** What happened, with what was said, for somebody who may open the host. */
  get told(): Text {
    return this.said === '' ? this.what : text('refusals.told', { message: this.what, said: this.said });
  }

  /** The fixed word that the audit and the row of the session have. */
  get recorded(): string {
    return this.ended ? recordedReason(this.ended) : this.code;
  }
}

/** Who has a host that takes one person at a time, and since when (ms since 1970 UTC). */
export interface Holder {
  userName: string;
  since: number;
}

function whoOrWhen({ holder, until }: Pick<Refusal, 'holder' | 'until'>): Text | '' {
  const time = (at: number) => new Date(at).toISOString();
  if (holder) return text('refusals.holder', { name: holder.userName, time: time(holder.since) });
  return until === null ? '' : text('refusals.until', { time: time(until) });
}

/** What the page learns that made the attempt. */
export function attemptEnd({ code, told: message, next, holder, until, ended }: Refusal) {
  return { code, message, next, holder, until, ...ended?.told };
}

/** Headers that RFC 9110 asks for with a status. */
const extraHeaders: Partial<Record<number, string>> = {
  401: 'WWW-Authenticate: Bearer\r\n',
  405: 'Allow: GET\r\n',
  426: 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n',
  429: 'Retry-After: 30\r\n',
  503: 'Retry-After: 5\r\n',
};

/** What an answer says, without a stranger's words: nobody is known yet to whom they could be told. */
export function refusalText({ what, next }: Refusal, locale: Locale): string {
  return `${say(what, locale)} ${say(next, locale)}`;
}

/** The whole answer, as it goes over the wire. */
export function refusalResponse(refusal: Refusal, locale: Locale): string {
  const body = `${refusalText(refusal, locale)}\n`;
  return (
    `HTTP/1.1 ${refusal.status} ${refusal.phrase}\r\n` +
    (extraHeaders[refusal.status] ?? '') +
    'Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n' +
    `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}
