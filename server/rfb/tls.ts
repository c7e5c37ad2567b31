/** TLS on top of a connection to a VNC server, with a certificate that is judged or without any. */

import { isIP } from 'node:net';
import { checkServerIdentity, connect, type ConnectionOptions, type PeerCertificate as TlsPeerCertificate, type TLSSocket } from 'node:tls';
import type { ByteStream } from './byte-stream';
import { printable } from './printable';
import { RfbError } from './rfb-error';
import type { PeerCertificate, TlsOptions } from './security/security-type';

export type TlsKind = 'x509' | 'anonymous';

const MAX_FIELD = 300;

/**
 * No certificate, so anybody can be the server. TLS 1.3 has nothing of the kind. TigerVNC takes only AECDH-AES256-SHA and QEMU only
 * ADH-AES256-GCM-SHA384, which OpenSSL leaves out above security level 0.
 */
const anonymous: ConnectionOptions = { ciphers: 'aNULL:!eNULL:@SECLEVEL=0', maxVersion: 'TLSv1.2', rejectUnauthorized: false };

/** Everything after it is inside TLS. @throws RfbError `tls`, whose cause has Node's code, `closed` or `timeout` */
export function overTls(stream: ByteStream, kind: TlsKind, options: TlsOptions): Promise<void> {
  return stream.over((duplex, rest) => {
    // A TLS server does not speak first. What came in the clear must not pass for something said inside.
    if (rest.length > 0) return Promise.reject(new RfbError('tls', 'bytes before the handshake'));
    const parameters = kind === 'anonymous' ? anonymous : certified(options);
    return secured(connect({ ...parameters, socket: duplex }), (socket) => {
      if (kind === 'x509') ensureTrusted(socket, options);
    });
  });
}

/**
 * A connection of its own, judged by the same rules as TLS inside RFB.
 * @param dial where to, and how the socket is to be
 * @returns once the server is trusted; nothing is written before
 * @throws RfbError `tls`, whose cause has Node's code, or that of the socket
 */
export async function dialTls(dial: ConnectionOptions, options: TlsOptions, signal: AbortSignal): Promise<TLSSocket> {
  const checked = (_dialled: string, certificate: TlsPeerCertificate) => checkServerIdentity(options.servername, certificate);
  const socket = connect({ ...certified(options), ...dial, checkServerIdentity: checked });
  const giveUp = (): void => void socket.destroy(new RfbError('tls', 'given up'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    if (signal.aborted) giveUp();
    return await secured(socket, (secure) => ensureTrusted(secure, options));
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** The certificate is judged below, where a pin can have its say and its reader sees it in any case. */
function certified({ ca, servername, pin, pinOnFirstUse, insecure }: TlsOptions): ConnectionOptions {
  // Node compares with "localhost" when it has no name: a UNIX socket has none, and only what counts without one may go on.
  const isNameless = pin !== undefined || insecure || (pinOnFirstUse && ca === undefined);
  if (servername === '' && !isNameless) throw untrusted('ERR_TLS_CERT_ALTNAME_INVALID', 'no name to compare the certificate with');
  // RFC 6066 section 3 allows no address as the SNI.
  const name = isIP(servername) === 0 ? { servername } : { host: servername, servername: '' };
  return { ...name, ...(ca === undefined ? {} : { ca }), rejectUnauthorized: false };
}

function secured(socket: TLSSocket, judge: (socket: TLSSocket) => void): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const end = (error?: unknown): void => {
      socket.off('secureConnect', onSecure).off('close', onClose).off('error', onError);
      // An error can be under way before the next owner listens.
      socket.on('error', () => undefined);
      if (error === undefined) return resolve(socket);
      socket.destroy();
      reject(error instanceof RfbError ? error : new RfbError('tls', '', { cause: error }));
    };
    const onClose = (): void => end(new RfbError('tls', 'closed during the handshake'));
    const onError = (error: Error): void => end(error);
    const onSecure = (): void => {
      try {
        judge(socket);
        end();
      } catch (error) {
        end(error);
      }
    };
    socket.on('secureConnect', onSecure).on('close', onClose).on('error', onError);
  });
}

/**
 * A pin counts before all, `insecure` included; then a CA, which first use does not overrule.
 * @throws RfbError `tls`
 */
function ensureTrusted(socket: TLSSocket, options: TlsOptions): void {
  const { ca, pin, proven, pinOnFirstUse, insecure, onPeerCertificate } = options;
  const certificate = peerCertificate(socket);
  if (!certificate) throw untrusted('ERR_TLS_NO_CERTIFICATE', 'no certificate');
  onPeerCertificate?.(certificate);
  const { fingerprint, problem } = certificate;
  if (pin !== undefined) {
    if (!isSame(pin, fingerprint)) throw untrusted('ERR_TLS_PIN_MISMATCH', fingerprint);
    return;
  }
  if (problem === null || insecure || (pinOnFirstUse && ca === undefined)) return;
  if (proven === undefined || !isSame(proven, fingerprint)) throw untrusted(problem, problem);
}

function untrusted(code: string, reason: string): RfbError {
  return new RfbError('tls', reason, { cause: Object.assign(new Error(code), { code }) });
}

function isSame(fingerprint: string, other: string): boolean {
  const plainHex = (text: string) => text.replaceAll(':', '').toLowerCase();
  return plainHex(fingerprint) === plainHex(other);
}

function peerCertificate(socket: TLSSocket): PeerCertificate | null {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return null;
  return {
    fingerprint: certificate.fingerprint256,
    subject: printable(certificate.subject, MAX_FIELD),
    issuer: printable(certificate.issuer, MAX_FIELD),
    names: printable(certificate.subjectAltName ?? '', MAX_FIELD),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    // Node types this as an Error, and gives the code of one as a string.
    problem: socket.authorized ? null : String(socket.authorizationError),
  };
}
