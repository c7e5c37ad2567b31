/** Every way in which a console can fail or end: what happened, why, what to do, and whether the page may try again by itself. */

import type { Failure, Row } from './failure-row';
import { hostLogin } from './host-login-failures';

const README = "The portal's README shows how, for nginx and Caddy.";
const WAIT = 'This page keeps trying and comes back by itself.';

/** Trouble that passes: a machine that boots, a network that broke, a portal that restarts. */
const passing = {
  host_unreachable: [
    'The host refuses connections',
    'Nothing listens at its address: the machine or its VNC server is not running.',
    `Start it. ${WAIT}`,
  ],
  host_timeout: [
    'The host does not answer',
    'No answer came within the time limit: it is off, very busy, or a firewall drops the connection.',
    `Check that it is on and reachable from the portal. ${WAIT}`,
  ],
  host_closed: ['The host closed the connection', 'The machine restarted, or its VNC server ended.', WAIT],
  host_silent: [
    'The host says nothing',
    'It accepted the connection, but no VNC server has spoken yet.',
    `Check that the VNC server behind this address runs. ${WAIT}`,
  ],
  not_arrived: [
    'The connection did not reach the portal',
    'The portal answers, but this connection did not arrive: it may be restarting.',
    WAIT,
  ],
  draining: ['The portal is restarting', 'It takes no new consoles until it is back, usually within seconds.', WAIT],
  unavailable: ['The portal is in trouble', 'It cannot reach its database at the moment.', `${WAIT} If it lasts, tell an administrator.`],
  connection_lost: ['Connection lost', 'The network between this browser and the portal broke.', WAIT],
  portal_unreachable: [
    'The portal cannot be reached',
    'It does not answer this browser: the network in between or the portal itself is down.',
    `Check your network or VPN. ${WAIT}`,
  ],
  offline: ['This device is offline', 'It has no network at the moment.', 'The console comes back as soon as there is a network.'],
} as const satisfies Record<string, Row>;

