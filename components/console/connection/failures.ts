/** Every way in which a console can fail or end, and what the page does then. The texts stand in messages/…/console-failures.ts. */

import type { Failure, FailureRow, Remedy } from './failure-row';

/** The page tries again by itself: a machine that boots, a network that broke, a portal that restarts. */
const TRIES = 'tries';

/** Of the others, what the button of the card does. Trying again by itself cures none of them, or somebody wanted the end. */
const after: Record<FailureRow, typeof TRIES | Remedy> = {
  host_unreachable: TRIES,
  host_timeout: TRIES,
  host_closed: TRIES,
  host_silent: TRIES,
  not_arrived: TRIES,
  draining: TRIES,
  unavailable: TRIES,
  connection_lost: TRIES,
  portal_unreachable: TRIES,
  offline: TRIES,

  left: 'reconnect',
  handed_over: 'reconnect',
  signed_out: 'sign-in',
  not_signed_in: 'sign-in',
  ended_by_administrator: 'resume',
  access_revoked: 'retry',
  access_ended: 'retry',
  access_unknown: 'retry',
  idle: 'resume',
  host_changed: 'reload',
  message_not_allowed: 'reload',
  client_failed: 'reload',
  host_not_found: 'retry',
  forbidden: 'retry',
  fresh_factor_needed: 'retry',
  foreign_origin: 'retry',
  too_many_consoles_user: 'retry',
  too_many_consoles_host: 'retry',
  too_many_consoles: 'retry',
  host_name_not_found: 'retry',
  host_not_websocket: 'retry',
  certificate_self_signed: 'retry',
  certificate_wrong_name: 'retry',
  certificate_expired: 'retry',
  certificate_untrusted: 'retry',
  certificate_changed: 'retry',
  host_key_unknown: 'retry',
  tls_failed: 'retry',
  target_not_allowed: 'retry',
  not_supported: 'retry',
  host_not_rfb: 'retry',
  host_version: 'retry',
  host_dialect: 'retry',
  host_repeater: 'retry',
  host_protocol: 'retry',
  host_drops_login: 'retry',
  // How a sign-in to a VNC server can fail: servers lock out whoever fails often.
  host_login_failed: 'retry',
  host_login_needed: 'retry',
  host_login_blocked: 'retry',
  host_login_paused: 'retry',
  host_locked_out: 'retry',
  // Each try asks somebody at the host.
  host_not_approved: 'retry',
  approval_lost: 'retry',
  host_no_security: 'retry',
  host_not_verified: 'retry',
  host_password_unprotected: 'retry',
  host_refused: 'retry',
  host_refused_saying: 'retry',
  host_in_use: 'retry',
  security_unsupported: 'retry',
  key_needs_https: 'retry',
  not_vnc: 'retry',
  protocol: 'retry',
  host_key_refused: 'retry',
  upgrade_blocked: 'retry',
  answer_lost: 'retry',
  internal: 'retry',
  unknown: 'retry',
};

/** Refusals that only an upgrade gets which something in between has changed. */
const mangled: Readonly<Record<string, FailureRow>> = {
  bad_request: 'upgrade_blocked',
  method_not_allowed: 'upgrade_blocked',
  upgrade_required: 'upgrade_blocked',
  not_found: 'upgrade_blocked',
};

/** Of these the page knows more than the portal: its card has the next step. */
const knownHere: ReadonlySet<string> = new Set<FailureRow>([
  'host_login_failed',
  'host_login_needed',
  'host_login_blocked',
  'host_login_paused',
  'host_in_use',
  'certificate_changed',
]);

/**
 * @param code a row of the table, or what the portal said; a code that is not in the table waits for a person
 * @param told the portal's or the host's own, more exact words
 */
export function failure(code: string, told: Partial<Pick<Failure, 'message' | 'next' | 'said' | 'until' | 'holder'>> = {}): Failure {
  const row = rowOf(code);
  const then = after[row];
  return {
    code,
    row,
    message: told.message ?? '',
    next: knownHere.has(code) ? '' : (told.next ?? ''),
    said: told.said ?? '',
    retry: then === TRIES,
    remedy: then === TRIES ? 'retry' : then,
    alarm: code === 'certificate_changed',
    until: told.until ?? null,
    holder: told.holder ?? null,
  };
}

function rowOf(code: string): FailureRow {
  if (Object.hasOwn(after, code)) return code as FailureRow;
  return (Object.hasOwn(mangled, code) ? mangled[code] : undefined) ?? 'unknown';
}
