import { text } from '../../messages/text';
import type { Actor } from '../auth/identity';
import { PortalError } from '../contract/errors';

/**
 * What administrators do to accounts, they do to others': one's own is changed by calls that ask for what it has to prove.
 * @throws PortalError `forbidden`
 */
export function ensureOther(userId: string, actor: Actor): void {
  if (userId === actor.id) throw new PortalError('forbidden', { message: text('errors.ownAccount') });
}
