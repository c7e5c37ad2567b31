/** Every way in which a console can fail or end: what happened, why, and what to do. The codes are those of connection/failures.ts. */
export default {
  code: {
    host_unreachable: {
      title: 'The host refuses connections',
      message: 'Nothing listens at its address: the machine or its VNC server is not running.',
      next: 'Start it. This page keeps trying and comes back by itself.',
    },
    host_timeout: {
      title: 'The host does not answer',
      message: 'No answer came within the time limit: it is off, very busy, or a firewall drops the connection.',
      next: 'Check that it is on and reachable from the portal. This page keeps trying and comes back by itself.',
    },
    host_closed: {
      title: 'The host closed the connection',
      message: 'The machine restarted, or its VNC server ended.',
      next: 'This page keeps trying and comes back by itself.',
    },
    host_silent: {
      title: 'The host says nothing',
      message: 'It accepted the connection, but no VNC server has spoken yet.',
      next: 'Check that the VNC server behind this address runs. This page keeps trying and comes back by itself.',
    },
    not_arrived: {
      title: 'The connection did not reach the portal',
      message: 'The portal answers, but this connection did not arrive: it may be restarting.',
      next: 'This page keeps trying and comes back by itself.',
    },
    draining: {
      title: 'The portal is restarting',
      message: 'It takes no new consoles until it is back, usually within seconds.',
      next: 'This page keeps trying and comes back by itself.',
    },
    unavailable: {
      title: 'The portal is in trouble',
      message: 'It cannot reach its database at the moment.',
      next: 'This page keeps trying and comes back by itself. If it lasts, tell an administrator.',
    },
    connection_lost: {
      title: 'Connection lost',
      message: 'The network between this browser and the portal broke.',
      next: 'This page keeps trying and comes back by itself.',
    },
    portal_unreachable: {
      title: 'The portal cannot be reached',
      message: 'It does not answer this browser: the network in between or the portal itself is down.',
      next: 'Check your network or VPN. This page keeps trying and comes back by itself.',
    },
    offline: {
      title: 'This device is offline',
      message: 'It has no network at the moment.',
      next: 'The console comes back as soon as there is a network.',
    },
    left: {
      title: 'Disconnected',
      message: 'You closed this console. The machine keeps running.',
      next: 'Reconnect whenever you like.',
    },
    handed_over: {
      title: 'Disconnected',
      message: 'You let {said} have this host. The machine keeps running.',
      next: 'Reconnect once they are done; until then you can only watch.',
    },
    signed_out: {
      title: 'You are signed out',
      message: 'Your sign-in ended or was revoked, so the portal closed this console.',
      next: 'Sign in again; you come straight back here.',
    },
    not_signed_in: {
      title: 'You are signed out',
      message: 'Your sign-in has ended, so the portal does not open this console.',
      next: 'Sign in again; you come straight back here.',
    },
    ended_by_administrator: {
      title: 'An administrator ended this console',
      message: 'They closed it on purpose, perhaps to take over this host.',
      next: 'Ask them before you open it again. What you did on the machine stays as it is.',
    },
    access_revoked: {
      title: 'You may no longer use this host',
      message: 'Your access to it was taken away or reduced, so the portal closed this console.',
      next: 'Ask an administrator if you still need it. What you did on the machine stays as it is.',
    },
    access_unknown: {
      title: 'Your access could not be checked',
      message: 'The portal could not read for a while who may use this host, so it closed this console to be safe.',
      next: 'Try again in a moment. If it lasts, tell an administrator.',
    },
    access_ended: {
      title: 'Your time on this host is over',
      message: 'Your access to it has an end date or hours, and they have passed, so the portal closed this console.',
      next: 'Try again when your hours begin, or ask an administrator. What you did on the machine stays as it is.',
    },
    idle: {
      title: 'Paused for lack of activity',
      message: 'Nothing was typed or clicked for a while, so the portal closed this console.',
      next: 'Resume to go on where you were.',
    },
    host_changed: {
      title: 'The host was changed',
      message: 'An administrator changed how it is reached, or removed it.',
      next: 'Open it again to use the new settings.',
    },
    message_not_allowed: {
      title: 'The portal stopped this console',
      message: 'This browser sent something that no rule allows.',
      next: 'Reload the page. If it happens again, tell an administrator.',
    },
    host_not_found: {
      title: 'No such host',
      message: 'It was removed, or your account may not open it.',
      next: 'Ask an administrator for access.',
    },
    forbidden: {
      title: 'You may not open this host',
      message: 'Your account has no access to it.',
      next: 'Ask an administrator for access.',
    },
    fresh_factor_needed: {
      title: 'This host asks for your second factor',
      message: 'Whoever opens it has to have shown a second factor within the last minutes.',
      next: 'Show it now; the console opens after that.',
    },
    foreign_origin: {
      title: 'The portal was opened under another address',
      message: 'It takes consoles only from pages under its own address, and this page came from a different one.',
      next: 'Open the portal by its usual address. If this is it, an administrator has to set PUBLIC_URL to it.',
    },
    too_many_consoles_user: {
      title: 'Too many consoles are open',
      message: 'You have reached the number of consoles that one person may have open.',
      next: 'Close one you no longer need, then try again.',
    },
    too_many_consoles_host: {
      title: 'Too many consoles on this host',
      message: 'As many people as it allows are connected to it.',
      next: 'Wait until somebody leaves, or ask an administrator to end a console.',
    },
    too_many_consoles: {
      title: 'The portal is full',
      message: 'It has as many consoles open as it may.',
      next: 'Try again later, or ask an administrator to end some.',
    },
    host_name_not_found: {
      title: "The host's name is unknown",
      message: 'The portal asked its name server for the address and there is none.',
      next: "Check the spelling of the host's address, or enter an IP address.",
    },
    host_not_websocket: {
      title: 'What answers is not a WebSocket',
      message: 'Something answers at this address, but not the WebSocket of websockify or QEMU.',
      next: "Check the host's address, port and path.",
    },
    certificate_self_signed: {
      title: "The host's certificate is self-signed",
      message: 'The portal cannot tell this host from an impostor.',
      next: 'Give the host its CA certificate in the portal, or allow any certificate for it.',
    },
    certificate_wrong_name: {
      title: "The host's certificate is for another name",
      message: 'It does not name the address that the portal connects to.',
      next: 'Correct the address, or enter the name of the certificate with the host.',
    },
    certificate_expired: {
      title: "The host's certificate is out of date",
      message: 'It has expired or is not valid yet.',
      next: "Renew the certificate, and check the host's clock.",
    },
    certificate_untrusted: {
      title: "The host's certificate is not trusted",
      message: 'No authority that the portal knows has signed it.',
      next: 'Give the host its CA certificate in the portal.',
    },
    certificate_changed: {
      title: 'This may not be your host',
      message: 'It shows another certificate or key than the one that the portal remembered: somebody may be in between.',
      next: 'Do not go on. Tell an administrator, who has to find out why it changed. Only if it was renewed on purpose may its pin be forgotten in the settings of this host.',
    },
    host_key_unknown: {
      title: "The host's key is unknown",
      message: 'It proves itself with a key that nobody has signed, and the portal does not know that key.',
      next: 'An administrator can let the portal remember what the host shows first, in the TLS settings of this host.',
    },
    tls_failed: {
      title: 'No secure connection to the host',
      message: 'The portal and the host could not agree on TLS.',
      next: 'Check that the host speaks TLS at this port: ws:// may be right instead of wss://.',
    },
    target_not_allowed: {
      title: "The host's address is not allowed",
      message: "The portal's rules forbid connections to it.",
      next: 'An administrator can allow it in ALLOWED_TARGETS.',
    },
    not_supported: {
      title: 'Recording is not possible yet',
      message: 'This host asks for its consoles to be recorded, which the portal cannot do so far.',
      next: 'An administrator can switch recording off for this host.',
    },
    host_not_rfb: {
      title: 'What answers is not a VNC server',
      message: 'Something answers at this address, but it does not speak VNC.',
      next: "Check the host's address and port: VNC displays listen on 5900 and up, a websockify has an address that begins with ws://.",
    },
    host_version: {
      title: 'The host speaks an unknown version of VNC',
      message: 'The portal knows versions 3.3 to 5.0.',
      next: 'Update the VNC server of this host.',
    },
    host_repeater: {
      title: 'A repeater answers',
      message: 'It wants to know which server behind it is meant.',
      next: "Give the host an address of the form vnc+repeater://host:port?id=ID, with that server's id.",
    },
    host_protocol: {
      title: 'The host sent something unreadable',
      message: 'Its VNC server sent what the protocol does not allow.',
      next: 'Check what listens at its address, and update the VNC server.',
    },
    host_drops_login: {
      title: 'The host ends the connection before the sign-in',
      message: 'Its VNC server hung up several times in a row. Trying on could get the portal locked out.',
      next: "Look at the VNC server's log, then try again.",
    },
    host_login_failed: {
      title: 'The host refused the stored credentials',
      message: 'The VNC server did not accept the user name or the password that is stored with this host.',
      next: 'An administrator can correct them in the settings of this host. Try again after that, not before: the server counts failures.',
    },
    host_login_needed: {
      title: 'The host asks for credentials',
      message: 'No credentials are stored with this host, and none were given.',
      next: 'Try again and fill in what it asks for, or let an administrator store them with the host.',
    },
    host_login_blocked: {
      title: 'The host is left alone for a while',
      message: 'It refused the last sign-in, so the portal does not call it: servers lock out whoever fails too often.',
      next: 'Meanwhile look the right credentials up. If they are stored with this host, an administrator can correct them.',
    },
    host_login_paused: {
      title: 'Wait before you open this host again',
      message: 'Its last sign-ins for you were not finished. VNC servers count those and lock everybody out after a few.',
      next: 'Open it again after the wait and stay until the screen appears.',
    },
    host_not_approved: {
      title: 'Nobody at the host agreed',
      message: 'Somebody at that machine has to agree to the connection. They said no, or did not answer within a minute.',
      next: 'Talk to the person who uses the machine, then try again. Each try asks them once.',
    },
    approval_lost: {
      title: 'The connection to the host broke',
      message: 'Somebody at that machine has to agree to each connection, so this page does not reconnect by itself.',
      next: 'Try again when they are ready: each try asks them once more.',
    },
    host_locked_out: {
      title: 'The host lets nobody sign in',
      message: 'After too many failed sign-ins its VNC server refuses further ones for a while, right or wrong.',
      next: 'Wait some minutes, or restart the VNC server; check the credentials before the next try.',
    },
    host_no_security: {
      title: 'No common way to sign in',
      message: 'The VNC server offers no way to sign in that the portal may use.',
      next: 'An administrator can store credentials with this host or allow TLS without a certificate; or let the server offer VncAuth or VeNCrypt.',
    },
    host_dialect: {
      title: 'The host speaks a dialect of VNC',
      message: 'It greets like a VNC server, but with a version that only viewers of its own kind know.',
      next: 'Use the console that comes with the machine, or run a VNC server on it that speaks RFB 3.8.',
    },
    host_not_verified: {
      title: 'The host does not prove who it is',
      message:
        'A certificate or key is set for this host, and the VNC server offers no way to sign in that proves it. Somebody may be in between.',
      next: 'Do not type a password elsewhere for this host until an administrator knows why. If the server never had a certificate, an administrator can remove it from the TLS options.',
    },
    host_password_unprotected: {
      title: 'The host would not protect the password',
      message: 'It offers only sign-in types that let the other end read the password.',
      next: 'An administrator can allow that in the VNC sign-in of this host, or let the server offer TLS.',
    },
    host_refused: {
      title: 'The host refused the connection',
      message: 'Its VNC server ended the handshake.',
      next: 'Check on the server who may connect. If it speaks of too many failures, wait some minutes before you try again.',
    },
    host_refused_saying: {
      title: 'The host refused the connection',
      message: 'It said: “{said}”',
      next: 'Check on the server who may connect. If it speaks of too many failures, wait some minutes before you try again.',
    },
    host_in_use: {
      title: 'Somebody else is on this host',
      message: 'It takes one person at a time.',
      next: 'You can watch without keyboard and mouse, or ask whether you can have it. This page tells you when it is free.',
    },
    security_unsupported: {
      title: 'No common way to sign in',
      message: 'The VNC server offers only kinds of security that a browser cannot use, such as TLS inside VNC.',
      next: 'Allow None or VncAuth on the VNC server; the connection to the portal is protected already.',
    },
    key_needs_https: {
      title: 'The host cannot prove itself here',
      message: 'It proves itself with a key that this browser can check on an https page only.',
      next: 'Open the portal over https.',
    },
    not_vnc: {
      title: 'What answers is not a VNC server',
      message: 'It does not begin the way a VNC server begins.',
      next: "Check the host's address and port.",
    },
    protocol: {
      title: 'The host sent something unreadable',
      message: 'This page could not make sense of what the VNC server sent.',
      next: 'Try again. If it happens again, update the VNC server or choose other settings there.',
    },
    host_key_refused: {
      title: 'Not connected',
      message: 'You did not accept the key of this host.',
      next: "Compare it with the host's administrator before you connect.",
    },
    upgrade_blocked: {
      title: 'The connection did not reach the portal',
      message: 'The page came through, its WebSocket did not: a reverse proxy in between probably does not forward WebSocket upgrades.',
      next: "Whoever runs it has to pass on the headers Upgrade and Connection for /vnc/. The portal's README shows how, for nginx and Caddy.",
    },
    answer_lost: {
      title: "The portal's answer did not arrive",
      message: 'The portal opened the console, but a reverse proxy in between did not let the WebSocket through.',
      next: "Whoever runs it has to pass on the headers Upgrade and Connection for /vnc/. The portal's README shows how, for nginx and Caddy.",
    },
    client_failed: {
      title: 'The console could not start',
      message: 'A part of this page did not load or does not run in this browser.',
      next: 'Reload the page. If it happens again, use a current browser.',
    },
    internal: {
      title: 'The portal failed to open the console',
      message: 'It met an error that it did not expect.',
      next: 'Try again. If it happens again, an administrator finds the cause in the log.',
    },
    unknown: {
      title: 'The console could not be opened',
      message: 'The portal gave no reason that this page knows.',
      next: 'Try again. If it happens again, an administrator finds the cause in the log.',
    },
  },
} as const;
