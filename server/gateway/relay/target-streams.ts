/** Byte streams to hosts, whatever their target's scheme: what the relay speaks RFB over. */

import { realpathSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TargetRules } from '../../config';
import type { HostTls } from '../../contract/host';
import type { Target } from '../../contract/target';
import { HostSocket } from '../host-socket';
import { Refusal } from '../refusals';
import { checkedLookup, ensureAllowed, socketOptions } from '../target-sockets';
import type { Handshaker } from '../tunnel/handshake';
import type { UpgradeRequest } from '../upgrade';
import { HostStream } from '../websocket/host-stream';

export interface StreamDialler {
  rules: TargetRules;
  handshaker: Handshaker;
}

/**
 * @throws Refusal, or the error of the socket
 */
export async function openStream(
  dialler: StreamDialler,
  target: Target,
  tls: HostTls,
  upgrade: UpgradeRequest,
  signal: AbortSignal,
): Promise<Duplex> {
  switch (target.scheme) {
    case 'ws':
    case 'wss':
      return new HostStream((await dialler.handshaker.connect(upgrade, target, tls, signal)).socket);
    case 'vnc+unix':
      return connected(new HostSocket({ path: allowedSocket(target.path, dialler.rules), allowHalfOpen: true }), signal);
    case 'vnc':
    case 'vncs':
    case 'vnc+repeater': {
      const dial = { host: target.hostname, port: target.port };
      ensureAllowed(dialler.rules, dial);
      const lookup = checkedLookup(dialler.rules, target.port);
      return connected(new HostSocket({ ...dial, ...socketOptions, lookup }), signal);
    }
  }
}

/** Links are resolved first: a link inside an allowed directory that leads out of it is no way around the rule. */
function allowedSocket(path: string, rules: TargetRules): string {
  const real = realpathSync(path);
  if (!rules.allowsSocket(real)) throw new Refusal('target_not_allowed', 'socket path');
  return real;
}

function connected(socket: Socket, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const give = (act: () => void) => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('connect', succeed);
      act();
    };
    const fail = (error: Error) => give(() => reject(error));
    const succeed = () => give(() => resolve(socket));
    const abort = () => {
      give(() => reject(new Refusal('host_unreachable', 'given up')));
      socket.on('error', () => undefined).destroy();
    };
    socket.on('error', fail).on('connect', succeed);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
