/** Live consoles: as the page of one sees it, and as an administrator sees and ends them. */

import { say } from '../../messages/say';
import { text } from '../../messages/text';
import type { AuditService } from '../audit/audit-service';
import type { Actor } from '../auth/identity';
import { PortalError } from '../contract/errors';
import { defaultLocale } from '../contract/locale';
import { MAX_OTHERS, type Attempt, type Holder, type LiveSession } from '../contract/session';
import type { Changes } from '../db/changes';
import { closeReasons } from '../gateway/close-codes';
import type { HostBanners } from '../hosts/host-banners';
import type { Attempts } from './attempts';
import type { LiveConsoles } from './live-consoles';
import type { SessionRepository } from './session-repository';

interface Parts {
  consoles: LiveConsoles;
  attempts: Attempts;
  banners: HostBanners;
  sessions: SessionRepository;
  changes: Changes;
  audit: AuditService;
  /** This process. */
  node: string;
  now?: () => number;
}

export class SessionService {
  constructor(private readonly parts: Parts) {}

  /**
   * What became of one of the person's attempts, and who else is where it led. Asked for every few seconds by every console page.
   * @throws PortalError `attempt_not_found`
   */
  async attempt(id: string, userId: string, locale = defaultLocale): Promise<Attempt> {
    const { consoles, attempts, banners } = this.parts;
    const console = consoles.ofAttempt(id, userId);
    const banner = console ? await banners.of(console.info.hostId) : '';
    const attempt = attempts.get(id, userId, locale);
    if (!attempt) throw new PortalError('attempt_not_found');
    // Its page may ask why before the sockets are closed and the end is on record.
    const told = attempt.state === 'open' ? console?.endedBy?.told : undefined;
    if (told) {
      const { code, message, next } = told;
      const heard = console?.heard ?? 0;
      return { ...attempt, state: 'ended', code, message: say(message, locale), next: say(next, locale), banner: '', others: [], heard };
    }
    const others = console && attempt.state === 'open' ? consoles.beside(console).slice(0, MAX_OTHERS) : [];
    return {
      ...attempt,
      banner,
      heard: console?.heard ?? 0,
      others: others.map((other) => ({
        userName: other.shownName,
        own: other.userId === userId,
        access: other.access,
        since: other.startedAt,
      })),
    };
  }

  /**
   * The host to which one of the person's attempts has led.
   * @throws PortalError `attempt_not_found` unless its console is open
   */
  hostOf(id: string, userId: string): string {
    const console = this.parts.consoles.ofAttempt(id, userId);
    if (!console || this.parts.attempts.get(id, userId)?.state !== 'open') throw new PortalError('attempt_not_found');
    return console.info.hostId;
  }

  /** Who is in control of a host; null when nobody is. */
  holder(hostId: string): Holder | null {
    const info = this.parts.consoles.inControl(hostId)?.info;
    return info ? { userName: info.shownName, since: info.startedAt } : null;
  }

  /**
   * Lets whoever is in control of a host know that somebody else would like to be.
   * @throws PortalError `session_not_found` when nobody is, or their client has no way to be told
   */
  ask(hostId: string, asker: { name: string; displayName: string }): void {
    const { consoles, attempts } = this.parts;
    const holder = consoles.inControl(hostId)?.info;
    const attemptId = holder?.attemptId ?? null;
    const told = holder && attemptId !== null && attempts.tell(attemptId, holder.userId, asker.displayName || asker.name);
    if (!told) throw new PortalError('session_not_found', { message: text('errors.nobodyToAsk') });
  }

  /** Those of every process of the portal, the longest open first. */
  async list(): Promise<LiveSession[]> {
    const { consoles, sessions, node } = this.parts;
    const elsewhere = (await sessions.live(node)).map((one) => ({ ...one, bytesToHost: null, bytesFromHost: null }));
    return [...consoles.list(), ...elsewhere].sort((a, b) => a.startedAt - b.startedAt);
  }

  /**
   * Ends a console, whichever process carries it. Its person reads who did it, and the message.
   * @param by as its person knows who does it
   * @throws PortalError `session_not_found`
   */
  async end(id: string, actor: Actor, { by = actor.name, message = '' } = {}): Promise<void> {
    const { consoles, sessions, changes, audit, node } = this.parts;
    await sessions.transaction(async (sessions, trx) => {
      const found = await sessions.findLive(id);
      const here = found?.node === node;
      if (!found || (here && !consoles.has(id))) throw new PortalError('session_not_found');
      // Should that process be gone, nobody else closes its row; if it is not, it records how the console ended in the audit.
      if (!here) await sessions.end(id, { ...found, at: (this.parts.now ?? Date.now)(), ...endedOnPaper });
      await audit.record(
        {
          ...{ action: 'session.end', actor, address: actor.address, hostId: found.hostId, sessionId: id },
          detail: { user: found.userName, ...(message === '' ? {} : { message }) },
        },
        trx,
      );
      await changes.record(trx, { kind: 'session', subject: id, reason: JSON.stringify({ by, message }) });
    });
    changes.poke();
  }
}

const { code, text: reason } = closeReasons.endedByAdministrator;
const endedOnPaper = { code, reason };
