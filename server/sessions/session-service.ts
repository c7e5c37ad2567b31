/** Live consoles as an administrator sees and ends them. */

import type { Actor } from '../auth/identity';
import { PortalError } from '../contract/errors';
import type { Session } from '../contract/session';
import type { Changes } from '../db/changes';
import type { LiveConsoles } from './live-consoles';

export class SessionService {
  constructor(private readonly parts: { consoles: LiveConsoles; changes: Changes }) {}

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
