/** Why a console is refused, and what to do next: by the codes of server/gateway/refusals.ts. */
export default {
  code: {
    bad_request: {
      message: 'The request is not a valid WebSocket upgrade.',
      next: 'Use a browser or a WebSocket client that follows RFC 6455.',
    },
    not_signed_in: {
      message: 'You are not signed in, or your sign-in has ended.',
      next: 'Sign in again.',
    },
    foreign_origin: {
      message: 'The request did not come from a page of this portal.',
      next: 'Open the portal at its own address. An administrator may have to set PUBLIC_URL to the address that people type.',
    },
    fresh_factor_needed: {
      message: 'This host wants your second factor, shown within the last minutes.',
      next: 'Show your second factor and open the host again. An API token cannot open it.',
    },
    not_found: {
      message: 'There is no console at this address.',
      next: 'Go back to the list of hosts.',
    },
    host_not_found: {
      message: 'There is no such host, or you may not open it.',
      next: 'Go back to the list of hosts, or ask an administrator for access.',
    },
    method_not_allowed: {
      message: 'A console is opened with GET.',
      next: 'Use a WebSocket client.',
    },
    upgrade_required: {
      message: 'This address speaks WebSocket, version 13, only.',
      next: 'Open the console page instead.',
    },
    too_many_consoles_user: {
      message: 'You have as many consoles open as one person may.',
      next: 'Close one of your consoles and try again.',
    },
    too_many_consoles_host: {
      message: 'This host has as many viewers as it allows.',
      next: 'Wait until somebody leaves, or ask an administrator to raise its limit.',
    },
    host_in_use: {
      message: 'Somebody else works on this host, which takes one person at a time.',
      next: 'Watch without control, ask them to leave, or (as an administrator) end their console and open your own.',
    },
    too_many_consoles: {
      message: 'The portal has as many consoles open as it may.',
      next: 'Try again later, or ask an administrator to raise MAX_CONSOLES.',
    },
    host_unreachable: {
      message: 'The host refused the connection or could not be reached.',
      next: 'Check that the machine and its VNC server or websockify run, and the port.',
    },
    host_name_not_found: {
      message: "The host's name is not known to the portal's resolver.",
      next: 'Check the spelling of the address, or use an IP address.',
    },
    host_not_websocket: {
      message: 'The host answered, but not as a WebSocket server.',
      next: 'Check the path of the address (often /websockify), and that the port is the one of websockify and not of VNC.',
    },
    certificate_self_signed: {
      message: "The host's certificate is self-signed, so nobody vouches for it.",
      next: "Give the host that certificate as its CA, or accept any certificate, in the host's TLS options.",
    },
    certificate_wrong_name: {
      message: "The host's certificate is for another name than the address.",
      next: "Use the name that the certificate is for as the address, or set the server name in the host's TLS options.",
    },
    certificate_expired: {
      message: "The host's certificate has expired or is not valid yet.",
      next: 'Renew the certificate on the host, and check the clocks of both machines.',
    },
    certificate_untrusted: {
      message: "The host's certificate is signed by a CA that the portal does not know.",
      next: "Give the host its CA certificate, in the host's TLS options.",
    },
    tls_failed: {
      message: 'TLS with the host failed.',
      next: 'Check that the port speaks TLS (wss://); a plain one is ws://.',
    },
    certificate_changed: {
      message: 'The host shows another certificate than the one that was pinned: somebody may be in between.',
      next: 'Open nothing until an administrator has found out why. If the certificate was renewed on purpose, forget the pin of the host.',
    },
    host_key_unknown: {
      message: 'The host shows a key that nobody has signed, as RealVNC servers do, and the portal does not know it.',
      next: "Let the host be known by what it shows first, in the host's TLS options.",
    },
    host_not_rfb: {
      message: 'The host answered, but it does not speak VNC.',
      next: 'Check the port: VNC displays listen on 5900 and up. A websockify has an address that begins with ws://.',
    },
    host_version: {
      message: 'The host speaks a version of the VNC protocol that is not known.',
      next: 'Update its VNC server.',
    },
    host_dialect: {
      message: 'The host speaks a dialect of VNC that the portal does not know.',
      next: 'Use the console that comes with the machine, or run a VNC server on it that speaks RFB 3.8.',
    },
    host_repeater: {
      message: 'The host is a repeater and wants to know which server to connect to.',
      next: 'Write its address as vnc+repeater://host:port?id=ID, with the id that the server behind it has.',
    },
    host_refused: {
      message: 'The VNC server refused the connection.',
      next: 'Its own words stand above. Check who may connect in its settings.',
    },
    host_no_security: {
      message: 'The VNC server offers no way to sign in that the portal may use.',
      next: 'Store the credentials that it asks for, allow TLS without a certificate in the host’s TLS options, or let the server offer VncAuth or VeNCrypt.',
    },
    host_not_verified: {
      message: 'The host offers no way to sign in that proves the certificate or key set for it: somebody may be in between.',
      next: 'Let the server offer VeNCrypt with its certificate (or RSA-AES with its key). If it never had one, an administrator can remove the CA, certificate or key from the host’s TLS options.',
    },
    host_password_unprotected: {
      message: 'The host takes the password only in a way that lets the other end read it.',
      next: 'Let the server offer VeNCrypt with TLS, reach it through TLS (vncs:// or wss://), or let an administrator allow sign-in that does not protect the password, in the host’s VNC sign-in. If the server also has a VNC password, remove the user name.',
    },
    host_login_needed: {
      message: 'The VNC server asks for credentials, and none are stored.',
      next: 'Open the host on its console page, which asks for them, or store them with the host.',
    },
    host_login_failed: {
      message: 'The VNC server refused the user name or the password.',
      next: 'Check the credentials that are stored with the host, or those that you typed.',
    },
    host_login_blocked: {
      message:
        'The VNC server refused the last login, so the portal leaves it alone for a while: servers lock out whoever fails too often.',
      next: 'Correct the credentials that are stored with the host, or wait.',
    },
    host_login_paused: {
      message: 'You left this host several times before its sign-in was over, so the portal waits before it tries again for you.',
      next: 'Wait, then open the host again and stay until its screen appears. Other people can open it meanwhile.',
    },
    host_not_approved: {
      message: 'Somebody at the host has to agree to the connection, and nobody did.',
      next: 'Ask the person who uses that machine to agree, then try again.',
    },
    host_locked_out: {
      message: 'The VNC server refuses further logins after too many failed ones.',
      next: 'Wait some minutes, or restart the VNC server, and check the stored credentials before the next try.',
    },
    host_closed: {
      message: 'The host closed the connection.',
      next: 'It may be restarting; the console reconnects by itself. If it does not come back, check the machine and its VNC server.',
    },
    host_protocol: {
      message: 'The VNC server sent what the protocol does not allow.',
      next: 'Check what listens on that port, and update the VNC server.',
    },
    target_not_allowed: {
      message: "The host's address is not among those that the portal may connect to.",
      next: 'Ask whoever runs the portal to extend ALLOWED_TARGETS, or change the address.',
    },
    not_supported: {
      message: 'Recording is not supported yet, and this host asks for it.',
      next: 'Ask an administrator to switch recording off for this host until then.',
    },
    draining: {
      message: 'The portal is restarting.',
      next: 'Wait a few seconds; the console reconnects by itself.',
    },
    unavailable: {
      message: 'The portal cannot reach its database, so it opens no console.',
      next: 'Try again shortly; if it persists, tell an administrator.',
    },
    internal: {
      message: 'The portal failed to open the console.',
      next: 'Try again; if it persists, an administrator finds the cause in the log.',
    },
    host_timeout: {
      message: 'The host did not answer in time.',
      next: 'Check that the machine runs and that no firewall drops the connection.',
    },
  },
  /** Why the portal ended a console that was open, by the codes that server/gateway/end-notes.ts tells its page. */
  ended: {
    signed_out: {
      message: 'You were signed out, so your consoles were closed.',
      next: 'Sign in again.',
    },
    access_revoked: {
      message: 'Your access to this host was taken away or changed.',
      next: 'Open it again to see what you may still do, or ask an administrator for access.',
    },
    access_ended: {
      message: 'Your time on this host is over: your access has an end or certain hours.',
      next: 'Come back when it is your time again, or ask an administrator for more.',
    },
    access_unknown: {
      message: 'The portal could not find out whether you may still use this host, so it closed the console.',
      next: 'Open it again in a moment; if it persists, tell an administrator.',
    },
    message_not_allowed: {
      message: 'The viewer sent a message that the rules of this host do not allow.',
      next: 'Reload the page. If it happens again, tell an administrator.',
    },
    idle: {
      message: 'Nothing was typed or clicked for a while, so the portal closed this session.',
      next: 'Open the host again to go on where you were.',
    },
    host_stopped: {
      message: 'The host stopped taking what you typed, clicked or pasted, so the portal closed this session.',
      next: 'Open the host again. If nothing moves there either, it is paused or hangs: restart it, or tell the person who runs it.',
    },
    host_changed: {
      message: 'An administrator changed how this host is reached, or removed it.',
      next: 'Open it again to use the new settings.',
    },
    ended_by_administrator: {
      message: '{name} has ended this console.',
      saying: '{name} has ended this console and says: {message}',
      next: 'Ask {name} before you open it again.',
    },
  },
  /** What happened, and a stranger's own words, a name or a time. */
  told: '{message} ({said})',
  until: 'until {time}',
  holder: '{name}, since {time}',
  knownBefore: 'found out before; not tried again',
} as const;
