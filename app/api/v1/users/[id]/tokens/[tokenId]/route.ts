import { handle, operations } from '@/app/api/v1/operation';

export const DELETE = handle(operations.revokeUserToken, async ({ portal, params, actor }) => {
  await portal.tokens.revoke(params['tokenId'] ?? '', params['id'] ?? '', actor);
  return undefined;
});
