import { handle, operations } from '@/app/api/v1/operation';

export const DELETE = handle(operations.endSession, async ({ portal, params, actor, identity: { user } }) => {
  await portal.sessions.end(params['id'] ?? '', actor, { by: user.displayName || user.name });
  return undefined;
});
