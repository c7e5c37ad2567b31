/** From a key to the pixels that show it, on a real TigerVNC with a terminal, by every way there. */

import { startTigerVnc } from '../../support/tigervnc';
import { inTurns, started, type Part } from '../bench';
import { startNginx, startWebsockify, type Candidate } from '../candidates';
import { startMeasuredPortal } from '../measured-portal';

/** The terminal fills it: a letter beyond the edge would change nothing. */
const WIDTH = 1152;
const HEIGHT = 720;
const PAUSE = 20;
/** By the seconds of a measurement. */
const KEYS_A_SECOND = 25;
const FEWEST_KEYS = 20;

export const endToEnd: Part = {
  name: 'end-to-end',
  title: 'End to end, key press → changed pixel on TigerVNC with an xterm',
  async run(bench) {
    const { client, options } = bench;
    const vnc = await started(bench, startTigerVnc({ geometry: `${WIDTH}x${HEIGHT}`, text: 'ready', fills: true }));
    const websockify = await started(bench, startWebsockify(vnc.port));
    const nginx = await started(bench, startNginx(websockify.door.port));
    const portal = await started(bench, startMeasuredPortal(bench.ports, options));
    const { api } = await portal.portal.admin();
    await api.addHost('terminal', `vnc://127.0.0.1:${vnc.port}`);
    await api.addHost('terminal-ws', `ws://127.0.0.1:${websockify.door.port}/websockify`);
    const { processes } = portal.tunnel;
    const candidates: Candidate[] = [
      { name: 'TCP', door: { port: vnc.port, path: '', headers: {}, rfb: true, plain: true }, processes: [] },
      websockify,
      { name: 'portal, relay', door: portal.door('terminal', true), processes },
      { ...nginx, name: 'nginx, websockify', door: { ...nginx.door, rfb: true } },
      { name: 'portal, tunnel, websockify', door: portal.door('terminal-ws', true), processes },
    ];
    const keys = Math.max(FEWEST_KEYS, Math.round(options.seconds * KEYS_A_SECOND));
    await inTurns(bench, 'end-to-end', [{ name: 'a key', candidates }], async (_work, { name, door }) => {
      const { failure } = await client.tell('open', { door, count: 1, atOnce: 1, candidate: [] });
      if (failure !== null) throw new Error(`${name}: a console could not be opened: ${failure}`);
      try {
        const { p50, p99 } = await client.tell('type', { keys, pause: PAUSE, width: WIDTH, height: HEIGHT }, 120_000);
        return { 'p50 ms': p50, 'p99 ms': p99 };
      } finally {
        await client.tell('close', { politely: true });
      }
    });
  },
};
