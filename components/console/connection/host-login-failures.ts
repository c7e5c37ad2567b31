/** How the portal's own sign-in to a VNC server can fail. Nothing here is tried again by itself: servers lock out whoever fails often. */

import type { Row } from './failure-row';

export const hostLogin = {
  host_login_failed: [
    'The host refused the stored credentials',
    'The VNC server did not accept the user name or the password that is stored with this host.',
    'An administrator can correct them in the settings of this host. Try again after that, not before: the server counts failures.',
  ],
  host_login_needed: [
    'The host asks for credentials',
    'No credentials are stored with this host, and none were given.',
    'Try again and fill in what it asks for, or let an administrator store them with the host.',
  ],
  host_login_blocked: [
    'The host is left alone for a while',
    'It refused the last sign-in, so the portal does not call it: servers lock out whoever fails too often.',
    'Meanwhile look the right credentials up. If they are stored with this host, an administrator can correct them.',
  ],
  host_locked_out: [
    'The host lets nobody sign in',
    'After too many failed sign-ins its VNC server refuses further ones for a while, right or wrong.',
    'Wait some minutes, or restart the VNC server; check the credentials before the next try.',
  ],
  host_no_security: [
    'No common way to sign in',
    'The VNC server offers no way to sign in that the portal may use.',
    'An administrator can store credentials with this host or allow TLS without a certificate; or let the server offer VncAuth or VeNCrypt.',
  ],
  host_refused: [
    'The host refused the connection',
    'Its VNC server ended the handshake.',
    'Check on the server who may connect. If it speaks of too many failures, wait some minutes before you try again.',
  ],
  host_in_use: [
    'Somebody else is on this host',
    'It takes one person at a time.',
    'You can watch without keyboard and mouse, ask whether you can have it, or try again later.',
  ],
  certificate_changed: [
    'This may not be your host',
    'It shows another certificate or key than the one that the portal remembered: somebody may be in between.',
    'Do not go on. Tell an administrator, who has to find out why it changed. Only if it was renewed on purpose may its pin be forgotten in the settings of this host.',
  ],
} as const satisfies Record<string, Row>;
