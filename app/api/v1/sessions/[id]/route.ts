import { handle, operations } from '@/app/api/v1/operation';

export const DELETE = handle(operations.endSession, async ({ portal, params, actor }) => {
  await portal.sessions.end(params['id'] ?? '', actor);
  return undefined;
});
