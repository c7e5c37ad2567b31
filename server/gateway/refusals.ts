/** Every way in which `/vnc/:id` is refused before 101: one row each, with fixed texts. */

/** [status, reason phrase, what happened and why, what to do next] */
const table = {
  bad_request: [
    400,
    'Bad Request',
    'The request is not a valid WebSocket upgrade.',
    'Use a browser or a WebSocket client that follows RFC 6455.',
  ],
  not_signed_in: [401, 'Unauthorized', 'You are not signed in, or your sign-in has ended.', 'Sign in again.'],
  foreign_origin: [
    403,
    'Forbidden',
    'The request did not come from a page of this portal.',
    'Open the portal at its own address. An administrator may have to set PUBLIC_URL to the address that people type.',
  ],
  not_found: [404, 'Not Found', 'There is no console at this address.', 'Go back to the list of hosts.'],
  host_not_found: [
    404,
    'Not Found',
    'There is no such host, or you may not open it.',
    'Go back to the list of hosts, or ask an administrator for access.',
  ],
  method_not_allowed: [405, 'Method Not Allowed', 'A console is opened with GET.', 'Use a WebSocket client.'],
  upgrade_required: [426, 'Upgrade Required', 'This address speaks WebSocket, version 13, only.', 'Open the console page instead.'],
  too_many_consoles_user: [
    429,
    'Too Many Requests',
    'You have as many consoles open as one person may.',
    'Close one of your consoles and try again.',
  ],
  too_many_consoles_host: [
    429,
    'Too Many Requests',
    'This host has as many viewers as it allows.',
    'Wait until somebody leaves, or ask an administrator to raise its limit.',
  ],
  host_in_use: [
    429,
    'Too Many Requests',
    'Somebody else works on this host, which takes one person at a time.',
    'Watch without control, ask them to leave, or (as an administrator) end their console and open your own.',
  ],
  too_many_consoles: [
    429,
    'Too Many Requests',
    'The portal has as many consoles open as it may.',
    'Try again later, or ask an administrator to raise MAX_CONSOLES.',
  ],
  host_unreachable: [
    502,
    'Bad Gateway',
    'The host refused the connection or could not be reached.',
    'Check that the machine and its VNC server or websockify run, and the port.',
  ],
  host_name_not_found: [
    502,
    'Bad Gateway',
    "The host's name is not known to the portal's resolver.",
    'Check the spelling of the address, or use an IP address.',
  ],
  host_not_websocket: [
    502,
    'Bad Gateway',
    'The host answered, but not as a WebSocket server.',
    'Check the path of the address (often /websockify), and that the port is the one of websockify and not of VNC.',
  ],
  certificate_self_signed: [
    502,
    'Bad Gateway',
    "The host's certificate is self-signed, so nobody vouches for it.",
    "Give the host that certificate as its CA, or accept any certificate, in the host's TLS options.",
  ],
  certificate_wrong_name: [
    502,
    'Bad Gateway',
    "The host's certificate is for another name than the address.",
    "Use the name that the certificate is for as the address, or set the server name in the host's TLS options.",
  ],
  certificate_expired: [
    502,
    'Bad Gateway',
    "The host's certificate has expired or is not valid yet.",
    'Renew the certificate on the host, and check the clocks of both machines.',
  ],
  certificate_untrusted: [
    502,
    'Bad Gateway',
    "The host's certificate is signed by a CA that the portal does not know.",
    "Give the host its CA certificate, in the host's TLS options.",
  ],
  tls_failed: [502, 'Bad Gateway', 'TLS with the host failed.', 'Check that the port speaks TLS (wss://); a plain one is ws://.'],
  certificate_changed: [
    502,
    'Bad Gateway',
    'The host shows another certificate than the one that was pinned: somebody may be in between.',
    'Open nothing until an administrator has found out why. If the certificate was renewed on purpose, forget the pin of the host.',
  ],
  host_key_unknown: [
    502,
    'Bad Gateway',
    'The host shows a key that nobody has signed, as RealVNC servers do, and the portal does not know it.',
    "Let the host be known by what it shows first, in the host's TLS options.",
  ],
  host_not_rfb: [
    502,
    'Bad Gateway',
    'The host answered, but it does not speak VNC.',
    'Check the port: VNC displays listen on 5900 and up. A websockify has an address that begins with ws://.',
  ],
  host_version: [502, 'Bad Gateway', 'The host speaks a version of the VNC protocol that is not known.', 'Update its VNC server.'],
  host_repeater: [
    502,
    'Bad Gateway',
    'The host is a repeater and wants to know which server to connect to.',
    'Write its address as vnc+repeater://host:port?id=ID, with the id that the server behind it has.',
  ],
  host_refused: [
    502,
    'Bad Gateway',
    'The VNC server refused the connection.',
    'Its own words stand above. Check who may connect in its settings.',
  ],
  host_no_security: [
    502,
    'Bad Gateway',
    'The VNC server offers no way to sign in that the portal may use.',
    'Store the credentials that it asks for, allow TLS without a certificate in the host’s TLS options, or let the server offer VncAuth or VeNCrypt.',
  ],
  host_login_needed: [
    502,
    'Bad Gateway',
    'The VNC server asks for credentials, and none are stored.',
    'Open the host on its console page, which asks for them, or store them with the host.',
  ],
  host_login_failed: [
    502,
    'Bad Gateway',
    'The VNC server refused the user name or the password.',
    'Check the credentials that are stored with the host, or those that you typed.',
  ],
  host_login_blocked: [
    502,
    'Bad Gateway',
    'The VNC server refused the last login, so the portal leaves it alone for a while: servers lock out whoever fails too often.',
    'Correct the credentials that are stored with the host, or wait.',
  ],
  host_locked_out: [
    502,
    'Bad Gateway',
    'The VNC server refuses further logins after too many failed ones.',
    'Wait some minutes, or restart the VNC server, and check the stored credentials before the next try.',
  ],
  host_closed: [
    502,
    'Bad Gateway',
    'The host closed the connection.',
    'It may be restarting; the console reconnects by itself. If it does not come back, check the machine and its VNC server.',
  ],
  host_protocol: [
    502,
    'Bad Gateway',
    'The VNC server sent what the protocol does not allow.',
    'Check what listens on that port, and update the VNC server.',
  ],
  target_not_allowed: [
    502,
    'Bad Gateway',
    "The host's address is not among those that the portal may connect to.",
    'Ask whoever runs the portal to extend ALLOWED_TARGETS, or change the address.',
  ],
  not_supported: [
    502,
    'Bad Gateway',
    'Recording is not supported yet, and this host asks for it.',
    'Ask an administrator to switch recording off for this host until then.',
  ],
  draining: [503, 'Service Unavailable', 'The portal is restarting.', 'Wait a few seconds; the console reconnects by itself.'],
  unavailable: [
    503,
    'Service Unavailable',
    'The portal cannot reach its database, so it opens no console.',
    'Try again shortly; if it persists, tell an administrator.',
  ],
  internal: [
    500,
    'Internal Server Error',
    'The portal failed to open the console.',
    'Try again; if it persists, an administrator finds the cause in the log.',
  ],
  host_timeout: [
    504,
    'Gateway Timeout',
    'The host did not answer in time.',
    'Check that the machine runs and that no firewall drops the connection.',
  ],
} as const satisfies Record<string, readonly [number, string, string, string]>;

