/** What is known of consoles and of attempts to open one, of this process and, where there may be others, of all. */

import type { Services } from './compose-services';
import type { Config } from './config';
import { WriteBatch } from './db/write-batch';
import { LoginBreaker } from './gateway/relay/login-breaker';
import { HostBanners } from './hosts/host-banners';
import { Sealer } from './hosts/sealed';
import type { Logger } from './log';
import { AttemptPost } from './sessions/attempt-post';
import { AttemptRecords } from './sessions/attempt-records';
import { AttemptRepository } from './sessions/attempt-repository';
import { Attempts } from './sessions/attempts';
import { LiveConsoles, type LookAgain } from './sessions/live-consoles';
import { PlaceRepository } from './sessions/place-repository';
import { Presence } from './sessions/presence';
import { SessionLog } from './sessions/session-log';
import { SessionRepository } from './sessions/session-repository';
import { SessionService } from './sessions/session-service';

type Needs = Pick<Services, 'db' | 'changes' | 'audit'> & { hosts: Pick<Services['hosts'], 'find'> };
type Settings = Pick<Config, 'node' | 'shared' | 'workers' | 'secret' | 'maxConsoles' | 'maxConsolesPerUser' | 'heartbeatMs' | 'idleMs'>;

export function composeConsoles(config: Settings, log: Logger, { db, changes, audit, hosts }: Needs, lookAgain: LookAgain) {
  const { node, shared, secret, maxConsoles, maxConsolesPerUser } = config;
  const sessions = new SessionRepository({ db });
  const consoles = new LiveConsoles(config, lookAgain);
  const banners = new HostBanners((id) => hosts.find(id));
  const writes = new WriteBatch(db);

  const rows = new AttemptRepository({ db, changes, node });
  const records = shared ? new AttemptRecords({ attempts: rows, log }) : null;
  const attempts = new Attempts(Date.now, (record) => records?.put(record), { forgotten: (record) => records?.forget(record) });
  const post = new AttemptPost({ rows, attempts, consoles, changes, sealer: new Sealer(secret, 'vnc-portal/attempt-answer'), log });
  const places = new PlaceRepository({ changes, node, siblings: siblingsOf(config), maxConsoles, maxConsolesPerUser });

  const presence = new Presence({ consoles, sessions, node, shared });
  const sessionLog = new SessionLog({ sessions, audit, writes, node, log, shared: shared ? { places, attempts: rows } : null });
  const tell = (change: Parameters<typeof changes.announce>[0]) =>
    void changes
      .announce(change)
      .catch((error: unknown) => log.warn({ err: error, kind: change.kind }, 'other processes could not be told of a refused login'));
  const breaker = new LoginBreaker(shared ? { others: { node, tell } } : {});
  const elsewhere = shared ? { post, attempts: rows } : null;
  const service = new SessionService({ consoles, attempts, presence, banners, sessions, changes, audit, node, elsewhere });

  changes.subscribe((change) => breaker.apply(change));
  changes.subscribe((change) => banners.apply(change));
  changes.subscribe((change) => consoles.apply(change));
  if (shared) changes.subscribe((change) => post.apply(change));
  records?.start();
  return {
    ...{ sessions, consoles, places, attempts, attemptRows: rows, presence, sessionLog, breaker, service },
    /** Settles once what waits of an attempt is written down. */
    attemptWritten: (id: string) => records?.written(id),
    /** What is still to be written. */
    async dispose(): Promise<void> {
      await writes.idle();
      await records?.stop();
    },
  };
}

/** The processes of this machine: its own name, which has no dot in it, and that with a number for each worker but the first. */
function siblingsOf({ node, workers }: Pick<Config, 'node' | 'workers'>): string[] {
  const [machine = node] = node.split('.', 1);
  return Array.from({ length: workers }, (_, index) => (index === 0 ? machine : `${machine}.${index + 1}`));
}