/** Trouble that trying again does not cure, and ends that somebody wanted. */
const lasting = {
  left: ['Disconnected', 'You closed this console. The machine keeps running.', 'Reconnect whenever you like.', 'reconnect'],
  handed_over: [
    'Disconnected',
    'You let somebody else have this host. The machine keeps running.',
    'Reconnect once they are done; until then you can only watch.',
    'reconnect',
  ],
  signed_out: [
    'You are signed out',
    'Your sign-in ended or was revoked, so the portal closed this console.',
    'Sign in again; you come straight back here.',
    'sign-in',
  ],
  not_signed_in: [
    'You are signed out',
    'Your sign-in has ended, so the portal does not open this console.',
    'Sign in again; you come straight back here.',
    'sign-in',
  ],
  ended_by_administrator: [
    'An administrator ended this console',
    'They closed it on purpose, perhaps to take over this host.',
    'Ask them before you open it again. What you did on the machine stays as it is.',
    'resume',
  ],
  idle: [
    'Paused for lack of activity',
    'Nothing was typed or clicked for a while, so the portal closed this console.',
    'Resume to go on where you were.',
    'resume',
  ],
  host_changed: [
    'The host was changed',
    'An administrator changed how it is reached, or removed it.',
    'Open it again to use the new settings.',
    'reload',
  ],
  message_not_allowed: [
    'The portal stopped this console',
    'This browser sent something that no rule allows.',
    'Reload the page. If it happens again, tell an administrator.',
    'reload',
  ],
  host_not_found: ['No such host', 'It was removed, or your account may not open it.', 'Ask an administrator for access.'],
  forbidden: ['You may not open this host', 'Your account has no access to it.', 'Ask an administrator for access.'],
  foreign_origin: [
    'The portal was opened under another address',
    'It takes consoles only from pages under its own address, and this page came from a different one.',
    'Open the portal by its usual address. If this is it, an administrator has to set PUBLIC_URL to it.',
  ],
  too_many_consoles_user: [
    'Too many consoles are open',
    'You have reached the number of consoles that one person may have open.',
    'Close one you no longer need, then try again.',
  ],
  too_many_consoles_host: [
    'Too many consoles on this host',
    'As many people as it allows are connected to it.',
    'Wait until somebody leaves, or ask an administrator to end a console.',
  ],
  too_many_consoles: [
    'The portal is full',
    'It has as many consoles open as it may.',
    'Try again later, or ask an administrator to end some.',
  ],
  host_name_not_found: [
    "The host's name is unknown",
    'The portal asked its name server for the address and there is none.',
    "Check the spelling of the host's address, or enter an IP address.",
  ],
  host_not_websocket: [
    'What answers is not a WebSocket',
    'Something answers at this address, but not the WebSocket of websockify or QEMU.',
    "Check the host's address, port and path.",
  ],
  certificate_self_signed: [
    "The host's certificate is self-signed",
    'The portal cannot tell this host from an impostor.',
    'Give the host its CA certificate in the portal, or allow any certificate for it.',
  ],
  certificate_wrong_name: [
    "The host's certificate is for another name",
    'It does not name the address that the portal connects to.',
    'Correct the address, or enter the name of the certificate with the host.',
  ],
  certificate_expired: [
    "The host's certificate is out of date",
    'It has expired or is not valid yet.',
    "Renew the certificate, and check the host's clock.",
  ],
  certificate_untrusted: [
    "The host's certificate is not trusted",
    'No authority that the portal knows has signed it.',
    'Give the host its CA certificate in the portal.',
  ],
  tls_failed: [
    'No secure connection to the host',
    'The portal and the host could not agree on TLS.',
    'Check that the host speaks TLS at this port: ws:// may be right instead of wss://.',
  ],
  target_not_allowed: [
    "The host's address is not allowed",
    "The portal's rules forbid connections to it.",
    'An administrator can allow it in ALLOWED_TARGETS.',
  ],
  not_supported: [
    'Recording is not possible yet',
    'This host asks for its consoles to be recorded, which the portal cannot do so far.',
    'An administrator can switch recording off for this host.',
  ],
  host_not_rfb: [
    'What answers is not a VNC server',
    'Something answers at this address, but it does not speak VNC.',
    "Check the host's address and port: VNC displays listen on 5900 and up, a websockify has an address that begins with ws://.",
  ],
  host_version: [
    'The host speaks an unknown version of VNC',
    'The portal knows versions 3.3 to 5.0.',
    'Update the VNC server of this host.',
  ],
  host_repeater: [
    'A repeater answers',
    'It wants to know which server behind it is meant.',
    "Give the host an address of the form vnc+repeater://host:port?id=ID, with that server's id.",
  ],
  host_protocol: [
    'The host sent something unreadable',
    'Its VNC server sent what the protocol does not allow.',
    'Check what listens at its address, and update the VNC server.',
  ],
  host_drops_login: [
    'The host ends the connection before the sign-in',
    'Its VNC server hung up several times in a row. Trying on could get the portal locked out.',
    "Look at the VNC server's log, then try again.",
  ],
  security_unsupported: [
    'No common way to sign in',
    'The VNC server offers only kinds of security that a browser cannot use, such as TLS inside VNC.',
    'Allow None or VncAuth on the VNC server; the connection to the portal is protected already.',
  ],
  not_vnc: ['What answers is not a VNC server', 'It does not begin the way a VNC server begins.', "Check the host's address and port."],
  protocol: [
    'The host sent something unreadable',
    'This page could not make sense of what the VNC server sent.',
    'Try again. If it happens again, update the VNC server or choose other settings there.',
  ],
  host_key_refused: [
    'Not connected',
    'You did not accept the key of this host.',
    "Compare it with the host's administrator before you connect.",
  ],
  upgrade_blocked: [
    'The connection did not reach the portal',
    'The page came through, its WebSocket did not: a reverse proxy in between probably does not forward WebSocket upgrades.',
    `Whoever runs it has to pass on the headers Upgrade and Connection for /vnc/. ${README}`,
  ],
  answer_lost: [
    "The portal's answer did not arrive",
    'The portal opened the console, but a reverse proxy in between did not let the WebSocket through.',
    `Whoever runs it has to pass on the headers Upgrade and Connection for /vnc/. ${README}`,
  ],
  client_failed: [
    'The console could not start',
    'A part of this page did not load or does not run in this browser.',
    'Reload the page. If it happens again, use a current browser.',
    'reload',
  ],
  unknown: [
    'The console could not be opened',
    'The portal gave no reason that this page knows.',
    'Try again. If it happens again, an administrator finds the cause in the log.',
  ],
} as const satisfies Record<string, Row>;

/** Of these the page knows more than the portal: its card has the next step. */
const knownHere: ReadonlySet<string> = new Set<keyof typeof hostLogin>([
  'host_login_failed',
  'host_login_needed',
  'host_login_blocked',
  'host_in_use',
  'certificate_changed',
]);

const rows: Record<string, Row> = { ...passing, ...lasting, ...hostLogin };

/**
 * @param code a row of the table, or what the portal said; a code that is not in the table waits for a person
 * @param told the portal's or the host's own, more exact words
 */
export function failure(code: string, told: Partial<Pick<Failure, 'message' | 'next' | 'until'>> = {}): Failure {
  const [title, message, next, remedy] = (Object.hasOwn(rows, code) ? rows[code] : undefined) ?? lasting.unknown;
  return {
    code,
    title,
    message: told.message || message,
    next: (knownHere.has(code) ? '' : told.next) || next,
    retry: Object.hasOwn(passing, code),
    remedy: remedy ?? 'retry',
    alarm: code === 'certificate_changed',
    until: told.until ?? null,
  };
}
