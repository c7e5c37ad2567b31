/** Start and end of every console, in the database: its row and its audit row, in one transaction. */

import type { AuditService } from '../audit/audit-service';
import type { Session } from '../contract/session';
import type { WriteBatch } from '../db/write-batch';
import type { CloseReason } from '../gateway/close-codes';
import type { ConsoleInfo } from './live-consoles';
import type { SessionRepository } from './session-repository';

interface Parts {
  sessions: SessionRepository;
  audit: AuditService;
  writes: WriteBatch;
  node: string;
  now?: () => number;
}

export class SessionLog {
  constructor(private readonly parts: Parts) {}

  /** Before the host is dialled: a console that can't be recorded is not opened. */
  async opened(info: ConsoleInfo): Promise<void> {
    const { sessions, audit, writes, node } = this.parts;
    await writes.add(async (trx) => {
      await sessions.open({ ...info, target: '', node }, trx);
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
  }

  /** @param note what broke the rules, where something did: numbers of the protocol, never content */
  async ended(session: Session, reason: CloseReason, note = ''): Promise<void> {
    const { sessions, audit, writes } = this.parts;
    const at = (this.parts.now ?? Date.now)();
    const { bytesToHost, bytesFromHost, target } = session;
    await writes.add(async (trx) => {
      await sessions.end(session.id, { at, code: reason.code, reason: reason.text, bytesToHost, bytesFromHost, target }, trx);
      await audit.record(
        {
          action: 'console.end',
          actor: { id: session.userId, name: session.userName },
          address: session.address,
          hostId: session.hostId,
          sessionId: session.id,
          detail: {
            code: reason.code,
            reason: reason.text,
            ms: at - session.startedAt,
            bytesToHost,
            bytesFromHost,
            ...(note === '' ? {} : { note }),
          },
        },
        trx,
      );
    });
  }
}
