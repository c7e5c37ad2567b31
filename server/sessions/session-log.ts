/** Start and end of every console, in the database: its row and its audit row, in one transaction. */

import type { AuditService } from '../audit/audit-service';
import { PortalError } from '../contract/errors';
import type { Session } from '../contract/session';
import type { WriteBatch } from '../db/write-batch';
import type { Logger } from '../log';
import type { AttemptRepository } from './attempt-repository';
import { begun } from './attempts';
import type { ConsoleInfo, NoPlace } from './live-consoles';
import type { PlaceRepository } from './place-repository';
import type { SessionRepository } from './session-repository';

interface Parts {
  sessions: SessionRepository;
  audit: AuditService;
  writes: WriteBatch;
  log: Pick<Logger, 'warn'>;
  node: string;
  /** Where other processes have consoles too. */
  shared?: { places: PlaceRepository; attempts: AttemptRepository } | null;
  now?: () => number;
}

/** One that just ended at another process may not be on record yet: whoever changes over from it finds no place only if there is none now. */
const LOOK_AGAIN_MS = 200;

/** How a session ended. */
export interface Ending {
  /** Close code, or the HTTP status of what was refused before 101. */
  code: number;
  /** The fixed word that is recorded, the same in the audit and in the row of the session. */
  reason: string;
  /** Whether its person ever had the host before them. */
  opened: boolean;
}

export class SessionLog {
  constructor(private readonly parts: Parts) {}

  /**
   * Before the host is dialled: a console that can't be recorded is not opened.
   * @returns why there is no place for it among those of all processes; then it is not recorded
   */
  async opened(info: ConsoleInfo): Promise<NoPlace | null> {
    // Its end would have to be recorded too.
    if (this.parts.audit.behind) throw new PortalError('unavailable');
    if ((await this.open(info)) === null) return null;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    return this.open(info);
  }

  private async open(info: ConsoleInfo): Promise<NoPlace | null> {
    const { sessions, audit, writes, node, shared } = this.parts;
    let full: NoPlace | null = null;
    await writes.add(async (trx) => {
      full = shared ? await shared.places.take(info, trx) : null;
      if (full) return;
      await sessions.open({ ...info, target: '', node }, trx);
      if (shared && info.attemptId !== null) await shared.attempts.put([begun(info.attemptId, info.userId, info.id, info.startedAt)], trx);
      await audit.record(
        {
          action: 'console.open',
          actor: { id: info.userId, name: info.userName },
          address: info.address,
          hostId: info.hostId,
          sessionId: info.id,
          detail: { access: info.access, via: info.via.kind },
        },
        trx,
      );
    });
    return full;
  }

  /** The host is reached: other processes name a console that is open to whoever is beside it. Never fails. */
  async reached({ id, target }: Session): Promise<void> {
    const { sessions, writes, shared, log } = this.parts;
    if (!shared) return;
    await writes
      .add((trx) => sessions.reached(id, target, trx))
      .catch((error: unknown) => log.warn({ err: error, console: id }, 'where a console led could not be written down'));
  }

  /**
   * Never fails: an end is kept until it is written.
   * @param note what broke the rules, where something did: numbers of the protocol, never content
   */
  ended(session: Session, { code, reason, opened }: Ending, note = ''): Promise<void> {
    const { bytesToHost, bytesFromHost, target } = session;
    const ms = (this.parts.now ?? Date.now)() - session.startedAt;
    return this.parts.audit.happened(
      {
        action: 'console.end',
        actor: { id: session.userId, name: session.userName },
        address: session.address,
        hostId: session.hostId,
        sessionId: session.id,
        detail: { code, reason, ms, bytesToHost, bytesFromHost, ...(opened ? {} : { opened }), ...(note === '' ? {} : { note }) },
      },
      { code, reason, bytesToHost, bytesFromHost, target },
    );
  }
}
