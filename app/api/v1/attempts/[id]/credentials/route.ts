import { handle, operations } from '@/app/api/v1/operation';
import { PortalError } from '@/server/contract/errors';

export const PUT = handle(operations.answerAttempt, ({ portal, identity, params, body }) => {
  const { username, password } = body;
  const given = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  if (!portal.attempts.answer(params['id'] ?? '', identity.user.id, given)) throw new PortalError('attempt_not_found');
  return undefined;
});
