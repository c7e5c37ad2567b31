/** Those that pass a WebSocket on to the same host: the direct connection first, then the portal and its peers. */

import { started, type Bench } from './bench';
import { direct, startHaproxy, startNginx, type Candidate } from './candidates';
import { startMeasuredPortal } from './measured-portal';
import { prove } from './proof';

/**
 * Starts them, and has each prove that it changes nothing.
 * @param largeBuffers nginx also with buffers of 64 KiB
 */
export async function startWebSocketProxies(bench: Bench, { largeBuffers = false } = {}): Promise<Candidate[]> {
  const { webSocket } = bench.ports;
  const portal = await started(bench, startMeasuredPortal(bench.ports, bench.options));
  const candidates = [direct(webSocket), portal.tunnel, await started(bench, startNginx(webSocket))];
  if (largeBuffers) candidates.push(await started(bench, startNginx(webSocket, { buffers: '64k' })));
  candidates.push(await started(bench, startHaproxy(webSocket)));
  await prove(bench, candidates);
  return candidates;
}
