import { handle, operations } from '@/app/api/v1/operation';
import { PortalError } from '@/server/contract/errors';

export const GET = handle(operations.getAttempt, ({ portal, identity, params }) => {
  const attempt = portal.attempts.get(params['id'] ?? '', identity.user.id);
  if (!attempt) throw new PortalError('attempt_not_found');
  return attempt;
});
