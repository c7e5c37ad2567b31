/** Consoles through the portal's relay, by a viewer that knows no security type but None; and hosts that do as a test tells them. */

import { randomBytes } from 'node:crypto';
import net from 'node:net';
import type { Attempt } from '../../server/contract/session';
import type { ApiClient } from './api-client';
import { Refused } from './console-client';
import type { ConsoleClient } from './console-client';
import { listen } from './ports';
import type { Portal } from './portal';
import { RunningProcess } from './process';
import { RfbClient } from './rfb-client';
import type { Screen } from './rfb-client';
import { until, within } from './waiting';

export function attemptId(): string {
  return `attempt-${randomBytes(9).toString('base64url')}`;
}

export const view = (api: ApiClient, host: string, query = ''): Promise<RfbClient> =>
  RfbClient.open(api.portal.consoleUrl(host, query), { headers: api.headers, ca: api.portal.ca });

/** The screen, once it is not black. */
export function picture(client: RfbClient): Promise<Screen> {
  return until('something on the screen', async () => {
    const screen = await client.screen();
    return screen.pixels.some((byte) => byte !== 0) && screen;
  });
}

/** Opens a host, sees that it shows something, and leaves. */
export async function see(api: ApiClient, host: string, query = ''): Promise<Screen> {
  const client = await view(api, host, query);
  try {
    return await picture(client);
  } finally {
    await client.close();
  }
}

/** How a console ended that did not come to a picture: an HTTP status before 101, or a close code and its reason after it. */
export interface Failure extends Pick<Attempt, 'state' | 'code' | 'message' | 'next'> {
  status?: number;
  closed?: number;
  reason?: string;
}

export async function fail(api: ApiClient, host: string): Promise<Failure> {
  const id = attemptId();
  const how = await ending(api, host, `?attempt=${id}`);
  const attempt = await api.attempt(id);
  const { state, code, message, next } = attempt;
  return { ...how, state, code, message, next };
}

/** What a viewer says that takes what it is offered, without waiting for it. */
const EAGER_VIEWER = Buffer.from('RFB 003.008\n\x01', 'latin1');

/** @throws when the console stays open */
export async function ending(api: ApiClient, host: string, query = ''): Promise<Pick<Failure, 'status' | 'closed' | 'reason'>> {
  let console: ConsoleClient;
  try {
    console = await api.open(host, { query });
  } catch (error) {
    if (error instanceof Refused) return { status: error.status };
    throw error;
  }
  console.send(EAGER_VIEWER);
  const { code, reason } = await within(`the end of ${host}`, console.closed, 20_000);
  return { closed: code, reason };
}

/** The security type by which the portal last signed in to a host, as its log tells. */
export function securityOf(portal: Portal, host: string): string | undefined {
  const entries = portal.process.lines.filter((line) => line.includes('signed in to the host')).map((line) => JSON.parse(line) as LogEntry);
  return entries.findLast((entry) => entry.host === host)?.security;
}

interface LogEntry {
  host: string;
  security: string;
}

export interface TcpHost {
  port: number;
  /** `vnc://127.0.0.1:PORT`. */
  url: string;
  /** Connections that were made to it. */
  accepted: number;
  stop(): Promise<void>;
}

/** @param where a path for a UNIX socket; otherwise a free port */
export async function startTcp(serve: (socket: net.Socket) => void, where?: string): Promise<TcpHost> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    host.accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    serve(socket);
  });
  const port = where === undefined ? await listen(server) : await new Promise<number>((resolve) => server.listen(where, () => resolve(0)));
  const host: TcpHost = {
    port,
    url: where === undefined ? `vnc://127.0.0.1:${port}` : `vnc+unix://${where}`,
    accepted: 0,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return host;
}

/** Stands in front of a server, and counts who comes; a test may put another server behind it. */
export async function startFront(port: number): Promise<TcpHost & { behind: { port: number } }> {
  const behind = { port };
  return Object.assign(await startTcp((socket) => pipeTo(socket, behind.port)), { behind });
}

export function pipeTo(socket: net.Socket, port: number): void {
  const other = net.connect(port, '127.0.0.1');
  other.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  socket.on('close', () => other.destroy());
  socket.pipe(other).pipe(socket);
}

/** Something to see on an X display. */
export function drawOn(display: string): RunningProcess {
  return new RunningProcess('xterm', 'xterm', ['-display', display, '-bg', 'white', '-e', 'sleep', '600']);
}
