import { handle, operations } from '@/app/api/v1/operation';

export const PUT = handle(operations.answerAttempt, async ({ portal, identity, params, body }) => {
  const { username, password } = body;
  const given = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  await portal.sessions.answer(params['id'] ?? '', identity.user.id, given);
  return undefined;
});
