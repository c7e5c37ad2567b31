/** Live consoles: as the page of one sees it, and as an administrator sees and ends them. */

import { say } from '../../messages/say';
import { text } from '../../messages/text';
import type { AuditService } from '../audit/audit-service';
import type { Actor } from '../auth/identity';
import { PortalError } from '../contract/errors';
import { defaultLocale, type Locale } from '../contract/locale';
import { MAX_OTHERS, type Attempt, type Holder, type LiveSession } from '../contract/session';
import type { Changes } from '../db/changes';
import { closeReasons } from '../gateway/close-codes';
import { endedBy } from '../gateway/end-notes';
import type { HostBanners } from '../hosts/host-banners';
import { told, type AttemptCredentials, type Attempts } from './attempts';
import type { AttemptPost } from './attempt-post';
import type { AttemptRepository, FoundAttempt } from './attempt-repository';
import type { LiveConsoles } from './live-consoles';
import type { Presence } from './presence';
import type { Beside, SessionRepository } from './session-repository';

interface Parts {
  consoles: LiveConsoles;
  attempts: Attempts;
  presence: Presence;
  banners: HostBanners;
  sessions: SessionRepository;
  changes: Changes;
  audit: AuditService;
  /** This process. */
  node: string;
  /** What is known of attempts at other processes; null where there are none. */
  elsewhere: { post: AttemptPost; attempts: AttemptRepository } | null;
  now?: () => number;
}

export class SessionService {
  constructor(private readonly parts: Parts) {}

  /**
   * What became of one of the person's attempts, and who else is where it led. Asked for every few seconds by every console page.
   * @param options.heardNow whether `heard` is to be of this moment, also when another process carries the console
   * @throws PortalError `attempt_not_found`
   */
  async attempt(id: string, userId: string, locale = defaultLocale, { heardNow = false } = {}): Promise<Attempt> {
    const { consoles, attempts, banners, presence } = this.parts;
    if (!attempts.get(id, userId)) return this.attemptElsewhere(id, userId, locale, heardNow);
    const console = consoles.ofAttempt(id, userId);
    const isOpen = () => attempts.get(id, userId)?.state === 'open';
    const banner = console ? await banners.of(console.info.hostId) : '';
    const others = console && isOpen() ? await presence.beside(console.info) : [];
    const attempt = attempts.get(id, userId, locale);
    if (!attempt) throw new PortalError('attempt_not_found');
    const heard = console?.heard ?? 0;
    // Its page may ask why before the sockets are closed and the end is on record.
    const why = attempt.state === 'open' ? console?.endedBy?.told : undefined;
    if (why) {
      const { code, message, next } = why;
      return { ...attempt, state: 'ended', code, message: say(message, locale), next: say(next, locale), banner: '', others: [], heard };
    }
    return { ...attempt, banner, heard, others: attempt.state === 'open' ? shown(others, userId) : [] };
  }

  private async attemptElsewhere(id: string, userId: string, locale: Locale, heardNow: boolean): Promise<Attempt> {
    const { elsewhere, banners, presence } = this.parts;
    const found = elsewhere && (await elsewhere.post.find(id, userId, heardNow));
    if (!found) throw new PortalError('attempt_not_found');
    const { record, heard, hostId } = found;
    const attempt = { ...told(record, locale), state: stateOf(found), heard };
    const open = hostId !== null && attempt.state === 'open';
    return {
      ...attempt,
      banner: hostId === null ? '' : await banners.of(hostId),
      others: open ? shown(presence.besideOf(hostId, found.beside), userId) : [],
    };
  }

  /**
   * Gives the credentials that one of the person's attempts waits for.
   * @throws PortalError `attempt_not_found` when nothing waits
   */
  async answer(id: string, userId: string, credentials: AttemptCredentials): Promise<void> {
    const { attempts, elsewhere } = this.parts;
    const taken = attempts.answer(id, userId, credentials) || (await elsewhere?.post.answer(id, userId, credentials)) === true;
    if (!taken) throw new PortalError('attempt_not_found');
  }