export type RefusalCode = keyof typeof table;

export class Refusal extends Error {
  readonly status: number;
  readonly phrase: string;
  readonly next: string;
  readonly said: string;

  /**
   * @param detail for the log and the audit table, never for the answer
   * @param options.said a stranger's words or a time, for the page of whoever may open the host: bounded and printable
   */
  constructor(
    readonly code: RefusalCode,
    readonly detail: string = '',
    options: ErrorOptions & { said?: string } = {},
  ) {
    const [status, phrase, message, next] = table[code];
    super(message, options);
    this.name = 'Refusal';
    this.status = status;
    this.phrase = phrase;
    this.next = next;
    this.said = options.said ?? '';
  }

  /** What happened, with what was said, for somebody who may open the host. */
  get told(): string {
    return this.said === '' ? this.message : `${this.message} (${this.said})`;
  }
}

/** Headers that RFC 9110 asks for with a status. */
const extraHeaders: Partial<Record<number, string>> = {
  401: 'WWW-Authenticate: Bearer\r\n',
  405: 'Allow: GET\r\n',
  426: 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n',
  429: 'Retry-After: 30\r\n',
  503: 'Retry-After: 5\r\n',
};

/** The whole answer, as it goes over the wire. */
export function refusalResponse(refusal: Refusal): string {
  const body = `${refusal.message} ${refusal.next}\n`;
  return (
    `HTTP/1.1 ${refusal.status} ${refusal.phrase}\r\n` +
    (extraHeaders[refusal.status] ?? '') +
    'Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n' +
    `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}
