import { handle, operations } from '@/app/api/v1/operation';

export const DELETE = handle(operations.revokeToken, async ({ portal, identity, params, actor }) => {
  await portal.tokens.revoke(params['id'] ?? '', identity.user.id, actor);
  return undefined;
});