  /**
   * The host to which one of the person's attempts has led.
   * @throws PortalError `attempt_not_found` unless its console is open
   */
  async hostOf(id: string, userId: string): Promise<string> {
    const { consoles, attempts, elsewhere } = this.parts;
    const here = attempts.get(id, userId);
    const console = here ? consoles.ofAttempt(id, userId) : undefined;
    // One that is being ended, because its host is another now, says nothing of that host.
    if (console && !console.endedBy && here?.state === 'open') return console.info.hostId;
    const found = here ? null : elsewhere && (await elsewhere.post.find(id, userId));
    if (found?.hostId && stateOf(found) === 'open') return found.hostId;
    throw new PortalError('attempt_not_found');
  }

  /** Who is in control of a host; null when nobody is. */
  async holder(hostId: string): Promise<Holder | null> {
    const found = await this.parts.presence.holder(hostId);
    return found && { userName: found.userName, since: found.since };
  }

  /**
   * Lets whoever is in control of a host know that somebody else would like to be.
   * @throws PortalError `session_not_found` when nobody is, or their client has no way to be told
   */
  async ask(hostId: string, asker: { name: string; displayName: string }): Promise<void> {
    const { presence, attempts, elsewhere } = this.parts;
    const holder = await presence.holder(hostId);
    const name = asker.displayName || asker.name;
    const attemptId = holder?.attemptId ?? null;
    if (!holder || attemptId === null || (holder.here && !attempts.tellAsked(attemptId, holder.userId, name))) {
      throw new PortalError('session_not_found', { message: text('errors.nobodyToAsk') });
    }
    if (!holder.here) await elsewhere?.post.ask(holder.consoleId, name);
  }

  /** Those of every process of the portal, the longest open first. */
  list(): Promise<LiveSession[]> {
    return this.parts.presence.list();
  }

  /**
   * Ends a console, whichever process carries it. Its person reads who did it, and the message.
   * @param by as its person knows who does it
   * @throws PortalError `session_not_found`
   */
  async end(id: string, actor: Actor, { by = actor.name, message = '' } = {}): Promise<void> {
    const { consoles, sessions, changes, audit, node, elsewhere } = this.parts;
    const ending = JSON.stringify({ by, message });
    await sessions.transaction(async (sessions, trx) => {
      const found = await sessions.findLive(id);
      const here = found?.node === node;
      if (!found || (here && !consoles.has(id))) throw new PortalError('session_not_found');
      // Should that process be gone, nobody else closes its row; if it is not, it records how the console ended in the audit.
      if (!here) {
        const at = (this.parts.now ?? Date.now)();
        await sessions.end(id, { ...found, at, ...endedOnPaper });
        // Its page asks why as soon as it is closed, maybe here.
        const why = endedBy(ending).told;
        if (found.attemptId !== null && why) await elsewhere?.attempts.end({ id: found.attemptId, userId: found.userId, ...why, at }, trx);
      }
      await audit.record(
        {
          ...{ action: 'session.end', actor, address: actor.address, hostId: found.hostId, sessionId: id },
          detail: { user: found.userName, ...(message === '' ? {} : { message }) },
        },
        trx,
      );
      await changes.record(trx, { kind: 'session', subject: id, reason: ending });
    });
    changes.poke();
  }
}

const { code, text: reason } = closeReasons.endedByAdministrator;
const endedOnPaper = { code, reason };

/** Whose process died, or has not said yet how it ended, but whose console is over on record. */
function stateOf({ record, over }: FoundAttempt): Attempt['state'] {
  return over && record.state !== 'refused' ? 'ended' : record.state;
}

function shown(others: readonly Beside[], userId: string): Attempt['others'] {
  return others.slice(0, MAX_OTHERS).map((other) => ({
    userName: other.shownName,
    own: other.userId === userId,
    access: other.access,
    since: other.startedAt,
  }));
}
