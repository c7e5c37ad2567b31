/** The first words with a VNC server, before the browser's 101: enough to know that it is one. */

import type { HostTls } from '../../contract/host';
import type { Target } from '../../contract/target';
import { agreeOnVersion, ByteStream, overTls, type RfbVersion, type TlsOptions } from '../../rfb';
import type { Patience } from '../patience';
import type { UpgradeRequest } from '../upgrade';
import { openStream, type StreamDialler } from './target-streams';

/** For the sign-in, but not for a person who looks a password up. What comes before it is within the patience of the dial. */
const HANDSHAKE_MS = 10_000;

export interface OpenedRfb {
  stream: ByteStream;
  version: RfbVersion;
  tls: TlsOptions;
  /** Whether a password may go as it is: nobody can be on the way. */
  confidential: boolean;
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
  const tls = tlsOptions(target, hostTls);
  const stream = new ByteStream(await openStream(dialler, target, hostTls, upgrade, patience), { timeoutMs: HANDSHAKE_MS });
  const { signal } = patience;
  onConnected?.();
  const abort = () => stream.destroy();
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (target.scheme === 'vncs') await overTls(stream, hostTls.allowAnonymous ? 'anonymous' : 'x509', tls);
    const repeaterId = target.scheme === 'vnc+repeater' ? new URLSearchParams(target.path).get('id') : null;
    const version = await agreeOnVersion(stream, repeaterId ?? undefined);
    const confidential = target.scheme === 'vnc+unix' || target.scheme === 'vncs' || target.scheme === 'wss';
    return { stream, version, tls, confidential };
  } catch (error) {
    stream.destroy();
    throw signal.aborted ? (signal.reason as Error) : error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function tlsOptions(target: Target, { ca, servername, insecure, allowAnonymous, trustOnFirstUse, pin }: HostTls): TlsOptions {
  return {
    servername: servername ?? target.hostname,
    ...(ca === undefined ? {} : { ca }),
    ...(insecure ? { insecure } : {}),
    ...(allowAnonymous ? { allowAnonymous } : {}),
    ...(pin === undefined ? {} : { pin }),
    ...(trustOnFirstUse ? { pinOnFirstUse: trustOnFirstUse } : {}),
  };
}
