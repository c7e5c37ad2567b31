/** Live consoles: as the page of one sees it, and as an administrator sees and ends them. */

import { text } from '../../messages/text';
import type { Actor } from '../auth/identity';
import { PortalError } from '../contract/errors';
import { defaultLocale } from '../contract/locale';
import { MAX_OTHERS, type Attempt, type Holder, type Session } from '../contract/session';
import type { Changes } from '../db/changes';
import type { HostBanners } from '../hosts/host-banners';
import type { Attempts } from './attempts';
import type { LiveConsoles } from './live-consoles';

export class SessionService {
  constructor(private readonly parts: { consoles: LiveConsoles; attempts: Attempts; banners: HostBanners; changes: Changes }) {}

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

  /** The longest open first. */
  list(): Session[] {
    return this.parts.consoles.list().sort((a, b) => a.startedAt - b.startedAt);
  }

  /** @throws PortalError `session_not_found` */
  async end(id: string, actor: Actor): Promise<void> {
    if (!this.parts.consoles.has(id)) throw new PortalError('session_not_found');
    await this.parts.changes.announce({ kind: 'session', subject: id, reason: actor.name });
  }
}
