import { handle, operations } from '@/app/api/v1/operation';

export const DELETE = handle(operations.endLogin, async ({ portal, identity, params, actor }) => {
  await portal.logins.end(params['id'] ?? '', { userId: identity.user.id, actor });
  return undefined;
});
