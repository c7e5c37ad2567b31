/** The portal as its users have it: the built product with its login, audit, accounting, heartbeat and limits. */

import { ADMIN, startPortal, type Portal } from '../support/portal';
import { createDatabase, startPostgres } from '../support/postgres';
import type { Candidate } from './candidates';
import type { Door, HostPorts } from './load/orders';
import { pinned } from './pinned';

/** All consoles of the load are one person's. */
const MAX_CONSOLES = '20000';

export interface PortalOptions {
  postgres?: boolean;
  workers?: number;
}

export interface MeasuredPortal {
  portal: Portal;
  /** For a host's console. */
  door: (host: string, rfb: boolean, query?: string) => Door;
  /** A host that the portal reaches as a WebSocket, and passes the bytes of. */
  tunnel: Candidate;
  /** Hosts on plain TCP: without a rule; with a login, only to watch; and with the clipboard forbidden besides. */
  relay: Candidate;
  watched: Candidate;
  guarded: Candidate;
  /** One on which keys could be pressed with nothing in the way but the relay, asked for updates: beside the two before. */
  asked: Candidate;
  stop: () => Promise<void>;
}

export async function startMeasuredPortal(
  ports: HostPorts,
  { postgres = false, workers = 1 }: PortalOptions = {},
): Promise<MeasuredPortal> {
  const server = postgres ? await startPostgres() : null;
  try {
    const database = server ? await createDatabase(server.url) : null;
    const portal = await startPortal({
      start: pinned,
      env: {
        MAX_CONSOLES,
        MAX_CONSOLES_PER_USER: MAX_CONSOLES,
        ...(workers > 1 ? { WORKERS: String(workers) } : {}),
        ...(database ? { DATABASE_URL: database.url } : {}),
      },
    });
    try {
      return await furnish(portal, ports, async () => {
        await portal.stop('SIGKILL');
        await server?.stop();
      });
    } catch (error) {
      await portal.stop('SIGKILL');
      throw error;
    }
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function furnish(portal: Portal, ports: HostPorts, stop: () => Promise<void>): Promise<MeasuredPortal> {
  const { api, token } = await portal.admin();
  const password = { credentials: { password: ADMIN.password.slice(0, 8) } };
  await api.addHost('tunnel', `ws://127.0.0.1:${ports.webSocket}/websockify`);
  await api.addHost('relay', `vnc://127.0.0.1:${ports.rfb}`);
  await api.addHost('watched', `vnc://127.0.0.1:${ports.rfbWithPassword}`, password);
  await api.addHost('guarded', `vnc://127.0.0.1:${ports.rfbWithPassword}`, { ...password, policy: { clipboard: 'none' } });
  const door = (host: string, rfb: boolean, query = ''): Door => ({
    port: portal.ownPort,
    path: `/vnc/${host}${query}`,
    headers: { Authorization: `Bearer ${token}` },
    rfb,
  });
  const processes = [portal.process.pid];
  return {
    portal,
    door,
    tunnel: { name: 'portal', door: door('tunnel', false), processes },
    relay: { name: 'portal', door: door('relay', true), processes },
    asked: { name: 'relay', door: door('relay', true), processes, event: 'request' },
    watched: { name: 'login, view-only', door: door('watched', true, '?view=1'), processes, event: 'request' },
    guarded: { name: 'and no clipboard', door: door('guarded', true, '?view=1'), processes, event: 'request' },
    stop,
  };
}
