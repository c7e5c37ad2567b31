/** The first words with a VNC server, before the browser's 101: enough to know that it is one. */

import type { HostTls } from '../../contract/host';
import type { Target } from '../../contract/target';
import { ByteStream, greet, overTls, type PeerCertificate, type RfbVersion, type TlsOptions } from '../../rfb';
import { innerTlsOptions, isBoundToCertificate, tlsOptions } from '../host-trust';
import { Patience } from '../patience';
import type { UpgradeRequest } from '../upgrade';
import { openStream, type StreamDialler } from './target-streams';

/** For the sign-in, but not for a person who looks a password up. What comes before it is within the patience of the dial. */
const HANDSHAKE_MS = 10_000;

export interface OpenedRfb {
  stream: ByteStream;
  version: RfbVersion;
  /** What the host said of its version. */
  greeting: string;
  /** Of TLS inside RFB. */
  tls: TlsOptions;
  /** Whether nobody can read along who is not the server: TLS as the host's rules accept it, or a UNIX socket. */
  confidential: boolean;
  /** Whether TLS around the connection has proven the host by its CA or its pin. */
  verified: boolean;
  /** What TLS around the connection has shown; null without any. */
  certificate: PeerCertificate | null;
  /** The same once more: a login that can't go on may begin anew. */
  again: (signal: AbortSignal) => Promise<OpenedRfb>;
}

/**
 * @param onConnected told once the host has accepted the connection: a VNC server may count it from here on
 * @throws Refusal, RfbError, the error of a socket, or the reason for which the patience has ended
 */
export async function openRfb(
  dialler: StreamDialler,
  target: Target,
  hostTls: HostTls,
  upgrade: UpgradeRequest,
  patience: Patience,
  onConnected?: () => void,
): Promise<OpenedRfb> {
  const outer = tlsOptions(target, hostTls);
  const opened = await openStream(dialler, target, hostTls, upgrade, patience);
  let { certificate } = opened;
  const stream = new ByteStream(opened.stream, { timeoutMs: HANDSHAKE_MS });
  const { signal } = patience;
  onConnected?.();
  const abort = () => stream.destroy();
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (target.scheme === 'vncs') {
      // A server without a certificate verifies nothing: where one is set, it is asked for.
      const kind = hostTls.allowAnonymous && !isBoundToCertificate(hostTls) ? 'anonymous' : 'x509';
      await overTls(stream, kind, { ...outer, onPeerCertificate: (shown) => (certificate = shown) });
    }
    const repeaterId = target.scheme === 'vnc+repeater' ? new URLSearchParams(target.path).get('id') : null;
    const { theirs, version } = await greet(stream, repeaterId ?? undefined);
    return {
      stream,
      version,
      greeting: theirs,
      tls: certificate ? innerTlsOptions(outer, certificate.fingerprint) : outer,
      confidential: target.scheme === 'vnc+unix' || target.scheme === 'vncs' || target.scheme === 'wss',
      verified: certificate !== null && isBoundToCertificate(hostTls),
      certificate,
      again: async (anew) => {
        const time = new Patience(HANDSHAKE_MS, anew);
        try {
          return await openRfb(dialler, target, hostTls, upgrade, time);
        } finally {
          time.end();
        }
      },
    };
  } catch (error) {
    stream.destroy();
    throw signal.aborted ? (signal.reason as Error) : error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
