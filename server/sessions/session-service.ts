/** Live consoles as an administrator sees and ends them. */

import type { Actor } from '../auth/identity';
import { PortalError } from '../contract/errors';
import type { Session } from '../contract/session';
import type { Changes } from '../db/changes';
import type { Attempts } from './attempts';
import type { LiveConsoles } from './live-consoles';

export class SessionService {
  constructor(private readonly parts: { consoles: LiveConsoles; attempts: Attempts; changes: Changes }) {}

  /**
   * Lets whoever is in control of a host know that somebody else would like to be.
   * @throws PortalError `session_not_found` when nobody is, or their client has no way to be told
   */
  ask(hostId: string, asker: { name: string; displayName: string }): void {
    const { consoles, attempts } = this.parts;
    const holder = consoles.inControl(hostId)?.info;
    const attemptId = holder?.attemptId ?? null;
    const told = holder && attemptId !== null && attempts.tell(attemptId, holder.userId, asker.displayName || asker.name);
    if (!told)
      throw new PortalError('session_not_found', { message: 'Nobody can be asked: the host is free, or is used without a console page.' });
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
