import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.endSessionSaying, async ({ portal, params, body, actor, identity: { user } }) => {
  await portal.sessions.end(params['id'] ?? '', actor, { by: user.displayName || user.name, message: body.message });
  return undefined;
});
