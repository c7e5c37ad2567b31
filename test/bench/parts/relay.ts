/** Bulk and ping-pong where one side is WebSocket and the other plain RFB; and what the portal's rules cost there. */

import { started, type Part } from '../bench';
import { direct, startWebsockify } from '../candidates';
import { startMeasuredPortal } from '../measured-portal';
import { prove } from '../proof';
import { bulkWorks, LENGTHS, measureBulk } from './bulk';
import { measurePingPong, pingPongWorks } from './ping-pong';

export const relay: Part = {
  name: 'relay',
  title: 'Bulk and ping-pong to an RFB server on plain TCP',
  async run(bench) {
    const portal = await started(bench, startMeasuredPortal(bench.ports, bench.options));
    const floor = direct(bench.ports.webSocket);
    const peers = [floor, portal.relay, await started(bench, startWebsockify(bench.ports.rfb))];
    const ruled = [{ ...floor, event: 'request' as const }, portal.asked, portal.watched, portal.guarded];
    await prove(bench, [...peers, ...ruled.slice(1)]);
    const { short } = bench.options;
    const largest = LENGTHS.slice(0, 1);
    await measureBulk(bench, 'relay', [
      ...bulkWorks(peers, 'bulk ', short ? largest : LENGTHS),
      ...bulkWorks(ruled, 'rules, bulk ', largest),
    ]);
    const works = [...pingPongWorks(peers, 'ping-pong '), ...pingPongWorks(ruled, 'rules, ping-pong ')];
    await measurePingPong(bench, 'relay', short ? works.filter(({ consoles }) => consoles > 1) : works);
  },
};
