/** Whether a websockify backend's HTTP port answers. No WebSocket is opened, so no VNC server hears of it. */

import http from 'node:http';
import https from 'node:https';
import type { HostTls } from '../contract/host';
import type { Target } from '../contract/target';
import { errorCode, refusalOf } from '../gateway/dial-error';
import { tlsOptions } from '../gateway/host-trust';
import { Patience } from '../gateway/patience';
import type { Refusal } from '../gateway/refusals';
import type { TargetAgents } from '../gateway/target-sockets';
import type { PeerCertificate } from '../rfb';

const PROBE_MS = 5000;
/** An answer that never ended is taken for what QEMU means by it. */
const UNFINISHED = 400;

/** Whether a probe met a VNC server itself, which counts a connection that does not log in. */
export function metVncServer({ cause }: Refusal): boolean {
  const packet = cause instanceof Error && 'rawPacket' in cause ? cause.rawPacket : null;
  return Buffer.isBuffer(packet) && packet.toString('latin1', 0, BANNER.length) === BANNER;
}

/** RFC 6143, 7.1.1. */
const BANNER = 'RFB ';

/**
 * Any answer in HTTP will do: websockify says 405, QEMU 404, nginx 426.
 * @returns the status
 * @throws Refusal telling why there was none; `host_not_websocket` when the port speaks another protocol
 */
export function probeHttp(
  target: Target,
  tls: HostTls,
  agents: TargetAgents,
  onPeerCertificate?: (shown: PeerCertificate) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const common = {
      host: target.hostname,
      port: target.port,
      path: target.path || '/',
      headers: { connection: 'close' },
    };
    const patience = new Patience(PROBE_MS);
    const trust = { ...tlsOptions(target, tls), ...(onPeerCertificate ? { onPeerCertificate } : {}) };
    const request =
      target.scheme === 'wss'
        ? https.request({ ...common, agent: agents.wss(patience, trust) })
        : http.request({ ...common, agent: agents.ws(patience) });
    patience.signal.addEventListener('abort', () => request.destroy(patience.signal.reason as Error), { once: true });
    request.on('response', (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', (error) => {
      // QEMU ends its 400 without the empty line behind the headers. What is not HTTP at all fails in the parser, with another code.
      if (errorCode(error) === 'ECONNRESET' && (request.socket?.bytesRead ?? 0) > 0) resolve(UNFINISHED);
      else reject(refusalOf(error));
    });
    request.on('close', () => patience.end());
    try {
      request.end();
    } catch (error) {
      reject(refusalOf(error));
    }
  });
}
