/** Byte streams to hosts, whatever their target's scheme: what the relay speaks RFB over. */

import { realpathSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import type { TargetRules } from '../../config';
import type { HostTls } from '../../contract/host';
import type { Target } from '../../contract/target';
import type { PeerCertificate } from '../../rfb';
import { connected, connectTcp } from '../connect-tcp';
import { HostSocket } from '../host-socket';
import type { Patience } from '../patience';
import { Refusal } from '../refusals';
import type { Handshaker } from '../tunnel/handshake';
import type { UpgradeRequest } from '../upgrade';
import { HostStream } from '../websocket/host-stream';

export interface StreamDialler {
  rules: TargetRules;
  handshaker: Handshaker;
}

export interface OpenedStream {
  stream: Duplex;
  /** Of TLS around a WebSocket, which has been judged; null without any. */
  certificate: PeerCertificate | null;
}

/**
 * @throws Refusal, the error of the socket, or the reason for which the patience has ended
 */
export async function openStream(
  dialler: StreamDialler,
  target: Target,
  tls: HostTls,
  upgrade: UpgradeRequest,
  patience: Patience,
): Promise<OpenedStream> {
  switch (target.scheme) {
    case 'ws':
    case 'wss': {
      // Whatever the viewer can read: the portal reads binary.
      const { socket, certificate } = await dialler.handshaker.connect({ ...upgrade, protocols: [] }, target, tls, patience);
      return { stream: new HostStream(socket), certificate };
    }
    case 'vnc+unix': {
      const path = allowedSocket(target.path, dialler.rules);
      return plain(await connected(new HostSocket({ path, allowHalfOpen: true }), patience.signal));
    }
    case 'vnc':
    case 'vncs':
    case 'vnc+repeater':
      return plain(await connectTcp(dialler.rules, { host: target.hostname, port: target.port }, patience));
  }
}

const plain = (stream: Duplex): OpenedStream => ({ stream, certificate: null });

/** Links are resolved first: a link inside an allowed directory that leads out of it is no way around the rule. */
function allowedSocket(path: string, rules: TargetRules): string {
  const real = realpathSync(path);
  if (!rules.allowsSocket(real)) throw new Refusal('target_not_allowed', 'socket path');
  return real;
}
