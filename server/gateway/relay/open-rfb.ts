/** The first words with a VNC server, before the browser's 101: enough to know that it is one. */

import type { HostTls } from '../../contract/host';
import type { Target } from '../../contract/target';
import { agreeOnVersion, ByteStream, overTls, type RfbVersion, type TlsOptions } from '../../rfb';
import type { UpgradeRequest } from '../upgrade';
import { openStream, type StreamDialler } from './target-streams';

/** For the whole handshake with the host, but not for a person who looks a password up. */
const HANDSHAKE_MS = 10_000;

export interface OpenedRfb {
  stream: ByteStream;
  version: RfbVersion;
  tls: TlsOptions;
  /** Whether a password may go as it is: nobody can be on the way. */
  confidential: boolean;
}

/**
 * @throws Refusal, RfbError, or the error of a socket
 */
export async function openRfb(
  dialler: StreamDialler,
  target: Target,
  hostTls: HostTls,
  upgrade: UpgradeRequest,
  signal: AbortSignal,
): Promise<OpenedRfb> {
  const tls = tlsOptions(target, hostTls);
  const stream = new ByteStream(await openStream(dialler, target, hostTls, upgrade, signal), { timeoutMs: HANDSHAKE_MS });
  const abort = () => stream.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (target.scheme === 'vncs') await overTls(stream, hostTls.allowAnonymous ? 'anonymous' : 'x509', tls);
    const repeaterId = target.scheme === 'vnc+repeater' ? new URLSearchParams(target.path).get('id') : null;
    const version = await agreeOnVersion(stream, repeaterId ?? undefined);
    const confidential = target.scheme === 'vnc+unix' || target.scheme === 'vncs' || target.scheme === 'wss';
    return { stream, version, tls, confidential };
  } catch (error) {
    stream.destroy();
    throw error;
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
