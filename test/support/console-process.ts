/** What one process of the portal knows of consoles and attempts, without its sockets: several of them on one database stand for several processes. */

import { composeConsoles } from '../../server/compose-consoles';
import { Changes } from '../../server/db/changes';
import type { Database } from '../../server/db/database';
import type { CloseReason } from '../../server/gateway/close-codes';
import { LiveConsole, type ConsoleInfo, type NoPlace } from '../../server/sessions/live-consoles';
import { silent, testSecret } from './databases';
import { buildServices } from './services';

let serial = 0;

/** The sockets of a console, as far as these tests look at them. */
export class FakePipe {
  readonly traffic = { toHost: 0, fromHost: 0 };
  heard = 0;
  active = false;
  ended: CloseReason | null = null;
  isCut = false;
  readonly hostIsFull = false;
  ping(): boolean {
    return true;
  }
  releaseHeld(): void {}
  end(reason: CloseReason): void {
    this.ended = reason;
  }
  cut(): void {
    this.isCut = true;
  }
}

interface Limits {
  shared?: boolean;
  workers?: number;
  maxConsoles?: number;
  maxConsolesPerUser?: number;
}

export async function startConsoleProcess(db: Database, node: string, { shared = true, workers = 1, ...limits }: Limits = {}) {
  const services = buildServices(db);
  const changes = new Changes({ db, log: silent, pollMs: 20 });
  const config = { node, shared, workers, secret: testSecret, maxConsoles: 1000, maxConsolesPerUser: 1000, ...limits };
  const hosts = { find: (id: string) => Promise.resolve({ banner: `of ${id}` } as never) };
  const needs = { db, changes, audit: services.audit, hosts };
  const process = composeConsoles({ ...config, heartbeatMs: 60_000, idleMs: null }, silent, needs, () => undefined);
  await changes.start();

  /** As the gateway does it. */
  async function open(over: Partial<ConsoleInfo> = {}): Promise<{ console: LiveConsole; pipe: FakePipe } | NoPlace> {
    const id = `console-${++serial}`;
    const info: ConsoleInfo = {
      ...{ id, hostId: 'web', hostName: 'Web', userId: 'u1', userName: 'one', shownName: 'one', address: '198.51.100.4' },
      ...{ access: 'control', startedAt: Date.now() + serial, maxViewers: null, exclusive: false, attemptId: null, pageId: null },
      via: { kind: 'login', id: 'l1', expiresAt: null },
      ...over,
    };
    if (info.pageId) process.consoles.leaveTo(info.pageId, info.userId);
    const console = process.consoles.reserve(info, process.consoles.now());
    if (!(console instanceof LiveConsole)) return console;
    if (info.attemptId) process.attempts.begin(info.attemptId, info.userId, info.id);
    const full = await process.sessionLog.opened(info);
    if (full) {
      process.consoles.release(console);
      return full;
    }
    const pipe = new FakePipe();
    process.consoles.opened(console, pipe, 'vnc://web:5900');
    if (info.attemptId) process.attempts.set(info.attemptId, info.userId, { state: 'open' });
    await process.sessionLog.reached(console.session);
    return { console, pipe };
  }

  return {
    ...process,
    services,
    open,
    async opened(over: Partial<ConsoleInfo> = {}): Promise<{ console: LiveConsole; pipe: FakePipe }> {
      const opened = await open(over);
      if ('code' in opened) throw new Error(opened.code);
      return opened;
    },
    /** Its sockets are closed, and that is on record. */
    async close(console: LiveConsole): Promise<void> {
      process.consoles.release(console);
      await process.sessionLog.ended(console.session, { code: 1000, reason: 'left', opened: true });
    },
    async stop(): Promise<void> {
      await changes.stop();
      await process.dispose();
      for (const console of process.consoles.all()) process.consoles.release(console);
    },
  };
}
export type ConsoleProcess = Awaited<ReturnType<typeof startConsoleProcess>>;
